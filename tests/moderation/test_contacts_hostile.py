"""Hostile messages: long, repetitive, meant to make a pattern run forever. Each of these must come to an end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.screening.contacts import find, find_split

LONG = 10_000
REPEATED = [
    "1", "1 ", "12 ", "12,", "1.", "1/", "1:", "$1", "555-", "one ", "one", "forty five ",
    "six hundred and ", "triple 5 ",
    "a ", "a", "a.", "a-", "a_", "_", "a@", "@", "a at ", "a dot ", "at ", "dot ", "gmail ", "gmail abc1 ", "insta ",
    "my insta is ", "add a b on ", "👻", "👻 abc1 ", "http://", "www.", "/", "///a.", "w w ", "street ", "12 oak ",
    "12 oak st ", "number 12 ", "12 n maple ", "house is ", "calle ", "apt ", "corner of a and ", "12.3456 ", "1°1'",
    "(", "&", "&amp;", "%40", "\u200b", "é", " ", "\n", "moc.a@", "i ", "vi ", "to 1 ", "first three 1 ", "po box ",
]  # fmt: skip
WORDS = [
    "my",
    "insta",
    "is",
    "six",
    "602",
    "555",
    "at",
    "dot",
    "com",
    "gmail",
    "street",
    "calle",
    "oak",
    "12",
    "number",
    "house",
    "live",
    "on",
    "the",
    "arroba",
    "punto",
    "@",
    "$a",
    ".",
    ",",
    "-",
    "#",
    "call",
    "988",
    "backwards",
    "no",
    "spaces",
    "zoom",
    "id",
    "apt",
    "n",
    "44107",
    "OH",
]


def well_formed(text, spans):
    places = [place for span in spans for place in (span.start, span.end)]
    return places == sorted(places) and all(span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("unit", REPEATED)
def test_ten_thousand_characters_of_one_thing(unit):
    text = (unit * LONG)[:LONG]
    assert well_formed(text, find(text))
    assert well_formed(text, find_split([text] * 4, text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=200, max_size=1_500))
def test_any_mixture_of_cues(words):
    text = " ".join(words)
    assert well_formed(text, find(text))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all(text):
    assert well_formed(text, find(text))


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
def test_any_history_at_all(history, text):
    assert all(0 <= span.start < span.end <= len(text) for span in find_split(history, text))
