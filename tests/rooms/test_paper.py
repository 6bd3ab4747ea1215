"""The conversation on paper: what is printed for whom, and what is typed back in as theirs (S33, S1, S7)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import Event, HiddenRange, Kind, Membership, PaperAnswer, Person, Sheet
from rooms.protocol import PaperInfo
from rooms.queries import paper as queries
from rooms.queries.reach import reached
from rooms.queries.timeline import page
from rooms.screen import Held
from rooms.services import memberships, messages, paper, reading
from rooms.services.paper import Typed
from rooms.verify import verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

WORDS = "Tell her I kept the purple pen."


def today() -> date:
    return timezone.now().date()


def room_id(cast: Cast, room: str = "macia") -> str:
    return cast.rooms[room].public_id


def printed(cast: Cast, who: str = "ana", room: str = "macia", **more: Any) -> Sheet:
    about = {"member_id": cast.member(who, room).public_id, "client_id": uuid4(), "start": None, **more}
    return paper.print_sheet(**{"actor": cast.tianna, "room_id": room_id(cast, room), **about})


def typed(cast: Cast, sheet: Sheet, text: str = WORDS, **more: Any) -> Event | Held:
    how = {"actor": cast.tianna, "room_id": room_id(cast), "client_id": uuid4(), **more}
    answer = Typed(text=text, written_on=how.pop("day", today()), another=how.pop("another", False))
    return paper.type_in(sheet_id=sheet.public_id, typed=answer, **how)


def words(cast: Cast, sheet: Sheet, actor: Person | None = None) -> list[str | None]:
    found = queries.sheet_page(actor or cast.tianna, room_id(cast), sheet.public_id)
    return [line.text for line in found.lines]


def refused(code: str, call: Callable[..., object], *args: Any, **how: Any) -> None:
    with pytest.raises(RoomError) as refusal:
        call(*args, **how)
    assert refusal.value.code == code


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    """What Brianna said, on paper for Ana."""
    cast.say("brianna", "macia", "She lost her first tooth today!")
    return printed(cast)


def test_a_sheet_has_what_its_member_has_not_read_as_they_see_it(cast: Cast) -> None:
    """Words as they read now, dots for contact details, nothing that was taken back (S1)."""
    old = cast.say("brianna", "macia", "You have read this")
    reading.advance(actor=cast.ana, room_id=room_id(cast), upto=old.seq)
    changed = cast.say("brianna", "macia", "A first try")
    cast.say("brianna", "macia", "Call me at 775-555-0134")
    gone = cast.say("brianna", "macia", "Too much")
    about = {"actor": cast.brianna, "room_id": room_id(cast), "client_id": uuid4()}
    messages.edit(**about, target=changed.seq, text="A second try")
    sheet = printed(cast)
    messages.retract(**{**about, "client_id": uuid4()}, target=gone.seq)
    assert words(cast, sheet) == ["A second try", "Call me at •••", None]
    assert (sheet.first_seq, sheet.last_seq, sheet.member) == (changed.seq, gone.seq, cast.member("ana", "macia"))
    cast.say("brianna", "macia", "Said after the page was printed")
    assert len(words(cast, sheet)) == 3


def test_stretches_that_are_hidden_from_the_member_are_not_printed(cast: Cast) -> None:
    """S7: what was said while she was paused is not on her page either."""
    cast.say("brianna", "macia", "Before")
    cast.suspend("ana", "macia")
    cast.say("brianna", "macia", "While she was away")
    cast.restore("ana", "macia")
    cast.say("brianna", "macia", "After")
    assert words(cast, printed(cast)) == ["Before", "After"]


def test_what_staff_does_not_see_staff_does_not_print(cast: Cast) -> None:
    said = cast.say("brianna", "macia", "Before the colleague came")
    sheet = printed(cast)
    HiddenRange.objects.create(membership=cast.member("tianna", "macia"), first_seq=1, last_seq=said.seq)
    refused("beyond_you", printed, cast)
    refused("beyond_you", words, cast, sheet)


def test_days_can_be_chosen_and_a_page_given_on_paper_is_not_new_again(cast: Cast) -> None:
    now = timezone.now()
    cast.say("brianna", "macia", "Two weeks ago", at=now - timedelta(days=14))
    cast.say("brianna", "macia", "Yesterday", at=now - timedelta(days=1))
    assert words(cast, printed(cast, start=now - timedelta(days=7))) == ["Yesterday"]
    early = printed(cast, start=now - timedelta(days=20), end=now - timedelta(days=7))
    assert words(cast, early) == ["Two weeks ago"]
    paper.hand_over(actor=cast.tianna, room_id=room_id(cast), sheet_id=early.public_id, day=today())
    assert words(cast, printed(cast)) == ["Yesterday"]
    refused("nothing_to_print", printed, cast, start=now)


def test_a_page_holds_so_much_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "LIMIT", 2)
    for number in range(3):
        cast.say("brianna", "macia", f"Number {number}")
    refused("too_many_pages", printed, cast)


def test_printed_twice_under_one_id_it_is_one_sheet(cast: Cast) -> None:
    cast.say("brianna", "macia", "Hello")
    client_id = uuid4()
    assert printed(cast, client_id=client_id) == printed(cast, client_id=client_id)
    refused("id_reused", printed, cast, "francisco", client_id=client_id)


@pytest.mark.parametrize(("who", "code"), [("tianna", "bad_choice"), ("wendy", "not_found")])
def test_a_sheet_is_for_a_member_of_the_very_room(cast: Cast, who: str, code: str) -> None:
    cast.say("brianna", "macia", "Hello")
    member = cast.member(who, "macia" if who == "tianna" else "gladys")
    refused(code, printed, cast, member_id=member.public_id)


@pytest.mark.parametrize(
    ("actor", "code"), [("ana", "not_allowed"), ("brianna", "not_allowed"), ("wendy", "not_found")]
)
def test_only_staff_of_the_room_prints_hands_over_and_types(cast: Cast, sheet: Sheet, actor: str, code: str) -> None:
    """P6: a stranger gets the answer of a room that does not exist."""
    person = cast.people[actor]
    refused(code, printed, cast, actor=person)
    refused(code, typed, cast, sheet, actor=person)
    about = {"actor": person, "room_id": room_id(cast), "sheet_id": sheet.public_id}
    refused(code, paper.hand_over, **about, day=today())
    refused(code, paper.preview, **about, typed=Typed(text=WORDS, written_on=today()))
    refused(code, queries.sheet_page, person, room_id(cast), sheet.public_id)
    refused(code, queries.papers, person, room_id(cast))


def test_a_sheet_of_another_room_is_unknown_by_id_and_by_code(cast: Cast, sheet: Sheet) -> None:
    elsewhere = room_id(cast, "gladys")
    for unknown in (sheet.public_id, "0a1b2c3d4e5f"):
        refused("not_found", queries.sheet_page, cast.tianna, elsewhere, unknown)
        refused("not_found", paper.hand_over, actor=cast.tianna, room_id=elsewhere, sheet_id=unknown, day=today())
    for code in (sheet.code, "CCCCCC", ""):
        refused("no_such_sheet", queries.sheet_with, cast.tianna, elsewhere, code)
    refused("not_found", typed, cast, sheet, room_id=elsewhere)
    assert queries.sheet_with(cast.tianna, room_id(cast), f" {sheet.shown_code.lower()}") == sheet.public_id


def test_what_is_typed_in_is_hers_and_says_that_it_came_on_paper(cast: Cast, sheet: Sheet) -> None:
    """All members see the note; the digest covers it; which sheet it was goes over no wire."""
    event = typed(cast, sheet)
    assert isinstance(event, Event)
    ana, tianna = cast.member("ana", "macia"), cast.member("tianna", "macia")
    assert (event.kind, event.author, event.text) == (Kind.MESSAGE, ana, WORDS)
    about = {"by": tianna.public_id, "on": today().isoformat(), "sheet": sheet.public_id}
    assert event.data == {"paper": about}
    reader = door(actor=cast.brianna, room_id=room_id(cast), action=Action.READ)
    assert page(reader).events[-1].paper == PaperInfo(by=tianna.public_id, on=today().isoformat())
    assert verify(cast.rooms["macia"]).whole


def test_contact_details_in_it_are_private_like_in_all_she_says(cast: Cast, sheet: Sheet) -> None:
    text = "Call me at 775-555-0134"
    about = {"actor": cast.tianna, "room_id": room_id(cast), "sheet_id": sheet.public_id}
    seen = paper.preview(**about, typed=Typed(text=text, written_on=today()))
    assert (seen.text, seen.private, seen.waits) == ("Call me at •••", True, False)
    assert not PaperAnswer.objects.exists()
    event = typed(cast, sheet, text)
    assert isinstance(event, Event)
    assert (event.text, event.data["masked"]) == (text, [[11, 23, "phone"]])


def test_typed_in_twice_it_is_said_once(cast: Cast, sheet: Sheet) -> None:
    client_id = uuid4()
    first, again = (typed(cast, sheet, client_id=client_id) for _ in range(2))
    assert isinstance(first, Event)
    assert isinstance(again, Event)
    assert first.seq == again.seq
    assert PaperAnswer.objects.count() == 1
    refused("id_reused", typed, cast, sheet, "Other words", client_id=client_id)
    refused("id_reused", typed, cast, printed(cast, start=timezone.now() - timedelta(1)), client_id=client_id)


def test_a_second_answer_has_to_be_meant(cast: Cast, sheet: Sheet) -> None:
    typed(cast, sheet)
    refused("sheet_answered", typed, cast, sheet, "More")
    assert isinstance(typed(cast, sheet, "More", another=True), Event)
    assert len(queries.sheet(cast.tianna, room_id(cast), sheet.public_id).answers) == 2


@pytest.mark.parametrize("day", [None, timedelta(days=1), timedelta(days=-1)])
def test_it_was_written_after_the_printing_and_not_in_the_future(
    cast: Cast, sheet: Sheet, day: timedelta | None
) -> None:
    chosen = None if day is None else today() + day
    refused("bad_day", typed, cast, sheet, day=chosen)
    about = {"actor": cast.tianna, "room_id": room_id(cast), "sheet_id": sheet.public_id}
    refused("bad_day", paper.hand_over, **about, day=chosen)


@pytest.mark.parametrize(("text", "code"), [("  ", "empty"), ("a" * 8_001, "too_long"), ("a\x00", "bad_text")])
def test_words_that_cannot_be_kept_leave_nothing_behind(cast: Cast, sheet: Sheet, text: str, code: str) -> None:
    refused(code, typed, cast, sheet, text)
    about = {"actor": cast.tianna, "room_id": room_id(cast), "sheet_id": sheet.public_id}
    refused(code, paper.preview, **about, typed=Typed(text=text, written_on=today()))
    assert not PaperAnswer.objects.exists()


@pytest.mark.parametrize("act", [memberships.suspend, memberships.end, memberships.narrow])
def test_nothing_is_typed_in_for_whoever_cannot_write(cast: Cast, sheet: Sheet, act: Callable[..., Membership]) -> None:
    """S7, S60: paper is no way round a pause. Reading only still has pages printed, without room for an answer."""
    ana = cast.member("ana", "macia")
    act(actor=cast.tianna, room_id=room_id(cast), member_id=ana.public_id, reason="a test")
    refused("member_closed", typed, cast, sheet)
    found = queries.sheet_page(cast.tianna, room_id(cast), sheet.public_id)
    assert not found.can_answer
    if act is memberships.narrow:
        assert len(found.lines) == 1
        assert printed(cast)
    else:
        assert found.lines == []
        refused("member_closed", printed, cast)
        refused("member_closed", queries.member_of, cast.tianna, room_id(cast), ana.public_id)


def test_nobody_but_she_takes_it_back(cast: Cast, sheet: Sheet) -> None:
    event = typed(cast, sheet)
    assert isinstance(event, Event)
    about = {"room_id": room_id(cast), "target": event.seq}
    refused("not_allowed", messages.edit, actor=cast.tianna, client_id=uuid4(), text="Other words", **about)
    refused("not_allowed", messages.retract, actor=cast.tianna, client_id=uuid4(), **about)
    messages.retract(actor=cast.ana, client_id=uuid4(), **about)


def test_whoever_wrote_sees_that_it_was_given_on_paper_once_staff_says_so(cast: Cast) -> None:
    """The ledger; nothing is marked as read by it."""
    said = cast.say("brianna", "macia", "She lost her first tooth today!")
    sheet = printed(cast)

    def how() -> tuple[str, object]:
        _, people = reached(cast.brianna, room_id(cast), said.seq)
        return next((str(one.how), one.at) for one in people if one.name == "Ana Gutierrez")

    assert how()[0] == "not_yet"
    about = {"actor": cast.tianna, "room_id": room_id(cast), "sheet_id": sheet.public_id}
    for _ in range(2):
        given = paper.hand_over(**about, day=today())
    assert (given.given_on, given.given_by) == (today(), cast.member("tianna", "macia"))
    assert how() == ("paper", today())
    before = cast.member("ana", "macia").read_seq
    assert before < said.seq
    reading.advance(actor=cast.ana, room_id=room_id(cast), upto=said.seq)
    assert how()[0] == "seen"


def test_a_hidden_message_within_a_given_page_was_not_given(cast: Cast) -> None:
    cast.say("brianna", "macia", "Before")
    cast.suspend("ana", "macia")
    away = cast.say("brianna", "macia", "While she was away")
    cast.restore("ana", "macia")
    cast.say("brianna", "macia", "After")
    sheet = printed(cast)
    paper.hand_over(actor=cast.tianna, room_id=room_id(cast), sheet_id=sheet.public_id, day=today())
    _, people = reached(cast.brianna, room_id(cast), away.seq)
    assert "paper" not in [str(one.how) for one in people]


def test_codes_are_six_signs_and_none_is_used_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.say("brianna", "macia", "Hello")
    drawn = iter(["K7P3HX", "K7P3HX", "M4RT9C"])
    monkeypatch.setattr(paper.codes, "new_sheet_code", lambda: next(drawn))
    assert [printed(cast).code, printed(cast).code] == ["K7P3HX", "M4RT9C"]


def test_the_list_tells_what_became_of_each_sheet(cast: Cast, sheet: Sheet) -> None:
    event = typed(cast, sheet)
    assert isinstance(event, Event)
    found = queries.papers(cast.tianna, room_id(cast))
    assert [member.name for member in found.members] == ["Ana Gutierrez", "Francisco DuBuque", "Brianna Winter"]
    [one] = found.sheets
    assert (one.code, one.by, one.given_on) == (sheet.shown_code, "Tianna Reilly", None)
    assert [(answer.seq, answer.by) for answer in one.answers] == [(event.seq, "Tianna Reilly")]


def test_an_id_that_the_member_used_herself_is_not_used_again(cast: Cast, sheet: Sheet) -> None:
    own = cast.say("ana", "macia", "My own words")
    assert isinstance(own.client_id, UUID)
    refused("id_reused", typed, cast, sheet, client_id=own.client_id)
    assert not PaperAnswer.objects.exists()
