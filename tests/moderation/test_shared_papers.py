"""Papers for advocates, attorneys and the court's staff: who may share what, with whom, until when (S77)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from moderation.models import Look, SharedPaper, TreatmentMark
from moderation.queries import looks as trails
from moderation.queries import shared_papers as queries
from moderation.queries.shared_papers import Sheet
from moderation.services import shared_papers, summaries
from moderation.services.summaries import OWN, Written
from rooms import given
from rooms.access import Action, door, open_memberships
from rooms.errors import RoomError
from rooms.items import item_of
from rooms.models import Child, Household, Invitation, Meeting, Membership, Notification, Person, Role, StaffAct
from rooms.queries import home, people
from rooms.queries.invitations import welcome
from rooms.services import came_home, invitations, joining, memberships, placements
from rooms.services.erasure import erase_text
from rooms.services.invitations import Wanted
from rooms.services.placements import MovePlan
from tests.cast import Cast
from tests.papers import REMARK, SECTION, reader, share, signed

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def refused(code: str, do: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    with pytest.raises(RoomError) as caught:
        do(*args, **kwargs)
    assert caught.value.code == code


def who_reads(to: Invitation) -> Person:
    assert to.person is not None
    return to.person


def page_of(to: Invitation) -> queries.Given:
    return queries.given_page(who_reads(to), to.room.public_id)


def sheet_of(to: Invitation) -> Sheet | None:
    paper = SharedPaper.objects.filter(to=to, summary__isnull=False).latest("pk")
    return queries.sheet(who_reads(to), to.room.public_id, paper.public_id)


def words(sheet: Sheet | None) -> list[str | None]:
    assert sheet is not None
    return [text for _, lines in sheet.sections for text, _ in lines]


def test_a_reader_has_no_part_and_nothing_until_staff_shares(cast: Cast) -> None:
    """S77: a card brings them to a page of their own, and not into the room."""
    to = reader(cast)
    assert to.membership is None and not Membership.objects.filter(person=to.person).exists()
    for action in Action:
        refused("not_found", door, actor=to.person, room_id=to.room.public_id, action=action)
    page = page_of(to)
    assert (page.name, page.workers, page.papers, page.hearing) == ("Macia", ["Tianna Reilly"], [], None)
    refused("not_found", joining.accept_papers, actor=to.person)


def test_they_are_given_papers_until_a_day_and_never_a_part(cast: Cast) -> None:
    """S77: no card without an end; nobody is made such a member, or made one of the family."""
    about = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id}
    for role in (Role.ADVOCATE, Role.ATTORNEY, Role.COURT):
        wanted = Wanted(role=role, name="A Reader", word=True)
        refused("end_needed", invitations.invite, **about, wanted=wanted, client_id=uuid4())
        refused("bad_choice", memberships.add, actor=None, room=cast.rooms["macia"], person=cast.samara, role=role)
        ana = cast.member("ana", "macia").public_id
        refused("bad_choice", memberships.change_role, **about, member_id=ana, role=role, reason="a test")


def test_who_was_a_member_as_an_advocate_has_no_part_any_more(cast: Cast) -> None:
    """S77: a part from before opens nothing: no door, no card at home, no notice."""
    part = memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role=Role.MENTOR)
    Membership.objects.filter(pk=part.pk).update(role=Role.ADVOCATE)
    room_id = cast.rooms["macia"].public_id
    assert room_id not in open_memberships(cast.samara).values_list("room__public_id", flat=True)
    assert room_id not in {card.id for card in home(cast.samara)}
    for action in Action:
        refused("not_found", door, actor=cast.samara, room_id=room_id, action=action)
    assert part.shown_name not in {one.name for one in people(cast.ana, room_id)}
    assert part.shown_name not in {one.name for one in welcome(cast.ana, room_id).companions}


def test_a_part_as_an_advocate_ends_by_itself(cast: Cast) -> None:
    """S77: by an ordinary event of the room, once; with its row in the trail."""
    part = memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role=Role.MENTOR)
    Membership.objects.filter(pk=part.pk).update(role=Role.ADVOCATE)
    assert (memberships.apply_due(), memberships.apply_due()) == (1, 0)
    part.refresh_from_db()
    told = cast.rooms["macia"].events.latest("seq")
    assert (part.state, told.kind, told.data["member"]) == ("ended", "member.ended", part.public_id)
    assert StaffAct.objects.filter(membership=part, act="end", actor=None).exists()


def test_a_card_without_a_last_day_is_not_good_for_papers(cast: Cast) -> None:
    """S77: one that was out when papers got a last day."""
    to = reader(cast)
    Invitation.objects.filter(pk=to.pk).update(state="confirmed", until=None, settled_at=None)
    refused("papers_endless", joining.accept_papers, actor=to.person)
    assert Invitation.objects.get(pk=to.pk).state == "confirmed"


def test_a_signed_summary_is_read_as_it_was_signed(cast: Cast) -> None:
    """S77: its lines, with numbers and without the messages; a number to call is covered for them too."""
    said = cast.say("ana", "macia", "She sleeps through the night with the song")
    to = reader(cast)
    share(cast, to, signed(cast, text=f"Nights are calm. {REMARK}", seqs=(said.seq,)))
    sheet = sheet_of(to)
    assert sheet is not None and [seqs for _, lines in sheet.sections for _, seqs in lines] == [[said.seq]]
    [text] = words(sheet)
    assert text is not None and text.startswith("Nights are calm.") and "555" not in text
    [paper] = page_of(to).papers
    assert (paper.signed_by, paper.by, paper.version) == ("Tianna Reilly", "Tianna Reilly", 1)
    assert timedelta(days=29) < paper.until - timezone.now() <= shared_papers.USUAL


def test_the_room_is_told_by_what_they_are(cast: Cast) -> None:
    """S77: an ordinary line, without a name; the reader is told that there is something, and not what."""
    to = reader(cast, role=Role.COURT)
    event = share(cast, to, signed(cast))
    item = item_of(event.data)
    assert item is not None and item.kind == "papers.summary" and event.text == ""
    assert item.facts["to"] == "papers.to.court" and set(item.facts) == {"to", "on"}
    notice = Notification.objects.get(kind=Notification.Kind.SHARED)
    assert notice.person == to.person and notice.room is None


def test_done_twice_it_is_shared_once(cast: Cast) -> None:
    to, summary, once = reader(cast), signed(cast), uuid4()
    first = share(cast, to, summary, client_id=once)
    assert share(cast, to, summary, client_id=once).seq == first.seq
    refused("shared_already", share, cast, to, summary)
    assert SharedPaper.objects.count() == 1


@pytest.mark.parametrize("who", ["ana", "brianna"])
def test_the_families_do_not_share(cast: Cast, who: str) -> None:
    """S61: neither side."""
    refused("not_allowed", share, cast, reader(cast), signed(cast), who)


def test_nobody_else_shares_and_nothing_of_another_room(cast: Cast) -> None:
    """S3, S77: another family's parent, staff without a part there, a reader or a summary of another room."""
    to, other = reader(cast), reader(cast, room="jaylan")
    summary, theirs = signed(cast), signed(cast, room="jaylan")
    refused("not_found", share, cast, to, summary, "samara")
    refused("not_found", share, cast, other, summary)
    refused("not_found", share, cast, to, theirs)
    refused("not_found", share, cast, other, theirs, room="macia")
    part = cast.member("tianna", "macia")
    Membership.objects.filter(pk=part.pk).update(until=timezone.now())
    refused("not_found", share, cast, to, summary)
    assert not SharedPaper.objects.exists()


