"""Folding undoes disguises of single characters, and knows the way back to what was typed (S53)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.screening.contacts import find
from moderation.screening.normal import normalise

DISGUISES = [
    "６１４-５５５-０１４３",
    "6️⃣1️⃣4️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣3️⃣",
    "⑥①④ ⑤⑤⑤ ⓪①④③",
    "𝟔𝟏𝟒-𝟓𝟓𝟓-𝟎𝟏𝟒𝟑",
    "٦١٤ ٥٥٥ ٠١٤٣",
    "6\u200b1\u200b4\u200b5\u200b5\u200b5\u200b0\u200b1\u200b4\u200b3",
    "\u202e614-555-0143\u202c",
    "614\u2011555\u20110143",
    "6🔥1🔥4🔥5🔥5🔥5🔥0🔥1🔥4🔥3",
    "&#54;14-555-0143",
]
LETTERS = [
    "gladys.k82＠example．com",
    "gladys.k82&#64;example.com",
    "gladys.k82%40example.com",
    "glаdys.k82@exаmple.com",
    "ｇｌａｄｙｓ.k82@example.com",
]


@pytest.mark.parametrize("text", DISGUISES)
def test_digits_are_read_in_every_dress(text):
    assert [span.value for span in find(text)] == ["6145550143"]


@pytest.mark.parametrize("text", LETTERS)
def test_letters_and_signs_are_read_in_every_dress(text):
    assert [span.value for span in find(text)] == ["gladys.k82@example.com"]


def test_a_span_covers_the_signs_that_belong_to_its_last_digit():
    text = "call 6️⃣1️⃣4️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣3️⃣ ok"
    (span,) = find(text)
    assert text[span.start : span.end] == text[5:-3]


def test_fractions_lend_no_digits():
    assert normalise("2½ cups").text == "2½ cups"


@given(st.text(max_size=200))
def test_every_folded_character_has_a_place(message):
    normal = normalise(message)
    assert len(normal.text) == len(normal.cased) == len(normal.origin) - 1
    places = list(normal.origin)
    assert places == sorted(places)
    assert places[-1] == len(message)
    assert all(0 <= place < len(message) for place in places[:-1])


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
def test_plain_text_without_entities_keeps_every_offset(message):
    if not re.search(r"[&%\s\x00-\x1f\x7f]", message):
        assert normalise(message).cased == message


def test_spaces_in_a_row_are_one():
    assert normalise("482 \t  Maple").text == "482 maple"
