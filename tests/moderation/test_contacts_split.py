"""A detail that one sender spreads over messages is seen when the last part is sent (S53)."""

import pytest

from moderation.screening.contacts import LOOK_BACK, Kind, find, find_split

SPREAD = [
    (["614", "555"], "0143", Kind.PHONE),
    (["six one four", "triple five"], "oh one four three", Kind.PHONE),
    (["empieza con 614", "sigue 555"], "termina en 0143", Kind.PHONE),
    (["gladysk82", "at"], "gmail", Kind.EMAIL),
    (["gladysk82", "arroba"], "gmail punto com", Kind.EMAIL),
    (["905", "N Fern Hollow"], "unit 3", Kind.ADDRESS),
    (["28"], "Orchard Road", Kind.ADDRESS),
    (["Calle Encino"], "número 28", Kind.ADDRESS),
    (["my snap is"], "joshfix88", Kind.SOCIAL),
]
APART = [
    (["3 ml at breakfast", "3 ml at lunch"], "and 5 at night"),
    (["chapter 11", "and 12"], "he wants 13 tomorrow"),
    (["5 10 15", "20 25 30"], "35 40, all alone!"),
    (["visit at 4", "or 5"], "Saturday 10"),
    (["100.9 at noon", "99.4 at six"], "97.9"),
    (["Fern Street school", "room 9"], "at noon"),
    (["call 988"], "or 911"),
    (["my email"], "is down"),
    ([], "0143"),
]


@pytest.mark.parametrize(("history", "text", "kind"), SPREAD)
def test_the_last_part_completes_it(history, text, kind):
    """No part says it alone; the span stands in the new message, its value is the whole detail."""
    assert not any(find(part) for part in (*history, text))
    spans = find_split(history, text)
    assert [span.kind for span in spans] == [kind]
    assert 0 <= spans[0].start < spans[0].end <= len(text)


def test_the_value_is_the_whole_number():
    assert find_split(["614", "555"], "0143 ok?")[0].value == "6145550143"


def test_only_the_part_that_completes_it_is_covered():
    (span,) = find_split(["614", "555"], "0143 ok?")
    assert (span.start, span.end) == (0, 4)


@pytest.mark.parametrize(("history", "text"), APART)
def test_ordinary_messages_add_up_to_nothing(history, text):
    assert find_split(history, text) == []


def test_a_detail_that_is_whole_in_the_message_is_left_to_find():
    assert find_split(["hi", "my number"], "614-555-0143") == []


def test_messages_further_back_are_not_read():
    assert find_split(["614", *["ok"] * LOOK_BACK], "555 0143") == []