def test_what_may_not_be_shared(cast: Cast) -> None:
    """S77: what staff has not read, not signed, or cannot see whole; after the reader's own time."""
    to, summary = reader(cast), signed(cast)
    refused("not_confirmed", share, cast, to, summary, confirmed=False)
    refused("unsigned", share, cast, to, signed(cast, sign=False))
    refused("bad_date", share, cast, to, summary, until=timezone.now() - timedelta(days=1))
    share(cast, to, summary, until=timezone.now() + timedelta(days=400))
    assert SharedPaper.objects.get().until == to.until


def test_a_colleague_who_does_not_see_it_whole_does_not_share_it(cast: Cast) -> None:
    """S7: lines that rest on messages hidden from the one who shares."""
    said = cast.say("ana", "macia", "She sleeps through the night with the song")
    to, summary = reader(cast), signed(cast, seqs=(said.seq,))
    cast.member("tianna", "macia").hidden.create(first_seq=said.seq, last_seq=said.seq)
    refused("not_all_seen", share, cast, to, summary)


def test_it_is_over_on_its_day_and_when_it_is_taken_back(cast: Cast) -> None:
    """S77: at once, with its row; the page says that it is over and shows nothing of it."""
    to, summary = reader(cast), signed(cast)
    share(cast, to, summary)
    SharedPaper.objects.update(until=timezone.now())
    paper = SharedPaper.objects.get()
    about = {"actor": cast.tianna, "room_id": to.room.public_id, "paper": paper.public_id}
    refused("gone", shared_papers.take_back, **about, client_id=uuid4())
    refused("not_found", shared_papers.read, who_reads(to), to.room.public_id, paper=paper.public_id)
    assert sheet_of(to) is None and page_of(to).papers == [] and page_of(to).before[0].over
    share(cast, to, summary)
    about["paper"] = SharedPaper.objects.latest("pk").public_id
    once = uuid4()
    event = shared_papers.take_back(**about, client_id=once)
    assert shared_papers.take_back(**about, client_id=once).seq == event.seq
    assert sheet_of(to) is None and page_of(to).before[0].back
    for who, code in (("ana", "not_allowed"), ("samara", "not_found")):
        refused(code, shared_papers.take_back, **{**about, "actor": cast.people[who]}, client_id=uuid4())


