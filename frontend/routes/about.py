"""Addresses of the child's page. Keeping a message has its address beside the other acts on a line."""

from django.urls import URLPattern

from frontend.room_pages import seated
from frontend.views import about

urlpatterns: list[URLPattern] = [
    *seated("child/", about.page, "child"),
    *seated("child/safety/", about.safety, "child_safety"),
    *seated("child/topics/<slug:topic>/", about.topic, "child_topic"),
]
