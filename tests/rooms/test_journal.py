"""A journal of one's own: the owner decides, page by page, who sees it (S5, S47, S48)."""

from uuid import UUID, uuid4

import pytest

from rooms.errors import RoomError
from rooms.models import Event, JournalEntry, Membership, Notification, Person, Role
from rooms.queries import journal as queries
from rooms.services import journal, memberships
from rooms.services.erasure import erase_text
from tests.cast import Cast
from tests.moderation.archives import made

pytestmark = pytest.mark.django_db

WORDS = "My group is hard this week, and I went anyway"


def form(cast: Cast, who: str = "ana", client_id: UUID | None = None) -> dict[str, object]:
    return {"actor": cast.people[who], "room_id": cast.rooms["jon"].public_id, "client_id": client_id or uuid4()}


def written(cast: Cast, seen_by: str = "me", who: str = "ana", text: str = WORDS) -> JournalEntry:
    return journal.write(**form(cast, who), kind="hard", text=text, seen_by=seen_by)


def shown(cast: Cast, entry: JournalEntry, seen_by: str, who: str = "ana") -> JournalEntry:
    return journal.show_to(**form(cast, who), entry_id=entry.public_id, seen_by=seen_by)


def readers(cast: Cast) -> set[str]:
    """Who finds the words on their page of journals."""
    found = set()
    for who in ("ana", "joshua", "wendy", "tianna"):
        member = cast.member(who, "jon")
        views = [*queries.own_pages(member).pages, *queries.shown_to(member).pages]
        found |= {who for view in views if WORDS in (view.line.text if view.line else view.text)}
    return found


def code(act: object, **what: object) -> str:
    with pytest.raises(RoomError) as refused:
        act(**what)  # type: ignore[operator]
    return refused.value.code


def test_a_page_is_its_owners_alone_until_they_choose(cast: Cast) -> None:
    """S5, S47: no line of the room, nobody told, nobody screens it; not even a threat is looked at."""
    before = Event.objects.count()
    entry = written(cast)
    written(cast, text="I could kill them all today. 206-555-0147")
    assert readers(cast) == {"ana"}
    assert Event.objects.count() == before and entry.shown_at is None
    assert not Notification.objects.filter(room=cast.rooms["jon"]).exists()


def test_shown_to_the_social_worker_alone(cast: Cast) -> None:
    """S48: the worker is told that there is something; neither the other parents nor a supervisor see it."""
    memberships.add(actor=None, room=cast.rooms["jon"], person=cast.francisco, role=Role.SUPERVISOR, sees_history=True)
    before = Event.objects.count()
    entry = shown(cast, written(cast), "worker")
    assert readers(cast) == {"ana", "tianna"} and Event.objects.count() == before
    assert queries.shown_to(cast.member("francisco", "jon")).pages == []
    assert [one.person for one in Notification.objects.filter(room=cast.rooms["jon"])] == [cast.tianna]
    shown(cast, entry, "me")
    assert readers(cast) == {"ana"}
    assert JournalEntry.objects.get().shown_at is not None


def test_a_worker_who_left_is_told_nothing(cast: Cast) -> None:
    """S48: their account is closed, their part in the room perhaps not yet."""
    Person.objects.filter(pk=cast.tianna.pk).update(is_active=False)
    written(cast, "worker")
    assert not Notification.objects.filter(person=cast.tianna).exists()


def test_for_everybody_it_becomes_a_line_and_back_it_is_taken_from_their_pages(cast: Cast) -> None:
    """Its words are then the room's, in one place only; for its owner they stay readable whatever they choose."""
    entry = shown(cast, written(cast), "room")
    line = Event.objects.get(room=cast.rooms["jon"], seq=entry.seq)
    assert (line.text, JournalEntry.objects.get().text) == (WORDS, "")
    assert readers(cast) == {"ana", "joshua", "wendy", "tianna"}
    shown(cast, entry, "worker")
    assert readers(cast) == {"ana", "tianna"}
    assert Event.objects.filter(target=entry.seq, kind="message.retracted").exists()
    shown(cast, entry, "me")
    assert readers(cast) == {"ana"}
    again = shown(cast, entry, "room")
    assert again.seq > line.seq and readers(cast) == {"ana", "joshua", "wendy", "tianna"}


