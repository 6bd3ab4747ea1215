"""Addresses of a room's visits and dates."""

from django.urls import path

from frontend.room_pages import seated
from frontend.views import allowances, dates, occasion

urlpatterns = [
    *seated("dates/", dates.dates, "dates"),
    *seated("dates/ask/", dates.ask, "dates_ask"),
    *seated("dates/allowed/", allowances.allowances, "dates_allowed"),
    path("desk/rooms/<slug:room_id>/dates/allowed/<slug:order_id>/", allowances.order, name="desk_court_order"),
    path(
        "desk/rooms/<slug:room_id>/dates/allowed/<slug:order_id>/photo.jpg",
        allowances.picture,
        name="desk_court_order_photo",
    ),
    *seated("dates/<slug:occasion_id>/", occasion.occasion, "occasion"),
]
