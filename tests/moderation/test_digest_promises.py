"""Commitments with their due times, and appointments."""

from datetime import timedelta

import pytest

from moderation.digest.appointments import appointments
from moderation.digest.commitments import commitments
from tests.moderation.talk import MONDAY, room

NOW = MONDAY + timedelta(days=3)


def promised(*said):
    return {item.messages[0]: item.due.iso() if item.due else None for item in commitments(room(*said), NOW)}


def planned(*said):
    return {item.messages[0]: (item.kind, item.when.iso()) for item in appointments(room(*said))}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("I'll pack the red coat on Friday", "2031-05-09"),
        ("we will wash it tonight", "2031-05-05"),
        ("I have the form and will scan it tomorrow", "2031-05-06"),
        ("dropping off the bottles Wednesday at 5", "2031-05-07T17:00"),
        ("I need to turn in the papers by Thursday", "2031-05-08"),
        ("te mando las fotos el jueves", "2031-05-08"),
        ("mañana le pregunto a la maestra", "2031-05-06"),
        ("I'm calling the clinic now", "2031-05-05"),
        ("I'll look for it", None),
        ("from now on I'll ask you first", None),
    ],
)
def test_who_does_what_by_when(text, due):
    assert promised(("Brianna", text)) == {"m0": due}


@pytest.mark.parametrize(
    "text",
    [
        "I'll never forget that smile",
        "I would if I had a car",
        "we'll see",
        "I can't believe it",
        "he'll want the truck",
        "maybe I'll go",
        "I said Friday",
        "will you bring it Friday?",
        "I'm going to be late today",
    ],
)
def test_not_a_promise(text):
    assert promised(("Brianna", text)) == {}


def test_the_day_comes_from_the_talk():
    """What "I'll be there" refers to was said before."""
    talk = (("Tianna", "Court is on Thursday at 9"), ("Ana", "I'll be there"), ("Francisco", "me too"))
    assert promised(*talk) == {"m1": "2031-05-08T09:00", "m2": "2031-05-08T09:00"}


def test_a_short_yes_to_a_time_is_a_promise_and_an_appointment():
    talk = (("Ana", "could we do the call at 7 tonight?"), ("Brianna", "7 works"))
    assert promised(*talk) == {"m1": "2031-05-05T19:00"}
    assert planned(*talk) == {"m1": ("call", "2031-05-05T19:00")}


def test_kept_open_or_without_word():
    """The room's word is quoted by message; where there is none, that is all it says."""
    found = commitments(
        room(
            ("Ana", "I'll sign the library form today"),
            ("Brianna", "I'll wash the blue blanket today"),
            ("Francisco", "I'll bring the guitar next week"),
            ("Ana", "library form is signed"),
        ),
        NOW,
    )
    assert [(item.kept, item.over) for item in found] == [("m3", False), (None, True), (None, False)]
    assert found[0].messages == ("m0", "m3")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dentist is Wednesday at 3:15", ("health", "2031-05-07T15:15")),
        ("Hearing on the 20th at 8:30, room 4", ("court", "2031-05-20T08:30")),
        ("La cita con la pediatra es el martes a las 10", ("health", "2031-05-06T10:00")),
        ("The play is Friday 6pm", ("school", "2031-05-09T18:00")),
        ("is our visit still at 4 on Thursday?", ("visit", "2031-05-08T16:00")),
        ("Team meeting moved, now Tuesday at 2", ("team", "2031-05-06T14:00")),
        ("the plumber is coming tomorrow at 8", ("other", "2031-05-06T08:00")),
    ],
)
def test_appointments(text, expected):
    assert planned(("Tianna", text)) == {"m0": expected}


@pytest.mark.parametrize(
    "text",
    [
        "can we have the visit Thursday at 4?",
        "I'll call you today at 4",
        "the visit was on Tuesday at 4",
        "the school needs the form by Friday",
        "gave her the medicine at 4",
        "no practice tomorrow",
    ],
)
def test_not_an_appointment(text):
    assert planned(("Brianna", text)) == {}
