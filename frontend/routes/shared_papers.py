"""Addresses of what is shared outside a room: in the room and at the desk, and the reader's own pages."""

from django.urls import path

from frontend.room_pages import seated
from frontend.views import shared_papers

urlpatterns = [
    *seated("papers/", shared_papers.papers, "papers"),
    path("given/<slug:room_id>/", shared_papers.given, name="given"),
    path("given/<slug:room_id>/<slug:paper_id>/", shared_papers.paper, name="given_paper"),
    path("given/<slug:room_id>/<slug:paper_id>/paper/", shared_papers.pdf, name="given_pdf"),
]
