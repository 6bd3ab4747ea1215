"""Addresses of summaries."""

from django.urls import URLPattern, path

from frontend.views import summaries

_ROOM = "desk/rooms/<slug:room_id>/summaries/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, summaries.shelf, name="desk_summaries"),
    path(f"{_ROOM}<slug:summary_id>/", summaries.summary, name="desk_summary"),
    path(f"{_ROOM}<slug:summary_id>/paper/", summaries.paper, name="desk_summary_paper"),
]
