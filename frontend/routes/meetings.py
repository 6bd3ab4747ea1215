"""Addresses of a room's meetings, of who is who, and of a change of placement."""

from django.urls import path

from frontend.room_pages import seated
from frontend.views import meetings, moving

urlpatterns = [
    *seated("meetings/", meetings.meetings, "meetings"),
    *seated("meetings/who/", meetings.who, "who"),
    *seated("meetings/<slug:meeting_id>/", meetings.meeting, "meeting"),
    path("desk/rooms/<slug:room_id>/move/", moving.move, name="desk_move"),
]