def test_the_reader_ends_and_so_does_all_of_it(cast: Cast) -> None:
    """S7, S77: with a reason for staff alone; on their day by itself; when their account is switched off."""
    to = reader(cast)
    share(cast, to, signed(cast))
    about = {"actor": cast.tianna, "room_id": to.room.public_id, "reader": to.public_id, "client_id": uuid4()}
    refused("reason_needed", shared_papers.end, **about, reason=" ")
    refused("not_allowed", shared_papers.end, **{**about, "actor": cast.ana}, reason="a test")
    shared_papers.end(**about, reason="The hearing is over.")
    refused("not_found", given.entry, who_reads(to), to.room.public_id)
    refused("not_found", shared_papers.end, **about, reason="once more")
    assert SharedPaper.objects.get().ended_by == cast.tianna
    assert given.had_any(who_reads(to))
    for change in ({"until": timezone.now()}, {"until": None}):
        other = reader(cast)
        Invitation.objects.filter(pk=other.pk).update(**change)
        refused("not_found", given.entry, who_reads(other), other.room.public_id)
    off = reader(cast)
    Person.objects.filter(pk=who_reads(off).pk).update(is_active=False)
    refused("not_found", given.entry, who_reads(off), off.room.public_id)


def test_only_its_own_reader_reads_it(cast: Cast) -> None:
    """S77: each share is for one person; another reader of the same room, or of another, finds nothing."""
    to, second, other = reader(cast), reader(cast, role=Role.ADVOCATE), reader(cast, room="jaylan")
    share(cast, to, signed(cast))
    paper = SharedPaper.objects.get().public_id
    for one in (who_reads(second), who_reads(other), cast.ana, cast.tianna):
        refused("not_found", shared_papers.read, one, to.room.public_id, paper=paper)
    assert page_of(second).papers == []
    refused("not_found", shared_papers.read, who_reads(to), other.room.public_id, paper=paper)


def test_treatment_and_what_was_erased_are_not_in_it(cast: Cast) -> None:
    """42 CFR Part 2; an erasure removes words wherever they went, also after they were shared."""
    treated = cast.say("ana", "macia", "My group meets on Tuesdays")
    gone = cast.say("ana", "macia", "This should not stay")
    now, about = timezone.now(), {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id}
    made = summaries.draft(**about, start=now - timedelta(days=2), end=timezone.now() + timedelta(seconds=1))
    lines = [
        Written(section=SECTION, text=text, seqs=(one.seq,))
        for text, one in (("Goes to a group", treated), ("Something else", gone))
    ]
    summaries.save(**about, summary_id=made.public_id, revision="-", lines=lines, sign=True)
    made.refresh_from_db()
    to = reader(cast)
    share(cast, to, made)
    assert words(sheet_of(to)) == ["Goes to a group", "Something else"]
    ana = cast.member("ana", "macia")
    TreatmentMark.objects.create(room=ana.room, seq=treated.seq, about=ana, by=cast.tianna)
    erase_text(room=ana.room, seq=gone.seq, order="an order")
    summaries.scrub(ana.room, gone.seq)
    assert words(sheet_of(to)) == [None]


