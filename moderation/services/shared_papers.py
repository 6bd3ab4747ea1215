"""Sharing with somebody who has no part in the room: a signed summary, the date of the next hearing (S77).

Nothing is shared unless staff shares it: each time for one person, until a day, told in the room, taken back at once.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import Look, SharedPaper, Summary
from moderation.services.looks import SHORT, looked
from moderation.services.summaries import unseen
from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.given import entry, readers
from rooms.items import Item
from rooms.models import Event, Invitation, Membership, Notification, Person
from rooms.services import invitations, items
from rooms.services.notifications import notify

USUAL: Final = timedelta(days=30)
"""How long something is shared if staff says nothing else; never longer than the reader's own time."""
_SHARED: Final = ("papers.summary", "papers.hearing")
_BACK: Final = "papers.back"
SHARED: Final = "papers_shared"
TAKEN_BACK: Final = "papers_back"
ENDED: Final = "papers_ended"


def share(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    reader: str,
    summary: str = "",
    until: datetime | None = None,
    confirmed: bool = False,
    remarks: bool = False,
    at: datetime | None = None,
) -> Event:
    """Share a signed summary with a reader; without one, the date of the next hearing. Staff has read it, and says so.

    Where somebody's treatment is marked, staff's own remarks stay out unless `remarks` says that none tells of it.
    Raises RoomError: not_found, not_allowed; not_confirmed, unsigned, not_all_seen, bad_date; shared_already.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, *_SHARED):
            return done
        permit(member, Action.APPROVE)
        to = _reader(member, reader)
        paper = _paper(member, summary) if summary else None
        if not confirmed:
            raise RoomError("not_confirmed")
        now = timezone.now()
        if _open(to).filter(summary=paper).exists():
            raise RoomError("shared_already")
        ends = min(until or now + USUAL, to.until or now)
        if ends <= now:
            raise RoomError("bad_date")
        told = {"summary": paper, "remarks": remarks and paper is not None}
        made = SharedPaper(room=member.room, to=to, **told, until=ends, by=actor, at=at or now)
        event = _tell(member, made, client_id, at)
        made.seq = event.seq
        made.save()
        if to.person is not None:
            notify(person=to.person, kind=Notification.Kind.SHARED)
        return event


def take_back(*, actor: Person, room_id: str, client_id: UUID, paper: str) -> Event:
    """Take back what was shared: from here on nobody reads it. Raises RoomError: not_found, not_allowed, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, _BACK):
            return done
        permit(member, Action.APPROVE)
        found = SharedPaper.objects.select_related("to").filter(room=member.room, public_id=paper).first()
        if found is None:
            raise RoomError("not_found")
        if not found.open:
            raise RoomError("gone")
        found.ended_by, found.ended_at = actor, timezone.now()
        found.save(update_fields=["ended_by", "ended_at"])
        _looked(member, TAKEN_BACK)
        return _tell_back(member, found.to, found.public_id, client_id)


def end(*, actor: Person, room_id: str, client_id: UUID, reader: str, reason: str) -> Invitation:
    """End all that somebody was given; the room is told if anything was still shared with them.

    Raises RoomError: not_found, not_allowed, reason_needed.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        ended = invitations.end_papers(actor=actor, room_id=room_id, invitation_id=reader, reason=reason)
        open_ones = list(_open(ended).order_by("-pk"))
        if open_ones:
            _open(ended).update(ended_by=actor, ended_at=timezone.now())
            _tell_back(member, ended, open_ones[0].public_id, client_id)
        _looked(member, ENDED)
        return ended


def read(person: Person, room_id: str, *, paper: str = "") -> Invitation:
    """Let a reader in and leave the row of this sitting: members see who read what was shared, and when.

    Raises RoomError not_found, also for a paper that is not theirs, is over or was taken back.
    """
    with transaction.atomic():
        to = entry(person, room_id)
        if paper and not _open(to).filter(public_id=paper, summary__isnull=False).exists():
            raise RoomError("not_found")
        lately = Look.objects.filter(person=person, room=to.room, kind=Look.Kind.SHARED, detail__paper=paper)
        if not lately.filter(at__gt=timezone.now() - SHORT).exists():
            looked(actor=person, room=to.room, kind=Look.Kind.SHARED, paper=paper)
        return to


def _reader(member: Membership, reader: str) -> Invitation:
    found = readers(member.room).filter(public_id=reader).first()
    if found is None:
        raise RoomError("not_found")
    return found


def _paper(member: Membership, summary: str) -> Summary:
    found = Summary.objects.filter(room=member.room, public_id=summary).first()
    if found is None:
        raise RoomError("not_found")
    if found.signed_at is None:
        raise RoomError("unsigned")
    if unseen(member, found.lines):
        raise RoomError("not_all_seen")
    return found


def _open(to: Invitation) -> QuerySet[SharedPaper]:
    return SharedPaper.objects.filter(to=to, ended_at__isnull=True, until__gt=timezone.now())


def _tell(member: Membership, made: SharedPaper, client_id: UUID, at: datetime | None) -> Event:
    """The line says for whom it is by their part, never by name, and what it is by its days."""
    facts: dict[str, str | int] = {"to": f"papers.to.{made.to.role}"}
    if made.summary is not None:
        last = made.summary.end - timedelta(microseconds=1)
        facts["on"] = last.astimezone(member.room.zone).date().isoformat()
    kind = "papers.hearing" if made.summary is None else "papers.summary"
    event = items.tell(member, Item(kind=kind, id=made.public_id, facts=facts), client_id=client_id, at=at)
    _looked(member, SHARED)
    return event


def _tell_back(member: Membership, to: Invitation, about: str, client_id: UUID) -> Event:
    item = Item(kind=_BACK, id=about, facts={"to": f"papers.to.{to.role}"})
    return items.tell(member, item, client_id=client_id)


def _looked(member: Membership, act: str) -> None:
    looked(actor=member.person, room=member.room, kind=Look.Kind.STEP, act=act)
