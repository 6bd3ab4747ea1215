"""Addresses of paper: sheets to print for a member, and what came back on them."""

from django.urls import URLPattern, path

from frontend.views import paper

_ROOM = "desk/rooms/<slug:room_id>/paper/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, paper.index, name="desk_paper"),
    path(f"{_ROOM}for/<slug:member_id>/", paper.print_for, name="desk_paper_for"),
    path(f"{_ROOM}<slug:sheet_id>/", paper.sheet, name="desk_sheet"),
    path(f"{_ROOM}<slug:sheet_id>/answer/", paper.answer, name="desk_sheet_answer"),
]
