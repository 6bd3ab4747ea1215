"""The trail: no staff reads or acts in a room without a row that its members can look up (S6, S53).

Reading again and again within one sitting is one look: a row at its start, and one an hour while it goes on.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone

from moderation.models import Look
from moderation.queries.looks import has_light, inquiries, without
from rooms.access import Action, door, enter_locked
from rooms.errors import RoomError
from rooms.items import item_of
from rooms.models import Event, Membership, Person, Room
from rooms.services.court_orders import SEEN

SITTING: Final[dict[str, timedelta]] = {Look.Kind.BOARD: timedelta(hours=1)}
"""How long the row of one kind stands for what follows it; the desk shows every room at once, so it stands longer."""
SHORT: Final = timedelta(minutes=10)
"""The same for every other kind of reading."""
SEALED: Final = frozenset({Look.Kind.READ, Look.Kind.PEOPLE})
"""What a safety inquiry keeps out of the members' list; the desk's board says nothing of one."""
SEAL_LIMIT: Final = timedelta(days=90)
"""How far away the day may be until which a safety inquiry is not shown."""


Outcome = TypeVar("Outcome")


def looked(
    *,
    actor: Person,
    room: Room,
    kind: str,
    purpose: str = "",
    sealed_until: datetime | None = None,
    **detail: Any,
) -> Look:
    """Write down one look or act of staff in a room, in the caller's transaction.

    `detail` is structure only (a period, a count, an id of ours), never a word that somebody said. The caller has
    opened the door already.
    """
    return Look.objects.create(
        person=actor, room=room, kind=kind, purpose=purpose.strip(), sealed_until=sealed_until, detail=detail
    )


def reading(*, actor: Person, room_id: str, kind: str, action: Action = Action.OBSERVE) -> Membership:
    """Open the door and leave the row of this sitting, unless it is there; return the actor's part.

    To be called before anything of the room is shown. Raises RoomError as the door does.
    """
    member = door(actor=actor, room_id=room_id, action=action)
    note([member], kind)
    return member


def note(members: Collection[Membership], kind: str) -> None:
    """Leave the rows of this sitting in the rooms of these parts of one person, where they are not there yet."""
    if not members:
        return
    actor = next(iter(members)).person
    since = timezone.now() - SITTING.get(kind, SHORT)
    rooms = {member.room_id: member.room for member in members}
    open_ones = inquiries(actor, rooms) if kind in SEALED else {}
    seals = {room: look.sealed_until for room, look in open_ones.items()}
    recent = Look.objects.filter(person=actor, room__in=rooms, kind=kind, at__gt=since, detail__inquiry__isnull=True)
    recent = recent.filter(without(SEEN))
    there = set(recent.values_list("room", "sealed_until"))
    Look.objects.bulk_create(
        Look(
            person=actor,
            room=room,
            kind=kind,
            purpose=open_ones[key].purpose if key in open_ones else "",
            sealed_until=seals.get(key),
        )
        for key, room in rooms.items()
        if (key, seals.get(key)) not in there
    )


def acting(*, actor: Person, do: Callable[[], Outcome]) -> Outcome:
    """Do what somebody does in a room; if they are staff there, its row goes with it. Done twice, it leaves one."""
    with transaction.atomic():
        outcome = do()
        if isinstance(outcome, Event) and outcome.author is not None and outcome.author.is_staff:
            kind = Look.Kind.STEP_IN
            if not Look.objects.filter(room=outcome.room_id, kind=kind, detail__seq=outcome.seq).exists():
                looked(actor=actor, room=outcome.room, kind=kind, what=_what(outcome), seq=outcome.seq)
        return outcome


def _what(event: Event) -> str:
    item = item_of(event.data)
    return str(event.kind) if item is None else item.kind


def changing_part(*, actor: Person, act: str, do: Callable[[], Membership]) -> Membership:
    """Pause, narrow, end or bring back somebody's part; the row goes with it, or neither is there."""
    with transaction.atomic():
        member = do()
        looked(actor=actor, room=member.room, kind=Look.Kind.STEP, act=act)
        return member


def begin_inquiry(*, actor: Person, room_id: str, reason: str, until: datetime | None) -> Look:
    """Read a room without the light for a day; members see that only from `until` on. The seal itself is logged.

    Raises RoomError: reason_needed; bad_date without a date, for one that is over or one that is too far away.
    """
    if not reason.strip():
        raise RoomError("reason_needed")
    now = timezone.now()
    if until is None or not now < until <= now + SEAL_LIMIT:
        raise RoomError("bad_date")
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        return looked(
            actor=actor, room=member.room, kind=Look.Kind.READ, purpose=reason, sealed_until=until, inquiry="begun"
        )


def end_inquiry(*, actor: Person, room_id: str) -> None:
    """End one's own safety inquiry: the light shows again from here on. What was sealed stays sealed to its date."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        found = inquiries(actor, [member.room_id]).get(member.room_id)
        if found is not None:
            looked(
                actor=actor,
                room=member.room,
                kind=Look.Kind.READ,
                purpose=found.purpose,
                sealed_until=found.sealed_until,
                inquiry="ended",
            )


def shows_light(member: Membership) -> bool:
    """Whether the members see a light while this member of staff reads: not in an inquiry, nor where it is off."""
    return member.room_id not in inquiries(member.person, [member.room_id]) and has_light(member.room)