def test_it_is_screened_when_it_is_shown_to_the_room(cast: Cast) -> None:
    """A contact detail is kept private there; what staff would read first does not get in by this way."""
    written(cast, "room", text="Call me at 206-555-0147 any time")
    assert "555" not in str(queries.shown_to(cast.member("wendy", "jon")).pages)
    secret = written(cast, text="I'm going to kill you.")
    assert code(shown, cast=cast, entry=secret, seen_by="room") == "say_it_there"
    assert JournalEntry.objects.get(pk=secret.pk).seen_by == "me"


def test_words_change_and_go_only_while_nobody_else_could_see_them(cast: Cast) -> None:
    entry = written(cast)
    what = {"entry_id": entry.public_id}
    journal.change(**form(cast), **what, text="Other words")
    assert JournalEntry.objects.get().text == "Other words"
    shown(cast, shown(cast, entry, "worker"), "me")
    assert code(journal.change, **form(cast), **what, text="x") == "journal_shown"
    assert code(journal.throw_away, **form(cast), **what) == "journal_shown"
    other = written(cast)
    journal.throw_away(**form(cast), entry_id=other.public_id)
    assert not JournalEntry.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("who", ["joshua", "wendy"])
def test_nobody_else_can_touch_it(cast: Cast, who: str) -> None:
    entry = written(cast)
    what = {"entry_id": entry.public_id}
    assert code(shown, cast=cast, entry=entry, seen_by="room", who=who) == "not_found"
    assert code(journal.change, **form(cast, who), **what, text="x") == "not_found"
    assert code(journal.throw_away, **form(cast, who), **what) == "not_found"


def test_staff_keeps_none_and_whoever_may_only_read_shows_nothing_to_the_room(cast: Cast) -> None:
    assert code(written, cast=cast, who="tianna") == "not_allowed"
    Membership.objects.filter(pk=cast.member("ana", "jon").pk).update(read_only=True)
    entry = shown(cast, written(cast), "worker")
    assert code(shown, cast=cast, entry=entry, seen_by="room") == "read_only"


def test_sent_twice_is_written_once(cast: Cast) -> None:
    once = form(cast)
    what = {"kind": "growth", "text": WORDS, "seen_by": "room"}
    assert journal.write(**once, **what) == journal.write(**once, **what)
    assert Event.objects.filter(text=WORDS).count() == JournalEntry.objects.count() == 1


def test_refusals(cast: Cast) -> None:
    assert code(journal.write, **form(cast), kind="x", text=WORDS) == "bad_choice"
    assert code(journal.write, **form(cast), kind="hard", text=WORDS, seen_by="all") == "bad_choice"
    assert code(journal.write, **form(cast), kind="hard", text=" ") == "empty"
    assert code(shown, cast=cast, entry=written(cast), seen_by="x") == "bad_choice"


def test_erased_words_are_gone_for_everybody(cast: Cast) -> None:
    """An order of a court reaches the words in the one place where they are."""
    entry = shown(cast, written(cast), "room")
    erase_text(room=cast.rooms["jon"], seq=entry.seq, order="an order")
    shown(cast, entry, "me")
    assert readers(cast) == set()
    assert code(shown, cast=cast, entry=entry, seen_by="room") == "gone"


def test_no_export_holds_what_was_not_shown_to_the_room(cast: Cast) -> None:
    """S5, P6: neither the record that is handed out nor its pages."""
    for seen_by in ("me", "worker"):
        journal.write(
            actor=cast.ana,
            room_id=cast.rooms["macia"].public_id,
            client_id=uuid4(),
            kind="hard",
            text=WORDS,
            seen_by=seen_by,
        )
    cast.say("ana", "macia", "Good night")
    assert not any(WORDS.encode() in data for data in made(cast).values())