@pytest.mark.parametrize("ticked", [False, True])
def test_staffs_own_remarks_stay_out_where_treatment_is_marked(cast: Cast, ticked: bool) -> None:
    """42 CFR Part 2: they cite nothing, so no mark covers them; only staff's word that none tells of it."""
    said = cast.say("ana", "macia", "My group meets on Tuesdays")
    to, summary, ana = reader(cast), signed(cast, text="Doing well in the program"), cast.member("ana", "macia")
    share(cast, to, summary, remarks=ticked)
    assert words(sheet_of(to)) == ["Doing well in the program"]
    mark = TreatmentMark.objects.create(room=ana.room, seq=said.seq, about=ana, by=cast.tianna)
    assert words(sheet_of(to)) == (["Doing well in the program"] if ticked else [None])
    TreatmentMark.objects.filter(pk=mark.pk).update(ended_at=timezone.now())
    assert words(sheet_of(to)) == ["Doing well in the program"]


def test_a_last_day_is_at_most_a_year_away(cast: Cast) -> None:
    """S77: for who is given papers; a mentor's part may last longer."""
    about = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id}
    far = timezone.now() + timedelta(days=367)
    wanted = Wanted(role=Role.COURT, name="A Reader", word=True, until=far)
    refused("far_day", invitations.invite, **about, wanted=wanted, client_id=uuid4())
    invitations.invite(**about, wanted=replace(wanted, role=Role.MENTOR), client_id=uuid4())
    invitations.invite(**about, wanted=replace(wanted, until=far - timedelta(days=2)), client_id=uuid4())


def test_a_second_card_for_the_same_room_is_refused(cast: Cast) -> None:
    """S77: whoever is given papers is given them by one invitation, so that all that is shared with them is found."""
    to, elsewhere = reader(cast), reader(cast, room="jaylan")
    ends = timezone.now() + timedelta(days=90)

    def card() -> str:
        wanted = Wanted(role=Role.ATTORNEY, name="A Reader Again", word=True, until=ends)
        about = {"actor": cast.tianna, "room_id": to.room.public_id}
        made = invitations.invite(**about, wanted=wanted, client_id=uuid4())
        joining.open_card(made.code)
        return made.invitation.public_id

    refused("papers_already", joining.take, actor=to.person, invitation_id=card(), knows_word=True)
    theirs = card()
    joining.take(actor=who_reads(elsewhere), invitation_id=theirs, knows_word=True)
    refused("papers_already", joining.take, actor=elsewhere.person, invitation_id=card(), knows_word=True)
    Invitation.objects.filter(public_id=theirs).update(person=to.person)
    refused("papers_already", joining.accept_papers, actor=to.person)
    Invitation.objects.filter(pk=to.pk).update(until=timezone.now())
    assert joining.accept_papers(actor=who_reads(to)).public_id == theirs


@pytest.mark.parametrize("how", ["moves", "moves later", "home", "one stays"])
def test_papers_end_when_the_children_leave(cast: Cast, how: str) -> None:
    """S12, S77: nobody goes on being given papers of a room that its children left, nor by a card that is still out."""
    to, now = reader(cast), timezone.now()
    room, later = to.room, now + timedelta(days=2)
    share(cast, to, signed(cast))
    about = {"actor": cast.tianna, "room_id": room.public_id}
    wanted = Wanted(role=Role.COURT, name="Somebody Else", word=True, until=now + timedelta(days=9))
    card = invitations.invite(**about, wanted=wanted, client_id=uuid4()).invitation
    children = [child.public_id for child in room.children.all()]
    if how == "one stays":
        room.children.add(Child.objects.create(family=room.family, first_name="Rory"))
    if how == "home":
        came_home.arrived(**about, client_id=uuid4(), on=room.day())
    else:
        home = Household.objects.create(agency=room.family.agency, name="Next home")
        when = later if how == "moves later" else now
        plan = MovePlan(children=children, household=home.pk, when=when, along=[])
        placements.move(**about, client_id=uuid4(), plan=plan)
    [one] = queries.shared_page(cast.member("tianna", "macia"))
    card.refresh_from_db()
    if how in ("moves", "home"):
        refused("not_found", given.entry, who_reads(to), room.public_id)
        assert not one.here and not one.papers[0].open
        assert card.standing(timezone.now()) == Invitation.State.EXPIRED
    else:
        ends = later if how == "moves later" else to.until
        assert given.entry(who_reads(to), room.public_id).until == ends
        assert one.here and one.papers[0].open and (one.papers[0].until == later) == (how == "moves later")
        assert card.standing(timezone.now()) == Invitation.State.OPEN


