"""Figures equal a hand count on the demo: counted from rooms/demo with a pencil, not by any code (S72, S73).

Four rooms are fewer than are ever shown, so what is tested is the counting below the hiding.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.queries.facts import gather
from moderation.queries.outcomes import outcomes
from rooms.demo import load as demo
from rooms.demo.script import HOME_ZONE
from rooms.models import Person, Room

pytestmark = pytest.mark.django_db

COUNTED = {
    # Calls the day after they came: Macia 12:58, Gladys 10:32, Jon 10:05, Jaylan 12:40, each under 24 hours.
    "comfort_call": {"Macia": (1, 1), "Gladys": (1, 1), "Jon": (1, 1), "Jaylan": (1, 1)},
    # Each family met on the fourth day.
    "icebreaker": {"Macia": (1, 1), "Gladys": (1, 1), "Jon": (1, 1), "Jaylan": (1, 1)},
    # Ana, Brianna, Francisco; Ana, Joshua, Wendy. In Gladys' room they are still talking, in Jaylan's not begun.
    "agreed": {"Macia": (1, 1), "Gladys": (0, 1), "Jon": (1, 1), "Jaylan": (0, 1)},
    # The bus broke down once; Ana's chicken timer; the frogs; two of Jon's; the haircut. The others are still to come.
    "visits": {"Macia": (1, 2), "Gladys": (1, 1), "Jon": (2, 2), "Jaylan": (1, 1)},
    # Brianna 4 and Ana 4; Wendy 5; Joshua 4.
    "together": {"Macia": (2, 2), "Gladys": (1, 1), "Jon": (1, 1)},
    # Brianna 4 and Ana 5; Wendy 4; Joshua 4.
    "heard": {"Macia": (2, 2), "Gladys": (1, 1), "Jon": (1, 1)},
    # Four children, four homes, nobody has moved or gone home.
    "stable": {"Macia": (1, 1), "Gladys": (1, 1), "Jon": (1, 1), "Jaylan": (1, 1)},
    "home": {"Macia": (0, 1), "Gladys": (0, 1), "Jon": (0, 1), "Jaylan": (0, 1)},
    "back": {},
    # Three parents and carers in each room, all of whom have written.
    "reached": {"Macia": (3, 3), "Gladys": (3, 3), "Jon": (3, 3), "Jaylan": (3, 3)},
    "pauses": {"Macia": (0, 1), "Gladys": (0, 1), "Jon": (0, 1), "Jaylan": (0, 1)},
}
"""By figure and child: so many of so many."""


def test_the_figures_are_those_of_a_hand_count() -> None:
    demo.load()
    rooms, now = [room for room in Room.objects.all() if room.household_id], timezone.now()
    facts = gather(rooms, now - timedelta(days=90), now, HOME_ZONE)
    found = {
        key: {room.name: facts[room.pk].shares[key] for room in rooms if key in facts[room.pk].shares}
        for key in COUNTED
    }
    assert found == COUNTED
    supervisor = Person.objects.get(email="supervisor@demo.example")
    hidden = outcomes(supervisor).agency.figures
    assert not any(hidden[key].shown for key in COUNTED)
