"""Summaries: drafted from what their reader may see, every line cited, edited and signed (S53, S62, S64)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from moderation.models import Look, Summary
from moderation.queries import summaries as queries
from moderation.services import summaries
from moderation.services.summaries import MEMBERS, OWN, LineError, Written
from rooms.errors import RoomError
from rooms.models import Event, Membership, Role, Room
from rooms.services import memberships, messages, posting
from rooms.services.erasure import erase_text
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Los_Angeles")
TALK = (
    ("ana", "Good morning! Did Macia sleep through the night?"),
    ("brianna", "She did, and she asked for the song you taught me. It works like magic, thank you!"),
    ("ana", "That makes me so happy. I will bring her blue jacket on Saturday."),
    ("brianna", "Wonderful. The visit is Saturday at 3:00 pm at the family center."),
    ("ana", "I finished my parenting class this week, only two more to go."),
    ("brianna", "You are doing so well with that class."),
    ("tianna", "Court is on Tuesday at 9 am. I will send you both the details."),
    ("brianna", "Her teacher said reading is going better since you read together every night."),
    ("ana", "Brianna, can Macia have strawberries at her party?"),
)


def talk(cast: Cast, *said: tuple[str, str], room: str = "macia", start: datetime) -> list[Event]:
    """Say these, ten minutes apart."""
    return [
        posting.post(
            actor=cast.people[name],
            room_id=cast.rooms[room].public_id,
            client_id=uuid4(),
            text=text,
            at=start + n * timedelta(minutes=10),
        )
        for n, (name, text) in enumerate(said)
    ]


@pytest.fixture
def yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


def drafted(cast: Cast, *, days: int = 2, room: str = "macia", who: str = "tianna") -> Summary:
    now = timezone.now()
    return summaries.draft(
        actor=cast.people[who], room_id=cast.rooms[room].public_id, start=now - timedelta(days=days), end=now
    )


def written(summary: Summary) -> list[Written]:
    return [
        Written(section=line["section"], text=line["text"], seqs=tuple(line["seqs"]), basis=line["basis"])
        for line in summary.lines
    ]


def save(cast: Cast, summary: Summary, lines: list[Written], *, who: str = "tianna", sign: bool = False) -> Summary:
    summary.refresh_from_db()
    return summaries.save(
        actor=cast.people[who],
        room_id=summary.room.public_id,
        summary_id=summary.public_id,
        revision=queries.revision_of(summary),
        lines=lines,
        sign=sign,
    )


def refused(code: str, call: object, *args: object, **kwargs: object) -> RoomError:
    with pytest.raises(RoomError) as refusal:
        call(*args, **kwargs)
    assert refusal.value.code == code
    return refusal.value


# Drafting


def test_every_line_of_a_draft_cites_messages_of_its_time(cast: Cast, yesterday: datetime) -> None:
    """S53: lenses first; whoever reads can check each line."""
    said = {event.seq for event in talk(cast, *TALK, start=yesterday)}
    early = talk(cast, ("ana", "Long before: I will call on Monday."), start=yesterday - timedelta(days=9))[0]
    summary = drafted(cast)
    assert {line["section"] for line in summary.lines} >= {"working", "growing", "going_home", "participation"}
    cited = {seq for line in summary.lines for seq in line["seqs"]}
    assert cited <= said and early.seq not in cited
    assert all(line["seqs"] for line in summary.lines if line["basis"] != MEMBERS)
    order = [line["section"] for line in summary.lines]
    assert order.index("working") < order.index("growing") < order.index("going_home")


def test_who_did_not_write_is_told_as_a_fact(cast: Cast, yesterday: datetime) -> None:
    """S61: no rank, no blame; staff and those who cannot write are not named."""
    talk(cast, *TALK, start=yesterday)
    lines = drafted(cast).lines
    assert [line["text"] for line in lines if line["basis"] == MEMBERS] == ["Francisco did not write in this time."]


def test_a_paused_member_is_not_said_to_be_silent(cast: Cast, yesterday: datetime) -> None:
    cast.suspend("francisco", "macia")
    talk(cast, *TALK, start=yesterday)
    assert not [line for line in drafted(cast).lines if "Francisco" in line["text"]]


@pytest.mark.parametrize(
    ("said", "words"),
    [((), "Nothing was written in this time."), (TALK[:2], "There is not enough here to say more.")],
)
def test_too_little_says_so(cast: Cast, yesterday: datetime, said: tuple, words: str) -> None:
    talk(cast, *said, start=yesterday)
    assert [line["text"] for line in drafted(cast).lines if line["section"] == "brief"] == [words]


def test_a_draft_is_in_the_language_of_whoever_asks(cast: Cast, yesterday: datetime) -> None:
    """A room that speaks Spanish, and a worker who does."""
    said = (
        ("ana", "Buenos días, ¿durmió bien Macia anoche?"),
        ("brianna", "Sí, durmió toda la noche. ¡Gracias por la canción, le encantó!"),
        ("ana", "Mañana le llevo su chamarra azul a la visita de las 3 de la tarde."),
        ("brianna", "Perfecto. ¿Puede comer fresas en su fiesta?"),
        ("ana", "Esta semana terminé mi clase de crianza, ya solo me faltan dos."),
        ("brianna", "Qué orgullo, se nota mucho cómo la escucha usted ahora en las visitas."),
    )
    talk(cast, *said, start=yesterday)
    with translation.override("es"):
        texts = " ".join(line["text"] for line in drafted(cast).lines)
    assert "no escribió en este tiempo" in texts
    assert "did not" not in texts and "Messages" not in texts and "asked" not in texts


def test_contact_details_are_masked_on_the_page_that_is_handed_on(cast: Cast, yesterday: datetime) -> None:
    talk(cast, *TALK, ("ana", "Can you call me at 213-555-0142 when she wakes up?"), start=yesterday)
    texts = " ".join(line["text"] for line in drafted(cast).lines)
    assert "555" not in texts


def test_taken_back_and_changed_words_are_not_quoted(cast: Cast) -> None:
    """A message that its writer took back is not summed up; a changed one as it stands now."""
    now = timezone.now() - timedelta(minutes=30)
    said = talk(cast, *TALK, start=now - timedelta(hours=2))
    gone, changed = talk(cast, ("ana", "Where is the zebra book?"), ("ana", "Where is the lion book?"), start=now)
    room = cast.rooms["macia"].public_id
    soon = now + timedelta(minutes=11)
    messages.retract(actor=cast.ana, room_id=room, client_id=uuid4(), target=gone.seq, at=soon)
    messages.edit(
        actor=cast.ana, room_id=room, client_id=uuid4(), target=changed.seq, text="Where is the tiger book?", at=soon
    )
    texts = " ".join(line["text"] for line in drafted(cast).lines)
    assert "zebra" not in texts and "lion" not in texts and "tiger" in texts
    assert said


def test_a_draft_is_staffs_and_leaves_a_row(cast: Cast, yesterday: datetime) -> None:
    """S6: everybody can look up that it was made; a member is refused, a stranger gets what a wrong id gets."""
    talk(cast, *TALK, start=yesterday)
    summary = drafted(cast)
    (look,) = Look.objects.filter(kind=Look.Kind.DRAFT)
    assert (look.person, look.room) == (cast.tianna, summary.room)
    assert look.detail["summary"] == summary.public_id and "sleep" not in str(look.detail)
    start, end = yesterday, timezone.now()
    room = cast.rooms["macia"].public_id
    refused("not_allowed", summaries.draft, actor=cast.ana, room_id=room, start=start, end=end)
    refused("not_found", summaries.draft, actor=cast.joshua, room_id=room, start=start, end=end)
    refused("not_found", summaries.draft, actor=cast.tianna, room_id="a" * 12, start=start, end=end)
    assert Summary.objects.count() == Look.objects.count() == 1


def test_periods_that_cannot_be(cast: Cast) -> None:
    now, room = timezone.now(), cast.rooms["macia"].public_id
    for start, end in (
        (now, now - timedelta(days=1)),
        (now + timedelta(days=1), now + timedelta(days=2)),
        (now - timedelta(days=101), now),
    ):
        refused("bad_period", summaries.draft, actor=cast.tianna, room_id=room, start=start, end=end)


def test_asking_twice_gives_one_draft(cast: Cast, yesterday: datetime) -> None:
    talk(cast, *TALK, start=yesterday)
    room, end = cast.rooms["macia"].public_id, timezone.now()
    first = summaries.draft(actor=cast.tianna, room_id=room, start=yesterday, end=end)
    assert summaries.draft(actor=cast.tianna, room_id=room, start=yesterday, end=end) == first


def test_a_summary_rests_only_on_what_its_writer_sees(cast: Cast, yesterday: datetime) -> None:
    """S7: a worker whose part was paused drafts without that stretch, and cannot read or sign what rests on it."""
    supervisor = cast.people["francis"]
    memberships.add(actor=None, room=cast.rooms["macia"], person=supervisor, role=Role.SUPERVISOR)
    cast.suspend("francis", "macia")
    hidden = {event.seq for event in talk(cast, *TALK, start=yesterday)}
    cast.restore("francis", "macia")
    shown = {event.seq for event in talk(cast, *TALK, start=yesterday + timedelta(hours=3))}
    own = drafted(cast, who="francis")
    cited = {seq for line in own.lines for seq in line["seqs"]}
    assert cited <= shown
    now = timezone.now()
    whole = summaries.draft(actor=cast.tianna, room_id=own.room.public_id, start=now - timedelta(days=3), end=now)
    assert {seq for line in whole.lines for seq in line["seqs"]} & hidden
    page = queries.page(supervisor, own.room.public_id, whole.public_id)
    withheld = [line for section in page.sections for line in section.lines if line.withheld]
    assert withheld and page.withheld and not page.editable
    assert not any(line.text or line.quotes for line in withheld)
    refused("not_all_seen", save, cast, whole, written(whole), who="francis")
    guess = Written(section="working", text="A line", seqs=(min(hidden),))
    refused("bad_citation", save, cast, own, [guess], who="francis")


# Editing


@pytest.fixture
def summary(cast: Cast, yesterday: datetime) -> Summary:
    talk(cast, *TALK, start=yesterday)
    return drafted(cast)


def test_lines_are_changed_moved_added_and_removed(cast: Cast, summary: Summary) -> None:
    lines = written(summary)
    seqs = lines[0].seqs
    kept = [
        Written(section="working", text="Ana and Brianna share a song.", seqs=(seqs[0], seqs[0])),
        Written(section="next_steps", text="I will call both on Friday.", basis=OWN),
        lines[-1],
    ]
    save(cast, summary, kept)
    summary.refresh_from_db()
    assert summary.lines[0]["seqs"] == [seqs[0]]
    assert summary.lines[1]["basis"] == OWN
    assert summary.edited_at and summary.signed_at is None


def test_a_line_must_rest_on_something(cast: Cast, summary: Summary) -> None:
    """Every refusal says which line it is about, and nothing of the save is kept."""
    good, other = written(summary)[0], cast.say("ana", "gladys", "Elsewhere")
    later = cast.say("ana", "macia", "After the period")
    joined = Event.objects.filter(room=summary.room).first()
    assert joined is not None
    for code, line in (
        ("uncited", Written(section="working", text="All is well.")),
        ("uncited", Written(section="participation", text="Ana did not write.", basis=MEMBERS)),
        ("bad_citation", Written(section="working", text="All is well.", seqs=(9_999,))),
        ("bad_citation", Written(section="working", text="All is well.", seqs=(later.seq,))),
        ("bad_citation", Written(section="working", text="All is well.", seqs=(joined.seq,))),
        ("bad_choice", Written(section="verdict", text="All is well.", seqs=good.seqs)),
        ("bad_choice", Written(section="working", text="All is well.", basis="trust me")),
        ("long_line", Written(section="working", text="x" * 1_001, seqs=good.seqs)),
        ("bad_text", Written(section="working", text="\x00", seqs=good.seqs)),
        ("empty", Written(section="working", text=" ", seqs=good.seqs)),
    ):
        error = refused(code, save, cast, summary, [good, line])
        assert isinstance(error, LineError) and error.line == 1
    refused("long_line", save, cast, summary, [good] * 201)
    summary.refresh_from_db()
    assert summary.edited_at is None and other


def test_a_fact_about_the_members_stays_one_only_as_it_was(cast: Cast, summary: Summary) -> None:
    fact = next(line for line in written(summary) if line.basis == MEMBERS)
    save(cast, summary, [fact])
    changed = Written(section=fact.section, text="Francisco does not care.", basis=MEMBERS)
    refused("uncited", save, cast, summary, [changed])


def test_two_who_edit_at_once_do_not_overwrite_each_other(cast: Cast, summary: Summary) -> None:
    room, before = summary.room.public_id, queries.revision_of(summary)
    save(cast, summary, written(summary)[:1])
    refused(
        "changed_meanwhile",
        summaries.save,
        actor=cast.tianna,
        room_id=room,
        summary_id=summary.public_id,
        revision=before,
        lines=written(summary)[:2],
    )


def test_nobody_else_may_touch_it(cast: Cast, summary: Summary) -> None:
    refused("not_allowed", save, cast, summary, written(summary), who="ana")
    refused("not_found", save, cast, summary, written(summary), who="joshua")
    refused("not_found", queries.page, cast.tianna, cast.rooms["jon"].public_id, summary.public_id)
    refused("not_allowed", queries.page, cast.ana, summary.room.public_id, summary.public_id)
    refused("not_allowed", queries.shelf, cast.ana, summary.room.public_id)


# Signing and versions


def test_a_signed_summary_never_changes_and_a_new_version_replaces_it(cast: Cast, summary: Summary) -> None:
    signed = save(cast, summary, written(summary), sign=True)
    assert signed.signed_by == cast.tianna and signed.signed_at
    refused("signed", save, cast, summary, written(summary)[:1])
    room = summary.room.public_id
    later = summaries.revise(actor=cast.tianna, room_id=room, summary_id=summary.public_id)
    assert summaries.revise(actor=cast.tianna, room_id=room, summary_id=summary.public_id) == later
    assert (later.version, later.replaces, later.lines) == (2, signed, signed.lines)
    refused("unsigned", summaries.revise, actor=cast.tianna, room_id=room, summary_id=later.public_id)
    save(cast, later, written(later)[:1], sign=True)
    signed.refresh_from_db()
    assert len(signed.lines) > 1
    page = queries.page(cast.tianna, room, later.public_id)
    assert [card.version for card in page.versions] == [1, 2]
    assert [card.id for card in queries.shelf(cast.tianna, room).cards] == [later.public_id]
    acts = list(Look.objects.filter(kind=Look.Kind.DRAFT).order_by("pk").values_list("detail__act", flat=True))
    assert acts == ["drafted", "signed", "revised", "edited", "signed"]


def test_nothing_is_not_signed(cast: Cast, summary: Summary) -> None:
    refused("nothing_to_sign", save, cast, summary, [], sign=True)


def test_erased_words_leave_summaries_too(cast: Cast, summary: Summary) -> None:
    """D8: what a court had erased is not read in a summary, even before its line is removed."""
    save(cast, summary, written(summary), sign=True)
    room, seq = cast.rooms["macia"], next(line for line in summary.lines if line["section"] == "working")["seqs"][0]
    erase_text(room=room, seq=seq, order="Order 12")
    page = queries.page(cast.tianna, room.public_id, summary.public_id)
    assert any(line.withheld for section in page.sections for line in section.lines)
    assert summaries.scrub(room, seq) == 1
    summary.refresh_from_db()
    assert summary.lines and all(seq not in line["seqs"] for line in summary.lines)
    assert not queries.page(cast.tianna, room.public_id, summary.public_id).withheld


# Hints


def test_hints_are_for_her_own_words_and_never_block(cast: Cast, summary: Summary) -> None:
    """S62: kinder words are suggested; what a message says between quotation marks is left as it is."""
    seqs = written(summary)[0].seqs
    text = "Ana was manipulative. She wrote “you are manipulative”."
    assert [hint.word for hint in queries.hints(text)] == ["manipulative"]
    save(cast, summary, [Written(section="growing", text=text, seqs=seqs)], sign=True)
    assert Summary.objects.get().signed_at


# Periods


def test_weeks_are_the_agencys_also_when_clocks_change(cast: Cast) -> None:
    """The week of the change in spring has an hour less; a message at its very end is in, one at the next start not."""
    start = datetime(2031, 3, 3, tzinfo=ZONE)
    end = datetime(2031, 3, 10, tzinfo=ZONE)
    assert (end.astimezone(UTC) - start.astimezone(UTC)) == timedelta(days=7, hours=-1)
    talk(cast, ("ana", "The last of the week before"), start=start - timedelta(microseconds=1))
    talk(cast, ("ana", "The first of this week"), start=start)
    talk(cast, ("ana", "The last of this week"), start=end - timedelta(microseconds=1))
    talk(cast, ("ana", "The first of the next"), start=end)
    Room.objects.update(opened_at=datetime(2031, 1, 1, tzinfo=UTC))
    assert summaries.draft_weekly(now=datetime(2031, 3, 12, 9, tzinfo=ZONE)) == 4
    summary = Summary.objects.get(room=cast.rooms["macia"])
    assert (summary.start, summary.end) == (start, end)
    page = queries.page(cast.tianna, cast.rooms["macia"].public_id, summary.public_id)
    assert [quote.text for quote in page.messages] == ["The first of this week", "The last of this week"]
    assert (page.card.first_day.isoformat(), page.card.last_day.isoformat()) == ("2031-03-03", "2031-03-09")


def test_since_i_last_looked_leaves_out_the_sitting_that_goes_on(cast: Cast) -> None:
    now, room = timezone.now(), cast.rooms["macia"]
    member = cast.member("tianna", "macia")
    assert queries.last_look(member, now) is None
    for minutes in (5, 25, 50, 3_000):
        Look.objects.create(person=cast.tianna, room=room, kind=Look.Kind.READ, at=now - timedelta(minutes=minutes))
    Look.objects.create(person=cast.tianna, room=room, kind=Look.Kind.BOARD, at=now - timedelta(minutes=600))
    assert queries.last_look(member, now) == now - timedelta(minutes=3_000)
    period = queries.period_of(cast.tianna, room.public_id, "looked", None, None)
    assert period.start == now - timedelta(minutes=3_000)


def test_choices_that_are_none(cast: Cast) -> None:
    room = cast.rooms["macia"].public_id
    day = timezone.now().date()
    turned = ("days", day, day - timedelta(days=1))
    for which, first, last in (("looked", None, None), ("days", day, None), turned, ("", day, day)):
        refused("bad_period", queries.period_of, cast.tianna, room, which, first, last)


# By itself, every week


@pytest.mark.both_engines
def test_the_weekly_draft_is_made_once(cast: Cast) -> None:
    now = timezone.now()
    Room.objects.update(opened_at=now - timedelta(days=60))
    talk(cast, *TALK, start=now - timedelta(days=7))
    assert summaries.draft_weekly() == 4
    assert summaries.draft_weekly() == 0
    assert summaries.draft_weekly(now=now + timedelta(days=7)) == 4
    weekly = Summary.objects.filter(room=cast.rooms["macia"])
    assert weekly.count() == 2 and not weekly.filter(author__isnull=False).exists()
    assert not Look.objects.exists(), "nobody has looked yet"


def test_the_weekly_draft_is_in_the_workers_language_and_only_of_open_rooms(cast: Cast) -> None:
    now = timezone.now()
    cast.tianna.language = "es"
    cast.tianna.save()
    Room.objects.update(opened_at=now - timedelta(days=60))
    Room.objects.filter(pk=cast.rooms["jon"].pk).update(opened_at=now)
    Membership.objects.filter(person=cast.tianna, room=cast.rooms["gladys"]).update(state="ended")
    assert summaries.draft_weekly() == 2
    assert "No se escribió nada en este tiempo." in str(Summary.objects.get(room=cast.rooms["macia"]).lines)