def test_a_given_version_stays_that_version(cast: Cast) -> None:
    to, first = reader(cast), signed(cast)
    share(cast, to, first)
    about = {"actor": cast.tianna, "room_id": to.room.public_id}
    later = summaries.revise(**about, summary_id=first.public_id)
    lines = [Written(section=SECTION, text="A newer line", basis=OWN)]
    summaries.save(**about, summary_id=later.public_id, revision="-", lines=lines, sign=True)
    assert "A newer line" not in words(sheet_of(to))
    assert [version for *_, version in queries.to_share(cast.member("tianna", "macia"))] == [2, 1]


def test_the_next_hearing_only_if_it_is_shared(cast: Cast) -> None:
    """S77: its day and time, live while the share stands; never where it is."""
    to, starts = reader(cast), timezone.now() + timedelta(days=9)
    Meeting.objects.create(
        room=to.room, kind=Meeting.Kind.HEARING, state=Meeting.State.SET, starts_at=starts, way="in_person"
    )
    assert page_of(to).hearing is None
    share(cast, to, None)
    assert page_of(to).hearing == starts
    refused("shared_already", share, cast, to, None)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=1))
    assert page_of(to).hearing is None and page_of(to).hearing_shared


def test_every_share_and_every_reading_leaves_a_row_that_members_see(cast: Cast) -> None:
    """S53, S77: who read it, by the name that staff gave, in the list of who has looked and on the page."""
    to = reader(cast)
    share(cast, to, signed(cast))
    paper = SharedPaper.objects.get().public_id
    for _ in range(3):
        shared_papers.read(who_reads(to), to.room.public_id, paper=paper)
    assert Look.objects.filter(kind=Look.Kind.SHARED, person=to.person).count() == 1
    lines = [line for _, day in trails.trail(cast.ana, to.room.public_id).days for line in day]
    assert ("A Reader", "shared") in {(line.who, line.kind) for line in lines}
    assert ("Tianna Reilly", shared_papers.SHARED) in {(line.who, line.what) for line in lines}
    [one] = queries.shared_page(cast.member("ana", "macia"))
    assert one.name == "A Reader" and one.papers[0].read


def test_who_does_not_see_the_line_does_not_see_the_share(cast: Cast) -> None:
    """S7: a parent who was paused when it was shared."""
    to = reader(cast)
    cast.suspend("ana", "macia")
    share(cast, to, signed(cast))
    cast.restore("ana", "macia")
    shared_papers.read(who_reads(to), to.room.public_id)
    shared_papers.read(who_reads(to), to.room.public_id, paper=SharedPaper.objects.get().public_id)
    assert queries.shared_page(cast.member("ana", "macia")) == [] and readers_in_trail(cast, "ana") == set()
    assert [len(one.papers) for one in queries.shared_page(cast.member("brianna", "macia"))] == [1]
    assert readers_in_trail(cast, "brianna") == {"A Reader"}
    share(cast, reader(cast, role=Role.COURT), signed(cast))
    assert [one.role for one in queries.shared_page(cast.member("ana", "macia"))] == [Role.COURT]
    assert readers_in_trail(cast, "ana") == set()


def readers_in_trail(cast: Cast, who: str) -> set[str]:
    days = trails.trail(cast.people[who], cast.rooms["macia"].public_id).days
    return {line.who for _, lines in days for line in lines if line.kind == Look.Kind.SHARED}


def test_who_was_given_nothing_yet_is_not_told_of(cast: Cast) -> None:
    """S77: staff sees that they came in; the families are told of whom something is shared with."""
    shared_papers.read(who_reads(reader(cast)), cast.rooms["macia"].public_id)
    assert queries.shared_page(cast.member("ana", "macia")) == [] and readers_in_trail(cast, "ana") == set()
    assert len(queries.shared_page(cast.member("tianna", "macia"))) == 1
