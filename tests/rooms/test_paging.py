"""Long lists come in parts: newest first, whatever comes in meanwhile (S46, S47, S70)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rooms.models import BookEntry, JournalEntry, Learned, Meeting, Membership, Role
from rooms.queries import book as book_queries
from rooms.queries import journal as journal_queries
from rooms.queries import learning as learning_queries
from rooms.queries import paging
from rooms.queries.meetings import meetings_page
from rooms.services import book, journal, learning, meetings, memberships
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

Read = Callable[[Membership, str, str], tuple[list[str], str]]
"""What a part shows, by words, and where the next one begins."""


def form(cast: Cast, who: str) -> dict[str, object]:
    return {"actor": cast.people[who], "room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}


def _in_book(cast: Cast, words: str) -> None:
    book.add(**form(cast, "wendy"), sort="book.moment", text=words)


def _in_journal(cast: Cast, words: str) -> None:
    journal.write(**form(cast, "ana"), kind="growth", seen_by="room", text=words)


def _asked(cast: Cast, words: str) -> None:
    learning.ask(**form(cast, "wendy"), topic="sleep", text=words)


def _kept(cast: Cast, words: str) -> None:
    learning.keep(**form(cast, "wendy"), seq=cast.say("ana", "jon", words).seq, topic="sleep")


def _place(cast: Cast, words: str) -> None:
    learning.share_place(**form(cast, "wendy"), text=words)


def _met(cast: Cast, words: str) -> None:
    asked = meetings.ask(**form(cast, "ana"), reason=Meeting.Reason.values[0])
    meetings.hold(**form(cast, "tianna"), meeting_id=asked.data["item"]["id"], version=0, text=words)


def _book(member: Membership, before: str, of: str) -> tuple[list[str], str]:
    child = member.room.children.get().public_id
    found = book_queries.page(member, child, before=before, of=of)
    return [str(one.line.text) for one in found.entries], found.older


def _journal(member: Membership, before: str, of: str) -> tuple[list[str], str]:
    found = journal_queries.shown_to(member, before=before, of=of)
    return [str(one.line and one.line.text) for one in found.pages], found.older


def _learned(kind: str) -> Read:
    def read(member: Membership, before: str, of: str) -> tuple[list[str], str]:
        found = learning_queries.learning(member, before={kind: before}, of=of)
        lists = {
            "asked": [str(one.note.line.text) for one in found.questions],
            "kept": [str(one.words.text) for one in found.ways],
            "place": [str(one.line.text) for one in found.places],
        }
        return lists[kind], found.parts[kind].older

    return read


def _meetings(member: Membership, before: str, of: str) -> tuple[list[str], str]:
    found = meetings_page(member, before=before, of=of)
    return [str(one.results[0].line.text) for one in found.past], found.older


LISTS = [
    pytest.param(_in_book, _book, BookEntry, id="book"),
    pytest.param(_in_journal, _journal, JournalEntry, id="journal"),
    pytest.param(_asked, _learned("asked"), Learned, id="questions"),
    pytest.param(_kept, _learned("kept"), Learned, id="ways"),
    pytest.param(_place, _learned("place"), Learned, id="places"),
    pytest.param(_met, _meetings, Meeting, id="meetings"),
]


@pytest.mark.parametrize(("add", "read", "model"), LISTS)
def test_it_comes_in_parts_that_nothing_moves(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, add: Callable[[Cast, str], None], read: Read, model: type
) -> None:
    """Newest first; what is added between two parts is on the first, and neither twice nor missing on the second."""
    monkeypatch.setattr(paging, "PAGE", 2)
    for words in ("one", "two", "three"):
        add(cast, words)
    oldest = model.objects.order_by("pk").first().public_id
    first, older = read(cast.member("joshua", "jon"), "", "")
    assert first == ["three", "two"] and older
    add(cast, "four")
    assert read(cast.member("joshua", "jon"), older, "") == (["one"], "")
    assert read(cast.member("joshua", "jon"), "", oldest) == (["one"], "")
    assert read(cast.member("joshua", "jon"), "nothing", "nothing")[0] == ["four", "three"]


@pytest.mark.parametrize(("add", "read", "model"), LISTS)
def test_nothing_is_counted_and_what_one_may_not_see_takes_no_room(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, add: Callable[[Cast, str], None], read: Read, model: type
) -> None:
    """Whoever came later has no empty parts to walk through; the work is that of one part."""
    monkeypatch.setattr(paging, "PAGE", 2)
    for words in ("one", "two", "three"):
        add(cast, words)
    memberships.add(actor=None, room=cast.rooms["jon"], person=cast.francisco, role=Role.RELATIVE)
    assert read(cast.member("francisco", "jon"), "", "") == ([], "")
    add(cast, "four")
    with CaptureQueriesContext(connection) as asked:
        assert read(cast.member("francisco", "jon"), "", "") == (["four"], "")
    assert not [one["sql"] for one in asked if "COUNT(" in one["sql"].upper()]


def test_the_book_is_by_day_and_kept_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """S70: what is put in for a day long gone stands there; the file to keep has all of it, oldest first."""
    monkeypatch.setattr(paging, "PAGE", 2)
    today = timezone.localdate()
    for days, words in ((0, "today"), (400, "long ago"), (3, "lately"), (3, "lately too")):
        book.add(**form(cast, "wendy"), sort="book.moment", text=words, on=today - timedelta(days=days))
    member = cast.member("joshua", "jon")
    first, older = _book(member, "", "")
    assert first == ["today", "lately too"]
    assert _book(member, older, "") == (["lately", "long ago"], "")
    whole = book_queries.entries(member, member.room.children.get().public_id)
    assert [one.line.text for one in whole] == ["long ago", "lately", "lately too", "today"]
