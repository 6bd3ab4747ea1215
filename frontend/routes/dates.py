"""Addresses of a room's visits and dates."""

from frontend.room_pages import seated
from frontend.views import dates, occasion

urlpatterns = [
    *seated("dates/", dates.dates, "dates"),
    *seated("dates/ask/", dates.ask, "dates_ask"),
    *seated("dates/allowed/", dates.allowances, "dates_allowed"),
    *seated("dates/<slug:occasion_id>/", occasion.occasion, "occasion"),
]
