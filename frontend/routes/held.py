"""Addresses of messages that wait for review."""

from django.urls import URLPattern, path

from frontend.views import held

urlpatterns: list[URLPattern] = [
    path("rooms/<slug:room_id>/held/", held.take_back, name="held"),
    path("desk/rooms/<slug:room_id>/held/", held.review, name="desk_held"),
]
