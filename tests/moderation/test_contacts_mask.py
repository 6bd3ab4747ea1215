"""What members see in place of a detail: its kind, in their language, and nothing of its length (S53, S54)."""

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from moderation.screening.contacts import Certainty, Kind, Span, find, mask
from moderation.screening.contacts.mask import WORDS

PARTS = [
    "614-555-0143", "six one four", "555 0143", "gladys.k82", " at ", "@", "example.com", " dot ", "482 Maple Avenue",
    "my insta is ", "joshfix88", " gmail ", "https://photos.example.org/a", "39.9612, -82.9988", " call ", "\n", " ",
    "988", " then ", "apt 4", "calle Roble 245", "👻", "$joshfix88", "#", "[", "]",
]  # fmt: skip


def masked(text):
    return mask(text, find(text))


def test_the_rest_of_the_message_stays():
    assert masked("Call 614-555-0143 after six, please") == "Call [phone number kept private] after six, please"


def test_long_and_short_details_look_alike():
    assert masked("me: a.b1@example.com") == masked("me: gladys.the.second82@photos.example.com")


def test_neighbours_of_one_kind_are_one_mask():
    """Two masks in a row would tell how a detail was divided."""
    spans = [Span(Kind.PHONE, 0, 3, "614", Certainty.LIKELY), Span(Kind.PHONE, 4, 7, "555", Certainty.LIKELY)]
    assert mask("614 555 ok", spans) == "[phone number kept private] ok"


def test_spans_may_come_in_any_order():
    text = "614-555-0143 or gladys.k82@example.com"
    assert mask(text, reversed(find(text))) == masked(text)


def test_nothing_found_changes_nothing():
    assert mask("See you at 5", []) == "See you at 5"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words_that_hold_no_detail(kind):
    for language in ("en", "es"):
        with translation.override(language):
            assert find(f"my insta is {WORDS[kind]} and call {WORDS[kind]}") == []


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
@example("my gmail is 614-555-0143 482 Maple Avenue")
def test_masking_twice_is_masking_once(text):
    once = masked(text)
    assert masked(once) == once


@given(st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join))
def test_no_plain_number_shines_through(text):
    assert "614-555-0143" not in masked(f"{text} 614-555-0143")
