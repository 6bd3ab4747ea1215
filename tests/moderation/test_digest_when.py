"""Days and times in the words of a message."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from moderation.digest.fold import folded
from moderation.digest.when import moments, resolve
from tests.moderation.talk import DENVER

THURSDAY = datetime(2031, 5, 8, 13, 0, tzinfo=DENVER)


def when(text: str, said: datetime = THURSDAY, *, answer: bool = False) -> list[str]:
    return [resolve(moment, said).iso() for moment in moments(folded(text), said, answer=answer) if not moment.past]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can drop it off tomorrow", "2031-05-09"),
        ("the day after tomorrow", "2031-05-10"),
        ("it is on Saturday", "2031-05-10"),
        ("next Friday", "2031-05-16"),
        ("next Tuesday", "2031-05-13"),
        ("this Sat at 10", "2031-05-10T10:00"),
        ("Monday 8am", "2031-05-12T08:00"),
        ("at 4 on Tuesday", "2031-05-13T16:00"),
        ("Friday, half past four", "2031-05-09T16:30"),
        ("from 3 to 5 on Friday", "2031-05-09T15:00"),
        ("Saturday 5-6pm", "2031-05-10T17:00"),
        ("Saturday, 10 to noon", "2031-05-10T10:00"),
        ("the 14th at 2", "2031-05-14T14:00"),
        ("on June 3rd at 9", "2031-06-03T09:00"),
        ("due 6/2", "2031-06-02"),
        ("in two weeks", "2031-05-22"),
        ("in 20 minutes", "2031-05-08T13:20"),
        ("next week", "2031-05-12"),
        ("by the end of the week", "2031-05-09"),
        ("tonight at 7:30", "2031-05-08T19:30"),
        ("the call is Sunday at 7", "2031-05-11T19:00"),
        ("noon on Friday", "2031-05-09T12:00"),
    ],
)
def test_english(text, expected):
    assert when(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("te lo llevo mañana", "2031-05-09"),
        ("mañana por la tarde", "2031-05-09"),
        ("mañana a las cuatro y media", "2031-05-09T16:30"),
        ("pasado mañana", "2031-05-10"),
        ("el sábado a las 10 de la mañana", "2031-05-10T10:00"),
        ("el próximo lunes", "2031-05-12"),
        ("antes del viernes", "2031-05-09"),
        ("el 20 de mayo a las 3", "2031-05-20T15:00"),
        ("el martes que viene", "2031-05-13"),
        ("hoy a las 8 de la noche", "2031-05-08T20:00"),
        ("en dos semanas", "2031-05-22"),
    ],
)
def test_spanish(text, expected):
    assert when(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "fever of 101.8",
        "gave her 5 ml",
        "we are in room 6",
        "1150 with everything",
        "the 2nd time she did it",
        "3 out of 5",
        "size 4 shoes",
        "every Monday she has gym",
        "hasta mañana",
        "may he eat eggs",
        "the cat sat with him",
        "for 3 dollars",
        "2 puffs",
    ],
)
def test_not_a_time(text):
    assert when(text) == []


@pytest.mark.parametrize("text", ["yesterday", "last Monday at 3", "anoche", "I saw him on Tuesday", "this morning"])
def test_the_past_is_told_from_the_future(text):
    assert when(text) == []


def test_a_weekday_named_on_that_day_is_the_next_one_unless_its_time_is_still_to_come():
    assert when("Thursday") == ["2031-05-15"]
    assert when("Thursday at 9") == ["2031-05-15T09:00"]
    assert when("Thursday at 4") == ["2031-05-08T16:00"]


def test_a_bare_hour_is_a_time_only_in_an_answer():
    assert when("6 works") == []
    assert when("6 works", answer=True) == ["2031-05-08T18:00"]


def test_hours_are_as_long_on_the_night_the_clocks_change():
    said = datetime(2031, 3, 8, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert when("in 4 hours", said) == ["2031-03-09T04:30"]


def test_a_time_on_the_other_side_of_the_change_keeps_its_wall_clock():
    said = datetime(2031, 3, 7, 12, 0, tzinfo=ZoneInfo("America/New_York"))
    due = resolve(moments("monday at 4", said)[0], said)
    assert due.at is not None
    assert due.at.hour == 16
    assert due.at.utcoffset() != said.utcoffset()


def test_a_deadline_is_known_as_one():
    assert [moment.deadline for moment in moments("give me until wednesday", THURSDAY)] == [True]
    assert [moment.deadline for moment in moments("it is on wednesday", THURSDAY)] == [False]
