"""Addresses of learning together, and of the agency's own cards."""

from django.urls import path

from frontend.room_pages import seated
from frontend.views import agency_cards, journal, learning

urlpatterns = [
    *seated("learning/", learning.learning, "learning"),
    *seated("learning/ideas/", learning.ideas, "learning_ideas"),
    *seated("learning/ideas/<slug:card>/", learning.idea, "learning_idea"),
    *seated("learning/sentences/", learning.starters, "learning_starters"),
    *seated("learning/lessons/", learning.lessons, "learning_lessons"),
    *seated("learning/places/", learning.places, "learning_places"),
    *seated("learning/journal/", journal.journal, "learning_journal"),
    path("desk/cards/", agency_cards.cards, name="desk_cards"),
]
