"""The digest as a whole: every line rests on messages, nothing is invented, nobody is put down (S53, S62, S64)."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.digest.draft import draft
from moderation.digest.model import Marks
from moderation.digest.render import sentences
from moderation.digest.wording import deficit_words
from tests.moderation.talk import DENVER, MONDAY, digest, lines

WEEK = (
    ("Brianna", "Macia had a fever last night, 101.9. Keeping her home"),
    ("Ana", "did you call the clinic about it?"),
    ("Brianna", "He drew a whale today"),
    ("Tianna", "Court is on Thursday at 9"),
    ("Ana", "I'll be there"),
    ("Francisco", "50 days clean today"),
    ("Brianna", "so proud of you Francisco"),
    ("Francisco", "you are a thief, you took my kid"),
    ("Ana", "write me at 555-0142 instead"),
    ("Brianna", "I'll bring the green cup tomorrow"),
)
MARKS = {
    "m7": Marks(hostile="insult"),
    "m8": Marks(contacts=("phone",), quote="write me at [phone number kept private] instead"),
}


@pytest.fixture
def week():
    return digest(*WEEK, marks=MARKS, now=MONDAY + timedelta(days=2))


def items(found):
    return [
        *found.today,
        *found.unanswered,
        *found.commitments,
        *found.appointments,
        *found.concerns,
        *found.strengths,
    ]


def test_what_it_holds(week):
    assert [(item.kind, item.messages) for item in week.today] == [("hostile", ("m7",)), ("contact", ("m8",))]
    assert [item.messages for item in week.unanswered] == [("m1",)]
    assert [item.messages for item in week.concerns] == [("m0",)]
    assert [item.messages for item in week.appointments] == [("m3",)]
    assert [item.messages[0] for item in week.commitments] == ["m4", "m9"]
    assert {item.messages[0] for item in week.strengths} == {"m5", "m6"}
    assert not week.too_little


def test_every_item_quotes_a_message_as_written_or_masked(week):
    texts = {line.id: line.text for line in lines(*WEEK)}
    for item in items(week):
        said = texts[item.messages[0]]
        assert item.quote == (MARKS["m8"].quote if item.messages[0] == "m8" else said)


def test_no_contact_detail_gets_into_a_line(week):
    assert not any("0142" in line.text for line in sentences(week))


def test_the_lenses_and_the_steps_hold_nothing_of_their_own(week):
    known = {item.messages for item in items(week)}
    for lens in week.lenses.values():
        assert {item.messages for item in lens} <= known
    assert {step.item.messages for step in week.steps} <= known
    assert ("m5",) in {item.messages for item in week.going_home}
    assert ("m1",) in {item.messages for item in week.growing}


def test_every_line_has_messages_that_exist(week):
    ids = {line.id for line in lines(*WEEK)}
    for line in sentences(week):
        assert line.messages
        assert set(line.messages) <= ids


def test_what_must_be_seen_is_always_written(week):
    written = {name for line in sentences(week) for name in line.messages}
    assert {"m0", "m1", "m7", "m8"} <= written


def test_the_order_of_lines_does_not_matter():
    said = lines(*WEEK)
    one, other = (
        draft(order, zone=DENVER, now=MONDAY + timedelta(days=2), marks=MARKS) for order in (said, said[::-1])
    )
    assert one == other


def test_times_are_the_readers():
    said = [replace(line, at=line.at.astimezone(UTC)) for line in lines(("Tianna", "The hearing is Thursday at 9"))]
    found = draft(said, zone=DENVER, now=MONDAY, marks={})
    assert found.appointments[0].when.iso() == "2031-05-08T09:00"
    assert found.appointments[0].when.at.tzinfo is DENVER


def test_too_little_to_say_more():
    found = digest(("Ana", "hello"), ("Brianna", "hi"))
    assert found.too_little
    assert "not enough" in sentences(found)[-1].text


def test_an_empty_period_has_no_lines():
    found = draft([], zone=DENVER, now=MONDAY, marks={})
    assert found.too_little
    assert sentences(found) == []


def test_it_stays_short():
    found = digest(*WEEK * 12, marks={f"m{10 * n + 7}": Marks(hostile="blame") for n in range(3)})
    assert sum(len(line.text.split()) for line in sentences(found)) <= max(200, found.room_words // 5)


def test_a_quote_that_puts_a_person_down_is_linked_not_repeated():
    found = digest(("Ana", "you junkie, you are unfit"), marks={"m0": Marks(hostile="insult")})
    assert not any(deficit_words(line.text) for line in sentences(found))
    assert sentences(found)[0].messages == ("m0",)


def test_in_spanish(week):
    english = sentences(week)
    with translation.override("es"):
        spanish = sentences(week)
    assert [(line.section, line.messages) for line in spanish] == [(line.section, line.messages) for line in english]
    told = {line.text for line in english if line.section == "participation"}
    assert told and not told & {line.text for line in spanish}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=8))
def test_whatever_is_said_lines_rest_on_messages(texts):
    said = lines(*(("Ana" if n % 2 else "Brianna", text) for n, text in enumerate(texts)))
    found = draft(said, zone=DENVER, now=MONDAY + timedelta(days=1), marks={})
    ids = {line.id for line in said}
    assert all(line.messages and set(line.messages) <= ids for line in sentences(found))
