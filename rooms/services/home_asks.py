"""What the two sides ask of each other once a child is home: child care, respite, a visit, a call (S68)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Event, HomeAsk, Membership, Person
from rooms.reunited import home_since
from rooms.services import items
from rooms.sides import SIDE

LONGEST: Final = 31
"""Days that can be asked for at once."""
AHEAD: Final = 366

_State = HomeAsk.State
_CARE_KINDS: Final = frozenset({HomeAsk.Kind.HOURS, HomeAsk.Kind.NIGHT, HomeAsk.Kind.WEEKEND, HomeAsk.Kind.DAYS})


def ask(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    kind: str,
    on: date | None,
    until: date | None = None,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask the other side for a time. The birth side asks for child care; the other side for the child's company.

    Raises RoomError not_home_yet, not_allowed for who is of no side, bad_choice, far_day.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.asked_care", "home.asked_time"):
            return done
        permit(member, Action.PLAN)
        if home_since(member.room) is None:
            raise RoomError("not_home_yet")
        side = SIDE.get(member.role)
        if side is None:
            raise RoomError("not_allowed")
        if kind not in HomeAsk.Kind or on is None:
            raise RoomError("bad_choice")
        until, ahead = until or on, (on - member.room.day()).days
        if not 0 <= ahead <= AHEAD or not 0 <= (until - on).days <= LONGEST:
            raise RoomError("far_day")
        asked = HomeAsk.objects.create(
            room=member.room, kind=kind, on=on, until=until, asked_by=member, at=at or timezone.now()
        )
        told = "home.asked_care" if side == "birth" and kind in _CARE_KINDS else "home.asked_time"
        event = _tell(member, told, asked, client_id, text=text, sure=sure, at=at)
        asked.words = event.seq if text.strip() else None
        asked.save(update_fields=["words"])
        return event


def reply(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    ask: str,
    version: int,
    yes: bool,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Answer what the other side asked for; an answer can change until somebody calls it off.

    Raises RoomError changed_since, and not_allowed for who is not of the other side.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.said_yes", "home.said_not_now"):
            return done
        permit(member, Action.PLAN)
        asked = _asked(member, ask, version)
        if SIDE.get(member.role) in (None, SIDE.get(asked.asked_by.role)):
            raise RoomError("not_allowed")
        asked.state, asked.answered_by = (_State.YES if yes else _State.NOT_NOW), member
        event = _tell(
            member, "home.said_yes" if yes else "home.said_not_now", asked, client_id, text=text, sure=sure, at=at
        )
        asked.answer_words = event.seq if text.strip() else None
        asked.changed += 1
        asked.save()
        return event


def call_off(
    *, actor: Person, room_id: str, client_id: UUID, ask: str, version: int, at: datetime | None = None
) -> Event:
    """Call something off: whoever asked for it, or, once it was agreed, whoever is of the other side."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "home.called_off"):
            return done
        permit(member, Action.PLAN)
        asked = _asked(member, ask, version)
        if member.role not in SIDE or (asked.state == _State.OPEN and asked.asked_by_id != member.pk):
            raise RoomError("not_allowed")
        asked.state = _State.OFF
        asked.changed += 1
        asked.save()
        return _tell(member, "home.called_off", asked, client_id, at=at)


def _asked(member: Membership, ask: str, version: int) -> HomeAsk:
    """What was asked for, as the form saw it."""
    found = HomeAsk.objects.select_related("asked_by").filter(room=member.room, public_id=ask).first()
    if found is None:
        raise RoomError("not_found")
    if found.changed != version or found.state == _State.OFF:
        raise RoomError("changed_since")
    return found


def _tell(
    member: Membership,
    kind: str,
    asked: HomeAsk,
    client_id: UUID,
    *,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    facts = {"ask": f"home.{asked.kind}", "on": asked.on.isoformat()}
    item = Item(kind=kind, id=asked.public_id, facts=facts)
    return items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
