"""Addresses of a person's calendar, of the one at the desk, of what phones read, and of planning between homes."""

from django.urls import path

from frontend.views import calendar, planning

urlpatterns = [
    path("calendar/", calendar.mine, name="calendar"),
    path("calendar/phone/", calendar.phone, name="calendar_phone"),
    path("calendar/link/", calendar.link, name="calendar_link"),
    path("calendar/feed/<slug:secret>.ics", calendar.feed, name="calendar_feed"),
    path("desk/calendar/", calendar.at_the_desk, name="desk_calendar"),
    path("desk/planning/", planning.planning_rooms, name="desk_planning"),
]
