"""The points of an agreement: what is said of them, and other words that both sides say yes to (S16).

Other words hold from when each side of the room has said yes to them; whoever suggests them says so by suggesting.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from rooms.access import Action, allowed, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Agreement, AgreementPoint, Event, Membership, Person, PointTurn, State
from rooms.services import items
from rooms.sides import awaited

_Turn = PointTurn.State


def talk(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    point: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say something of a point; without words it only says "let us talk about this". Raises RoomError not_found."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.talked"):
            return done
        permit(member, Action.AGREE)
        found = _point(member, point)
        event = _tell(member, "agreement.talked", found, client_id=client_id, text=text, sure=sure, at=at)
        _turn(found, PointTurn.Kind.TALK, _Turn.SAID, member, event)
        return event


def reword(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    point: str,
    version: int,
    text: str,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Suggest other words for a point, seen as of that version. They hold once the other side says yes.

    Raises RoomError: changed_since if the point has other words by now, empty.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.worded"):
            return done
        permit(member, Action.AGREE)
        found = _point(member, point)
        if version != found.version:
            raise RoomError("changed_since")
        if not text.strip():
            raise RoomError("empty")
        event = _tell(member, "agreement.worded", found, client_id=client_id, text=text, sure=sure, at=at)
        _turn(found, PointTurn.Kind.WORDS, _Turn.OPEN, member, event)
        return event


def take(*, actor: Person, room_id: str, client_id: UUID, turn: str, at: datetime | None = None) -> Event:
    """Say yes to other words of somebody else. They become the point's once no side's yes is missing.

    Raises RoomError: not_found for words that one does not see; changed_since if they are open no more; not_allowed
    for one's own; in_force for a second yes.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.took"):
            return done
        permit(member, Action.AGREE)
        found = _said(member, turn, _Turn.OPEN)
        if found.by_id == member.pk:
            raise RoomError("not_allowed")
        if found.yes.filter(pk=member.pk).exists():
            raise RoomError("in_force")
        found.yes.add(member)
        if not awaited(found.by, found.yes.all(), having_a_say(member)):
            _settle(found)
        return _tell(member, "agreement.took", found.point, client_id=client_id, at=at)


def take_back(*, actor: Person, room_id: str, client_id: UUID, turn: str, at: datetime | None = None) -> Event:
    """Take one's own remark, or own words that are still open, back: until they are settled, however long that takes.

    Raises RoomError not_found, changed_since.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.taken_before(member, client_id, _said(member, turn).seq):
            return done
        permit(member, Action.AGREE)
        found = _said(member, turn, _Turn.OPEN, _Turn.SAID)
        back = items.take_back(member, message(member, found.seq), client_id=client_id, at=at)
        found.state = _Turn.BACK
        found.save(update_fields=["state"])
        return back


def having_a_say(member: Membership) -> Iterable[Membership]:
    """The members of the room who may say yes now."""
    parts = member.room.memberships.select_related("person").filter(state=State.ACTIVE)
    return [one for one in parts if Action.AGREE in allowed(one)]


def _settle(turn: PointTurn) -> None:
    """These are the point's words now; whoever agreed before is asked again for this point."""
    point = turn.point
    Agreement.objects.filter(pk=point.agreement_id).update(version=F("version") + 1)
    point.agreement.refresh_from_db()
    point.seq, point.version = turn.seq, point.agreement.version
    point.save(update_fields=["seq", "version"])
    turn.state = _Turn.TAKEN
    turn.save(update_fields=["state"])
    PointTurn.objects.filter(point=point, state=_Turn.OPEN).update(state=_Turn.LAPSED)


def _point(member: Membership, point: str) -> AgreementPoint:
    found = AgreementPoint.objects.filter(agreement__room=member.room_id, public_id=point).first()
    if found is None:
        raise RoomError("not_found")
    return found


def _said(member: Membership, turn: str, *states: str) -> PointTurn:
    """What somebody said of a point, as this member sees it, while it stands in one of these states, if any."""
    turns = PointTurn.objects.select_related("point__agreement", "by")
    found = turns.filter(point__agreement__room=member.room_id, public_id=turn).first()
    if found is None:
        raise RoomError("not_found")
    message(member, found.seq)
    if states and found.state not in states:
        raise RoomError("changed_since")
    return found


def _turn(point: AgreementPoint, kind: str, state: str, member: Membership, event: Event) -> None:
    PointTurn.objects.create(point=point, kind=kind, state=state, by=member, at=event.at, seq=event.seq)


def _tell(
    member: Membership,
    kind: str,
    point: AgreementPoint,
    *,
    client_id: UUID,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    item = Item(kind=kind, id=point.public_id, facts={"point": f"point.{point.key}"})
    return items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
