"""Flags from the first word to the last: raised, looked at, settled in plain words, and once more (S54, S60)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from moderation.due import due_at
from moderation.models import Flag, FlaggedMessage, HeldMessage, Look
from moderation.queries.asked import asked
from moderation.services import appeals, flags
from rooms.errors import RoomError
from rooms.models import Event, Role
from rooms.services import memberships
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db]

ZONE = ZoneInfo("America/Los_Angeles")


def raised(cast: Cast, who: str = "ana", room: str = "macia", **more: object) -> Flag:
    fields = {"client_id": uuid4(), "category": "help", "text": "Can we talk about bedtime?", **more}
    return flags.raise_by_member(actor=cast.people[who], room_id=cast.rooms[room].public_id, **fields)


def settled(cast: Cast, flag: Flag, **more: object) -> Flag:
    words = {"to_author": "We will sit down together on Friday.", "to_reporter": "Thank you. We meet on Friday."}
    return flags.resolve(actor=cast.tianna, flag_id=flag.public_id, **{"outcome": "together", **words, **more})


def refused(code: str, act: Callable[..., object], **fields: object) -> None:
    with pytest.raises(RoomError) as caught:
        act(**fields)
    assert caught.value.code == code


def second_staff(cast: Cast, role: Role = Role.SUPERVISOR, room: str = "macia") -> str:
    """Somebody else on the staff of a room, by the key in the cast; returns the id of their part."""
    agency = cast.tianna.agency
    person = type(cast.tianna).objects.create_user("lead@example.test", PASSWORD, name="The Supervisor", agency=agency)
    cast.people["lead"] = person
    return memberships.add(actor=None, room=cast.rooms[room], person=person, role=role).public_id


# By when


@pytest.mark.parametrize(
    ("category", "urgency", "at", "due"),
    [
        ("safety", "now", "2026-11-20 23:30", "2026-11-21 00:30"),
        ("help", "later", "2026-11-17 10:15", "2026-11-18 10:15"),
        ("care", "today", "2026-11-20 16:00", "2026-11-23 16:00"),
        ("help", "later", "2026-11-21 09:00", "2026-11-23 09:00"),
        ("help", "later", "2026-11-22 09:00", "2026-11-23 09:00"),
        ("question", "later", "2026-11-20 08:00", "2026-11-23 17:00"),
        ("question", "later", "2026-11-17 20:00", "2026-11-18 17:00"),
        ("help", "later", "2026-10-30 10:00", "2026-11-02 10:00"),
    ],
)
def test_due_by_risk_in_working_days_where_the_staff_is(category: str, urgency: str, at: str, due: str) -> None:
    """A weekend is skipped, and the clock on the wall counts when summer time ends."""
    found = due_at(category, urgency, datetime.fromisoformat(at).replace(tzinfo=ZONE), ZONE)
    assert found is not None
    assert found.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") == due


def test_good_things_have_no_hurry() -> None:
    assert due_at("good", "none", timezone.now(), ZONE) is None


def test_a_question_is_promised_an_answer_where_the_worker_is(cast: Cast) -> None:
    """S54: by five in the afternoon of the next working day, in her own time zone."""
    cast.tianna.time_zone = "America/New_York"
    cast.tianna.save()
    flag = raised(cast, category="question", text="May I come to the school play?")
    assert flag.due_at is not None
    local = flag.due_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute) == (17, 0)
    assert local.weekday() < 5
    assert local.date() > timezone.localdate(timezone=ZoneInfo("America/New_York"))


# Raising


def test_a_member_asks_for_help_with_a_line(cast: Cast) -> None:
    said = cast.say("brianna", "macia", "You are late again")
    flag = raised(cast, seq=said.seq)
    assert (flag.state, flag.source, flag.urgency) == ("open", "member", "later")
    assert flag.raised_by == cast.member("ana", "macia")
    assert flag.member == cast.member("brianna", "macia")
    assert list(flag.messages.values_list("seq", flat=True)) == [said.seq]


def test_nothing_of_it_is_an_event_of_the_room(cast: Cast) -> None:
    before = Event.objects.count()
    settled(cast, raised(cast), to_author="")
    assert Event.objects.count() == before


def test_ones_own_line_is_about_nobody_else(cast: Cast) -> None:
    own = cast.say("ana", "macia", "I said it badly")
    assert raised(cast, seq=own.seq).member is None


def test_whoever_may_only_read_can_still_ask_for_help(cast: Cast) -> None:
    room, member = cast.rooms["macia"].public_id, cast.member("ana", "macia").public_id
    memberships.narrow(actor=cast.tianna, room_id=room, member_id=member, reason="for now")
    assert raised(cast).state == "open"


def test_sending_a_form_twice_raises_one_flag(cast: Cast) -> None:
    sent = uuid4()
    first, again = raised(cast, client_id=sent), raised(cast, client_id=sent)
    assert first == again
    assert Flag.objects.count() == 1
    refused("id_reused", raised, cast=cast, client_id=sent, text="Something else")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("bad_choice", {"category": "revenge"}),
        ("empty", {"category": "question", "text": "  "}),
        ("too_long", {"text": "x" * 2_001}),
        ("bad_text", {"text": "a\x00b"}),
        ("not_found", {"seq": 999}),
        ("not_found", {"seq": 1}),
    ],
)
def test_what_cannot_be_raised(cast: Cast, code: str, fields: dict[str, object]) -> None:
    refused(code, raised, cast=cast, **fields)
    assert not Flag.objects.exists()


def test_one_person_cannot_bury_what_the_others_ask(cast: Cast) -> None:
    for _ in range(flags.AN_HOUR):
        raised(cast)
    refused("slow_down", raised, cast=cast)
    assert raised(cast, who="brianna").state == "open"


def test_a_hidden_line_cannot_be_named(cast: Cast) -> None:
    cast.suspend("ana", "macia")
    meanwhile = cast.say("brianna", "macia", "While Ana is away")
    cast.restore("ana", "macia")
    refused("not_found", raised, cast=cast, seq=meanwhile.seq)


def test_strangers_and_paused_members_find_no_room(cast: Cast) -> None:
    cast.suspend("francisco", "macia")
    for who in ("samara", "francisco"):
        refused("not_found", raised, cast=cast, who=who)
    fields = {"actor": cast.samara, "client_id": uuid4(), "category": "help"}
    refused("not_found", flags.raise_by_member, room_id="0a1b2c3d4e5f", **fields)
    refused("not_found", flags.raise_by_staff, room_id=cast.rooms["macia"].public_id, **fields)


def test_staff_raises_with_a_row_in_the_trail_and_parents_do_not(cast: Cast) -> None:
    room = cast.rooms["macia"].public_id
    said = cast.say("ana", "macia", "Thank you for the drawing, Brianna")
    fields = {"room_id": room, "client_id": uuid4(), "category": "good", "seq": said.seq}
    flag = flags.raise_by_staff(actor=cast.tianna, **fields)
    assert (flag.source, flag.urgency, flag.due_at, flag.member) == ("staff", "none", None, cast.member("ana", "macia"))
    assert Look.objects.get(kind="flag").detail == {"flag": flag.public_id}
    refused("not_allowed", flags.raise_by_staff, actor=cast.ana, **fields)
    refused("not_allowed", flags.raise_by_member, actor=cast.tianna, **{**fields, "client_id": uuid4()})


def test_screening_flags_a_held_message_at_once(cast: Cast) -> None:
    author = cast.member("ana", "macia")
    held = HeldMessage.objects.create(room=author.room, author=author, client_id=uuid4(), text="x", why="threat")
    flag = flags.raise_by_screening(
        room=author.room, author=author, category="safety", urgency="now", held=held, labels=["threat"]
    )
    assert FlaggedMessage.objects.get(flag=flag).held == held
    assert flag.due_at is not None
    assert flag.due_at - flag.at == timedelta(hours=1)
    assert (flag.member, flag.raised_by, flag.labels) == (author, None, ["threat"])


# Looking at it


def test_claiming_is_for_one(cast: Cast) -> None:
    second_staff(cast, Role.SOCIAL_WORKER)
    flag = raised(cast)
    claimed = flags.claim(actor=cast.tianna, flag_id=flag.public_id)
    assert (claimed.state, claimed.claimed_by) == ("claimed", cast.tianna)
    assert flags.claim(actor=cast.tianna, flag_id=flag.public_id).claimed_at == claimed.claimed_at
    refused("claimed", flags.claim, actor=cast.lead, flag_id=flag.public_id)
    refused("claimed", flags.resolve, actor=cast.lead, flag_id=flag.public_id, outcome="fine", to_reporter="Fine.")


def test_handing_on(cast: Cast) -> None:
    lead = second_staff(cast, Role.SOCIAL_WORKER)
    flag = raised(cast)
    flags.claim(actor=cast.tianna, flag_id=flag.public_id)
    me = cast.member("tianna", "macia").public_id
    refused("claimed", flags.hand_on, actor=cast.lead, flag_id=flag.public_id, member_id=lead)
    parent = cast.member("ana", "macia").public_id
    elsewhere = cast.member("tianna", "jaylan").public_id
    for member in (parent, elsewhere, "0a1b2c3d4e5f"):
        refused("not_found", flags.hand_on, actor=cast.tianna, flag_id=flag.public_id, member_id=member)
    handed = flags.hand_on(actor=cast.tianna, flag_id=flag.public_id, member_id=lead)
    assert handed.claimed_by == cast.lead
    refused("claimed", flags.hand_on, actor=cast.tianna, flag_id=flag.public_id, member_id=me)


def test_a_supervisor_hands_on_what_somebody_else_has(cast: Cast) -> None:
    lead = second_staff(cast)
    flag = raised(cast)
    flags.claim(actor=cast.tianna, flag_id=flag.public_id)
    assert flags.hand_on(actor=cast.lead, flag_id=flag.public_id, member_id=lead).claimed_by == cast.lead


def test_notes_and_links(cast: Cast) -> None:
    said = cast.say("brianna", "macia", "He slept well")
    flag = raised(cast)
    flags.note(actor=cast.tianna, flag_id=flag.public_id, text="Called Brianna first.")
    for _ in range(2):
        flags.link(actor=cast.tianna, flag_id=flag.public_id, seqs=[said.seq])
    assert list(flag.notes.values_list("text", flat=True)) == ["Called Brianna first."]
    assert list(flag.messages.values_list("seq", flat=True)) == [said.seq]
    refused("empty", flags.note, actor=cast.tianna, flag_id=flag.public_id, text=" ")
    refused("not_found", flags.link, actor=cast.tianna, flag_id=flag.public_id, seqs=[said.seq, 999])
    refused("too_large", flags.link, actor=cast.tianna, flag_id=flag.public_id, seqs=said_many(cast))


def said_many(cast: Cast) -> list[int]:
    return [cast.say("ana", "macia", f"Line {number}").seq for number in range(flags.LINKS)]


@pytest.mark.parametrize("who", ["ana", "brianna", "samara", "wendy"])
def test_parents_find_no_flag_at_the_desk_whoever_they_are(cast: Cast, who: str) -> None:
    """The reporter, the other side, strangers: all get the answer that a wrong id gets."""
    flag, actor = raised(cast), cast.people[who]
    for flag_id in (flag.public_id, "0a1b2c3d4e5f"):
        refused("not_found", flags.claim, actor=actor, flag_id=flag_id)
        refused("not_found", flags.hand_on, actor=actor, flag_id=flag_id, member_id="x")
        refused("not_found", flags.note, actor=actor, flag_id=flag_id, text="x")
        refused("not_found", flags.link, actor=actor, flag_id=flag_id, seqs=[])
        refused("not_found", flags.resolve, actor=actor, flag_id=flag_id, outcome="fine")
        refused("not_found", appeals.decide, actor=actor, flag_id=flag_id, upheld=True, told="x")


def test_staff_of_another_room_finds_no_flag(cast: Cast) -> None:
    second_staff(cast, room="jaylan")
    refused("not_found", flags.claim, actor=cast.lead, flag_id=raised(cast).public_id)


# Settling it


def test_settled_in_words_for_both(cast: Cast) -> None:
    said = cast.say("brianna", "macia", "You are late again")
    flag = settled(cast, raised(cast, seq=said.seq))
    assert (flag.state, flag.outcome, flag.resolved_by, flag.claimed_by) == (
        "resolved",
        "together",
        cast.tianna,
        cast.tianna,
    )
    assert settled(cast, flag) == flag
    assert Look.objects.filter(kind="flag", detail__act="settle").count() == 1
    for act in (flags.claim, flags.hand_on, flags.link):
        more = {flags.hand_on: {"member_id": "x"}, flags.link: {"seqs": [said.seq]}}.get(act, {})
        refused("settled", act, actor=cast.tianna, flag_id=flag.public_id, **more)
    refused("settled", settled, cast=cast, flag=flag, to_author="Other words")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("words_needed", {"to_author": " "}),
        ("words_needed", {"to_reporter": ""}),
        ("bad_choice", {"outcome": "punish"}),
        ("too_long", {"to_author": "x" * 2_001}),
        ("bad_text", {"to_reporter": "a\x00"}),
    ],
)
def test_words_are_owed_to_everybody_concerned(cast: Cast, code: str, fields: dict[str, object]) -> None:
    flag = raised(cast, seq=cast.say("brianna", "macia", "Late again").seq)
    refused(code, settled, cast=cast, flag=flag, **fields)
    flag.refresh_from_db()
    assert flag.state == "open"


def test_nobody_is_told_where_there_is_nobody(cast: Cast) -> None:
    """A question is about no other member; what staff raised has no reporter to tell."""
    said = cast.say("brianna", "macia", "Late again")
    answered = settled(
        cast, raised(cast, category="question", seq=said.seq), outcome="answered", to_author="not for her"
    )
    assert (answered.told_author, answered.told_reporter) == ("", "Thank you. We meet on Friday.")
    room = cast.rooms["macia"].public_id
    own = flags.raise_by_staff(actor=cast.tianna, room_id=room, client_id=uuid4(), category="help", seq=said.seq)
    assert settled(cast, own).told_reporter == ""


def test_staff_does_not_settle_what_is_about_them_if_there_is_somebody_else(cast: Cast) -> None:
    said = cast.say("tianna", "macia", "The visit is moved")
    flag = raised(cast, seq=said.seq)
    second_staff(cast)
    refused("other_eyes", settled, cast=cast, flag=flag)
    words = {"outcome": "together", "to_reporter": "We will talk with Tianna."}
    assert flags.resolve(actor=cast.lead, flag_id=flag.public_id, **words).told_author == ""


# A second look


def about_brianna(cast: Cast) -> Flag:
    return settled(cast, raised(cast, seq=cast.say("brianna", "macia", "Late again").seq))


def appealed(cast: Cast, flag: Flag, who: str = "brianna", text: str = "I was at the clinic.") -> object:
    return appeals.appeal(actor=cast.people[who], flag_id=flag.public_id, text=text)


@pytest.mark.parametrize("who", ["ana", "brianna"])
def test_both_may_ask_for_a_second_look_and_it_is_asked_for_once(cast: Cast, who: str) -> None:
    flag = about_brianna(cast)
    first = appealed(cast, flag, who)
    assert appealed(cast, flag, who) == first
    flag.refresh_from_db()
    assert flag.state == "appealed"
    for again in ("ana", "brianna"):
        refused("asked_already", appealed, cast=cast, flag=flag, who=again, text="And another thing.")


def test_a_paused_member_may_still_ask_for_one_and_a_former_one_not(cast: Cast) -> None:
    flag = about_brianna(cast)
    cast.suspend("brianna", "macia")
    appealed(cast, flag)
    other = settled(cast, raised(cast, seq=cast.say("francisco", "macia", "So what").seq))
    room, member = cast.rooms["macia"].public_id, cast.member("francisco", "macia").public_id
    memberships.end(actor=cast.tianna, room_id=room, member_id=member, reason="moved away")
    refused("not_found", appealed, cast=cast, flag=other, who="francisco")


def test_when_no_second_look_can_be_asked_for(cast: Cast) -> None:
    flag = raised(cast, seq=cast.say("brianna", "macia", "Late again").seq)
    refused("not_settled", appealed, cast=cast, flag=flag, who="ana")
    refused("not_found", appealed, cast=cast, flag=flag)
    settled(cast, flag)
    refused("empty", appealed, cast=cast, flag=flag, text=" ")
    for who in ("francisco", "samara", "tianna"):
        refused("not_found", appealed, cast=cast, flag=flag, who=who)
    refused("not_found", appeals.appeal, actor=cast.ana, flag_id="0a1b2c3d4e5f", text="x")
    good = settled(cast, raised(cast, category="good"), outcome="thanked")
    refused("settled", appealed, cast=cast, flag=good, who="ana")


def test_a_supervisor_with_fresh_eyes_decides(cast: Cast) -> None:
    flag = about_brianna(cast)
    second_staff(cast)
    decision = {"flag_id": flag.public_id, "upheld": True, "told": "You were right; we changed the note."}
    refused("settled", appeals.decide, actor=cast.lead, **decision)
    appealed(cast, flag)
    refused("not_allowed", appeals.decide, actor=cast.tianna, **decision)
    refused("words_needed", appeals.decide, actor=cast.lead, **{**decision, "told": ""})
    decided = appeals.decide(actor=cast.lead, **decision)
    assert (decided.upheld, decided.decided_by) == (True, cast.lead)
    flag.refresh_from_db()
    assert flag.state == "closed"
    [mine] = [one for one in asked(cast.brianna) if one.appeal_told]
    assert (mine.outcome, mine.appeal_told) == ("", "You were right; we changed the note.")
    refused("settled", appeals.decide, actor=cast.lead, **decision)
    refused("settled", flags.claim, actor=cast.tianna, flag_id=flag.public_id)


def test_the_supervisor_who_settled_it_does_not_decide(cast: Cast) -> None:
    flag = raised(cast)
    second_staff(cast)
    flags.resolve(actor=cast.lead, flag_id=flag.public_id, outcome="fine", to_reporter="All is well.")
    appealed(cast, flag, "ana")
    refused("other_eyes", appeals.decide, actor=cast.lead, flag_id=flag.public_id, upheld=False, told="No.")
