"""What staff does over the rooms of the canary world, with a canary in each word of it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from moderation.models import (
    Appeal,
    CaseFile,
    Destruction,
    Export,
    Flag,
    FlagNote,
    Look,
    Policy,
    PolicyChange,
    SharedPaper,
    Step,
    Summary,
    TreatmentConsent,
    Whisper,
)
from rooms.models import Invitation, Membership, PaperAnswer, Role, Sheet
from rooms.services import posting
from tests.walls.agreedwork import agreed
from tests.walls.canaries import Aviary, found_in_tables, rooms_with_people
from tests.walls.homework import headed_home
from tests.walls.learningwork import learned
from tests.walls.private import PRIVATE

ASKED, ABOUT = "birth_parent", "shared"
"""Who asks for help and is written to alone; whom a flag is about, and who asks for a second look."""


def fill() -> Aviary:
    """The whole world. Every field of `PRIVATE` has a canary, for each of its owners.

    Rows are as the services leave them, with one key more in JSON, that no page knows how to show.
    """
    world = rooms_with_people()
    for room in ("macia", "jaylan"):
        _looks(world, room)
    _flags(world)
    _notes(world)
    _records(world)
    _choices(world)
    for number, room in enumerate(("macia", "jaylan")):
        _paper(world, room, 1871 + number)
    agreed(world)
    learned(world)
    headed_home(world)
    world.canaries += found_in_tables(world)
    assert {canary.what for canary in world.canaries} == set(PRIVATE), "a field has no canary"
    return world


def _part(world: Aviary, viewer: str) -> Membership:
    return Membership.objects.get(person=world.people[viewer], room=world.rooms["macia"])


def _looks(world: Aviary, room: str) -> None:
    """Exports and looks: who did what, for whom and why; and one that members do not see yet."""
    place, worker = world.rooms[room], world.people["social_worker"]
    why, hidden = world.new("Export.purpose", room=room), world.new("Export.redacted", room=room)
    Export.objects.create(
        public_id=world.new("Export.public_id", room=room),
        room=place,
        made_by=worker,
        purpose=why,
        recipient=world.new("Export.recipient", room=room),
        first_seq=1,
        last_seq=2,
        redacted=[{"seq": 1, "why": hidden}],
        head_digest=world.new("Export.head_digest", room=room),
        sha256=world.new("Export.sha256", room=room),
    )
    Look.objects.create(room=place, person=worker, kind=Look.Kind.EXPORT, purpose=why)
    for what, until in (("Look.purpose", None), ("Look.purpose, sealed", timezone.now() + timedelta(days=9))):
        Look.objects.create(
            room=place,
            person=worker,
            kind=Look.Kind.READ,
            purpose=world.new(what, room=room),
            sealed_until=until,
            detail={"inquiry": "begun", "more": world.new("Look.detail", room=room)},
        )


def _flags(world: Aviary) -> None:
    """One by a member, which staff has a note on; one by screening, settled, with a second look."""
    asked, about = ({"room": "macia", "person": viewer} for viewer in (ASKED, ABOUT))
    by_member = Flag.objects.create(
        public_id=world.new("Flag.public_id", **asked),
        room=world.rooms["macia"],
        source=Flag.Source.MEMBER,
        category=Flag.Category.HELP,
        urgency=Flag.Urgency.LATER,
        state=Flag.State.RESOLVED,
        raised_by=_part(world, ASKED),
        words=world.new("Flag.words", **asked),
        outcome="together",
        resolved_by=world.people["social_worker"],
        resolved_at=timezone.now(),
        told_reporter=world.new("Flag.told_reporter", **asked),
        client_id=uuid4(),
    )
    world.caught(str(by_member.client_id), "Flag.client_id", room="macia")
    FlagNote.objects.create(
        flag=by_member, author=world.people["social_worker"], text=world.new("FlagNote.text", room="macia")
    )
    by_screening = Flag.objects.create(
        public_id=world.new("Flag.public_id", **about),
        room=world.rooms["macia"],
        source=Flag.Source.SCREENING,
        category=Flag.Category.CARE,
        urgency=Flag.Urgency.TODAY,
        state=Flag.State.CLOSED,
        member=_part(world, ABOUT),
        labels=[world.new("Flag.labels", room="macia")],
        outcome="helped",
        resolved_by=world.people["social_worker"],
        resolved_at=timezone.now(),
        told_author=world.new("Flag.told_author", **about),
    )
    world.flags = [by_member.public_id, by_screening.public_id]
    Appeal.objects.create(
        flag=by_screening,
        by=_part(world, ABOUT),
        text=world.new("Appeal.text", **about),
        told=world.new("Appeal.told", **about),
        upheld=True,
        decided_at=timezone.now(),
    )


def _notes(world: Aviary) -> None:
    """A private note to each of two, and a step."""
    for viewer in (ASKED, ABOUT):
        alone = {"room": "macia", "person": viewer}
        note = Whisper.objects.create(
            public_id=world.new("Whisper.public_id", **alone),
            room=world.rooms["macia"],
            author=_part(world, "social_worker"),
            text=world.new("Whisper.text", **alone),
        )
        note.to.set([_part(world, viewer)])
    Step.objects.create(
        room=world.rooms["macia"],
        kind=Step.Kind.TALK,
        reason=world.new("Step.reason", room="macia"),
        by=world.people["social_worker"],
        until=timezone.now() + timedelta(days=1),
        did=[world.new("Step.did", room="macia")],
    )


def _records(world: Aviary) -> None:
    """A signed summary and the next version of it; what is noted of treatment."""
    room, worker, now = world.rooms["macia"], world.people["social_worker"], timezone.now()
    signed: dict[str, Any] = {"signed_by": worker, "signed_at": now}
    earlier = None
    for version, more in ((1, signed), (2, {"replaces": None})):
        lines = [{"section": "brief", "text": world.new("Summary.lines", room="macia"), "seqs": [], "basis": "own"}]
        more = {**more, "replaces": earlier}
        earlier = Summary.objects.create(
            public_id=world.new("Summary.public_id", room="macia"),
            room=room,
            start=now - timedelta(days=7),
            end=now,
            upto=room.last_seq,
            author=worker,
            lines=lines,
            version=version,
            **more,
        )
        world.summaries.append(earlier.public_id)
    _given(world, "macia", Summary.objects.get(public_id=world.summaries[0]))
    _given(world, "jaylan", None)
    TreatmentConsent.objects.create(
        room=room,
        about=_part(world, ABOUT),
        basis=TreatmentConsent.Basis.CONSENT,
        reference=world.new("TreatmentConsent.reference", room="macia"),
        by=worker,
        until=now + timedelta(days=30),
    )


def _given(world: Aviary, place: str, summary: Summary | None) -> None:
    """A signed summary, or the next hearing, was shared with somebody who has no part; both sides know who that is."""
    room = world.rooms[place]
    to = Invitation.objects.create(
        room=room,
        role=Role.ATTORNEY,
        name=world.new("Invitation.name, of who is given papers", room=place),
        reason=world.new("Invitation.reason", room=place),
        public_id=world.new("Invitation.public_id", room=place),
        code_hash=world.new("Invitation.code_hash", room=place),
        client_id=uuid4(),
        state=Invitation.State.REVOKED,
        invited_by=world.people["social_worker"],
        until=timezone.now() + timedelta(days=9),
        expires_at=timezone.now(),
    )
    SharedPaper.objects.create(
        public_id=world.new("SharedPaper.public_id", room=place),
        room=room,
        to=to,
        summary=summary,
        by=world.people["social_worker"],
        until=timezone.now() + timedelta(days=9),
        seq=room.events.filter(kind="message").earliest("seq").seq,
    )


def _paper(world: Aviary, room: str, year: int) -> None:
    """A page that somebody was given in a year of its own, and what came back in another."""
    place, reader = world.rooms[room], "birth_parent" if room == "macia" else "other_parent"
    parts = {
        viewer: Membership.objects.get(person=world.people[viewer], room=place) for viewer in (reader, "social_worker")
    }
    place.refresh_from_db()
    days = {"Sheet.given_on": date(year, 2, 17), "PaperAnswer.written_on": date(year + 10, 2, 17)}
    ids = {"Sheet.client_id": uuid4(), "PaperAnswer.client_id": uuid4()}
    for what, caught in {**days, **ids}.items():
        world.caught(str(caught)[:4] if what in days else str(caught), what, room=room)
    code = f"CFHJK{year % 10}"
    world.caught(code, "Sheet.code", room=room)
    sheet = Sheet.objects.create(
        public_id=world.new("Sheet.public_id", room=room),
        room=place,
        member=parts[reader],
        first_seq=1,
        last_seq=place.last_seq,
        code=code,
        client_id=ids["Sheet.client_id"],
        printed_by=parts["social_worker"],
        given_on=days["Sheet.given_on"],
    )
    world.caught(sheet.shown_code, "Sheet.code", room=room)
    client_id = ids["PaperAnswer.client_id"]
    answer = PaperAnswer.objects.create(
        sheet=sheet, client_id=client_id, written_on=days["PaperAnswer.written_on"], typed_by=parts["social_worker"]
    )
    said = {"room_id": place.public_id, "client_id": client_id, "text": "On paper, too", "paper": answer.data}
    posting.say(actor=world.people[reader], **said)


def _choices(world: Aviary) -> None:
    """What is screened in a room and what was changed there; how long a case is kept, and what is no more."""
    room = world.rooms["macia"]
    agency, worker = room.family.agency, world.people["social_worker"]
    allowed = f"{world.new('Policy.allowed', room='macia')}@example.org"
    Policy.objects.create(agency=agency, room=room, allowed=allowed)
    before, after = (world.new(f"PolicyChange.{when}", room="macia") for when in ("before", "after"))
    PolicyChange.objects.create(agency=agency, room=room, by=worker, before={"more": before}, after={"more": after})
    world.caught("1851", "CaseFile.closed_on", room="macia")
    CaseFile.objects.create(
        family=room.family, closed_on=date(1851, 2, 17), hold=world.new("CaseFile.hold", room="macia")
    )
    world.caught("1853", "Destruction.closed_on", room="macia")
    Destruction.objects.create(
        agency=agency,
        room_public_id=world.new("Destruction.room_public_id", room="macia"),
        last_seq=7,
        head_digest=world.new("Destruction.head_digest", room="macia"),
        closed_on=date(1853, 2, 17),
        years=7,
        rows={world.new("Destruction.rows", room="macia"): 1},
    )
