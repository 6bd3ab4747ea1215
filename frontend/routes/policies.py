"""Addresses of what is screened."""

from django.urls import path

from frontend.views import policies

urlpatterns = [
    path("desk/policy/", policies.agency, name="desk_policy"),
    path("desk/rooms/<slug:room_id>/policy/", policies.room, name="desk_room_policy"),
]
