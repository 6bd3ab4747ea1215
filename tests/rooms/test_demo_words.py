"""What the demo families say to each other: the walls hold in every word, and it reads like life."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from rooms.access import EDIT_WINDOW
from rooms.demo.conversations import CONVERSATIONS
from rooms.demo.people import ADULTS, CASES, HOMES, KIDS
from rooms.demo.script import Conversation, steps
from rooms.models import STAFF_ROLES, Role
from rooms.services.messages import EMOJI

KID = {kid.key: kid for kid in KIDS}
OBSERVERS = {adult.key for adult in ADULTS if adult.role == Role.SUPERVISOR}
"""Whose part does not include a word."""
every_room = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.room)

# Matters of the case, which no field that peers read may hold, in English and Spanish.
CASE_WORDS = (
    "sober sobriety drug drugs drunk alcohol rehab recovery substance relapse anger program programa custody court "
    "judge housing homeless shelter apartment evicted eviction lease jail prison police probation therapy therapist "
    "counselor investigation neglect abuse drogas alcoholismo juez tribunal custodia vivienda albergue terapia policía"
)
# A conversation that floats with today cannot know its weekdays and months.
CALENDAR_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday weekend january february march april june july august "
    "september october november december spring summer autumn winter halloween thanksgiving christmas easter "
    "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre invierno verano otoño primavera navidad"
)
SIBLING_WORDS = "sister sisters brother brothers sibling siblings hermana hermanas hermano hermanos hermanito"

CONTACT = re.compile(
    r"@|https?:|www\.|\.com\b|\d{5}|\d{3}[-. ]\d{4}|\(\d{3}\)"
    r"|\b\d+ [A-Z]\w+ (?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Court|Ct|Drive|Dr|Row|Hill)\b",
)


def words_of(conversation: Conversation) -> list[str]:
    """All that was ever written in a room, first versions and what was taken back included."""
    return [text for said in conversation.lines for text in (said.text, said.edited_from) if text]


def mentions(texts: list[str], words: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, text) for text in texts for word in words if re.search(rf"\b{re.escape(word)}\b", text, re.I)]


@every_room
def test_nobody_names_anyone_from_outside_the_room(conversation: Conversation) -> None:
    """S3, S4: no child, parent or surname of another room; not even the surnames of this one (S1)."""
    kid = KID[conversation.room]
    names = {part for adult in ADULTS if adult.role != Role.SUPERVISOR for part in adult.name.split()}
    names |= {part for other in KIDS for part in (other.first_name, *re.split(r"[ -]", other.last_name))}
    allowed = {adult.first_name for adult in ADULTS if adult.key in kid.members} | {kid.first_name}
    assert mentions(words_of(conversation), names - allowed) == []


@every_room
def test_nobody_writes_of_a_sister_or_brother(conversation: Conversation) -> None:
    """Whose room a sibling has, and with whom, is for staff to tell."""
    assert mentions(words_of(conversation), SIBLING_WORDS.split()) == []


@every_room
def test_no_matter_of_the_case_is_in_what_peers_read(conversation: Conversation) -> None:
    """S5, and consequence 5 of the walls."""
    assert mentions(words_of(conversation), CASE_WORDS.split()) == []


@every_room
def test_no_contact_details_and_nothing_private(conversation: Conversation) -> None:
    """S1."""
    texts = words_of(conversation)
    assert [text for text in texts if CONTACT.search(text)] == []
    private = [value for adult in ADULTS for value in (adult.phone, adult.address, adult.email)]
    private += [value for kid in KIDS for value in (kid.school, kid.doctor, kid.staff_note)]
    private += [value for home in HOMES for value in (home.address, home.phone)]
    private += [value for case in CASES for value in (case.case_number, case.staff_note)]
    assert [(value, text) for text in texts for value in private if value in text] == []


@every_room
def test_no_day_or_season_is_named(conversation: Conversation) -> None:
    assert mentions(words_of(conversation), CALENDAR_WORDS.split()) == []


@every_room
def test_everybody_in_the_room_speaks_and_nobody_else(conversation: Conversation) -> None:
    members = set(KID[conversation.room].members) - OBSERVERS
    spoken = Counter(said.who for said in conversation.lines)
    assert set(spoken) == members
    assert spoken["tianna"] >= 2
    assert {who for said in conversation.lines for who, _ in said.reactions} <= members
    assert {emoji for said in conversation.lines for _, emoji in said.reactions} <= set(EMOJI)


@every_room
def test_it_reads_like_life(conversation: Conversation) -> None:
    """Long enough to scroll, with a long message, many lines in one, a change, something taken back, replies."""
    lines = conversation.lines
    assert (35 if conversation.room == "jaylan" else 60) <= len(lines) <= 110
    assert any(said.edited_from for said in lines)
    assert any(said.retracted for said in lines)
    assert sum(bool(said.reply_to) for said in lines) >= 5
    assert sum("\n" in said.text for said in lines) >= 1
    assert any(len(said.text) > 300 for said in lines)


def test_joshua_writes_spanish_and_wendy_answers_in_both_languages() -> None:
    (jon,) = (conversation for conversation in CONVERSATIONS if conversation.room == "jon")
    spanish = re.compile(r"[áéíóúñ¿¡]|\b(que|no|es|la|el|su|con|muchacho)\b", re.I)
    assert [said.text for said in jon.lines if said.who == "joshua" and not spanish.search(said.text)] == []
    both = [said for said in jon.lines if said.who == "wendy" and spanish.search(said.text)]
    assert len(both) >= 15


@every_room
def test_replies_answer_something_said_before(conversation: Conversation) -> None:
    said_before: set[str] = set()
    for said in conversation.lines:
        assert not said.reply_to or said.reply_to in said_before
        assert not said.label or said.label not in said_before
        said_before |= {said.label} - {""}


HOURS = [datetime(2026, 11, 2, tzinfo=UTC) + timedelta(hours=hour, minutes=3) for hour in range(0, 24, 3)]
SUMMER_TIME = [datetime(2026, 3, 9, 8, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)]


@every_room
@pytest.mark.parametrize("now", HOURS + SUMMER_TIME, ids=str)
def test_times_go_forward_whenever_the_demo_is_loaded(conversation: Conversation, now: datetime) -> None:
    times = [said.at(now) for said in conversation.lines]
    assert all(before < after for before, after in pairwise(times))
    record = [step.at for step in steps(conversation, now)]
    assert record == sorted(record)
    assert record[-1] <= now
    assert now - times[-1] < timedelta(hours=2)
    days = (now - times[0]).days
    assert (10 <= days <= 14) if conversation.room == "jaylan" else (28 <= days <= 43)


@every_room
def test_second_thoughts_and_reactions_come_after_the_message(conversation: Conversation) -> None:
    now = timezone.now()
    said_at: dict[int, datetime] = {}
    for step in steps(conversation, now):
        said = conversation.lines[step.line]
        if step.act == "say":
            said_at[step.line] = step.at
            continue
        assert step.at >= said_at[step.line]
        if step.act in ("edit", "retract"):
            assert step.who == said.who
            assert step.at - said_at[step.line] <= EDIT_WINDOW
    assert not any(said.retracted and said.reactions for said in conversation.lines)


def test_something_new_waits_for_every_parent() -> None:
    waiting: Counter[str] = Counter()
    for conversation in CONVERSATIONS:
        for who, count in conversation.unread.items():
            assert who in KID[conversation.room].members
            assert who not in {said.who for said in conversation.lines[-count:]}
            waiting[who] += count
    assert set(waiting) == {adult.key for adult in ADULTS if adult.role not in STAFF_ROLES}
    assert max(waiting.values()) <= 6
