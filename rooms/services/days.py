"""Telling a child's day by taps, with a line of text and photos if one likes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.items.days import TILES
from rooms.models import Day, Event, Membership, Person
from rooms.protocol import FileRef
from rooms.services import items
from rooms.services.retelling import anew, child_in, copies_kept

BACK: Final = timedelta(days=14)
"""How far back a day can be told."""


def tell(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    child_id: str = "",
    on: date | None = None,
    taps: Mapping[str, str],
    text: str = "",
    files: tuple[FileRef, ...] = (),
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Tell a day: today's, unless `on` says another. `taps` are labels by the name of their card.

    Raises RoomError as the door does, and nothing_told, bad_choice; what `items.tell` raises.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "day.told"):
            return done
        permit(member, Action.TELL)
        tapped = _tapped(taps)
        if not (tapped or text.strip() or files):
            raise RoomError("nothing_told")
        row = Day(
            room=member.room,
            child=child_in(member, child_id),
            author=member,
            on=_day(member, on, now=at),
            taps=tapped,
            at=at or timezone.now(),
        )
        event = items.tell(
            member, _item(row), client_id=client_id, text=text, files=files, child=row.child, sure=sure, at=at
        )
        row.seq = event.seq
        row.save()
        return event


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    day_id: str,
    taps: Mapping[str, str],
    text: str = "",
    files: tuple[FileRef, ...] = (),
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Tell one's own day anew; its photos stay.

    Raises RoomError as `tell`, and not_found, not_allowed, too_late, gone.
    """
    with copies_kept(), transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "day.told"):
            return done
        permit(member, Action.TELL)
        row = found(member, day_id)
        said = items.own_and_fresh(member, row.seq, first_at=row.at, now=at)
        row.taps = _tapped(taps)
        if not (row.taps or text.strip() or files or said.data.get("files")):
            raise RoomError("nothing_told")
        event = anew(
            member, said, _item(row), client_id=client_id, text=text, files=files, child=row.child, sure=sure, at=at
        )
        row.seq = event.seq
        row.save()
        return event


def take_back(*, actor: Person, room_id: str, client_id: UUID, day_id: str, at: datetime | None = None) -> Event:
    """Take one's own day back. Raises RoomError not_found, not_allowed, too_late, gone."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        row = found(member, day_id)
        if done := items.taken_before(member, client_id, row.seq):
            return done
        permit(member, Action.TELL)
        said = items.own_and_fresh(member, row.seq, first_at=row.at, now=at)
        return items.take_back(member, said, client_id=client_id, at=at)


def found(member: Membership, day_id: str) -> Day:
    """A day of the member's room. Raises RoomError not_found."""
    row = Day.objects.filter(room=member.room_id, public_id=day_id).first()
    if row is None:
        raise RoomError("not_found")
    return row


def _item(row: Day) -> Item:
    return Item(kind="day.told", id=row.public_id, facts={"on": row.on.isoformat(), **row.taps})


def _tapped(taps: Mapping[str, str]) -> dict[str, str]:
    """The taps in the order of the cards. Raises RoomError bad_choice for what is on no card."""
    tapped = {name: taps[name] for name in TILES if taps.get(name)}
    if any(tapped[name] not in TILES[name].choices for name in tapped):
        raise RoomError("bad_choice")
    return tapped


def _day(member: Membership, on: date | None, *, now: datetime | None) -> date:
    today = timezone.localdate(now, member.person.zone)
    if on is not None and not today - BACK <= on <= today:
        raise RoomError("bad_choice")
    return on or today
