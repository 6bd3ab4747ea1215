"""What the services about flags share: who may open one, what words may look like, who hears of it."""

from django.db import transaction

from moderation.models import Flag
from rooms import bus
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Membership, Notification, Person, State
from rooms.services.notifications import notify_members
from rooms.text import check_message


def staffed(actor: Person, flag_id: str) -> tuple[Membership, Flag]:
    """The actor's staff part in the room of a flag, and the flag, with the room locked.

    To be called inside a transaction. A flag of a room that is not theirs is as unknown as one that never was.
    """
    room_id = Flag.objects.filter(public_id=flag_id).values_list("room__public_id", flat=True).first()
    if room_id is None:
        raise RoomError("not_found")
    try:
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
    except RoomError:
        raise RoomError("not_found") from None
    flag = Flag.objects.select_related("member__person", "raised_by__person").get(public_id=flag_id)
    flag.room = staff.room
    return staff, flag


def settle_for(staff: Membership, flag: Flag) -> None:
    """Refuse (other_eyes) to let somebody settle what is about themselves, if the room has other staff."""
    if flag.member is None or flag.member.person_id != staff.person_id:
        return
    others = staff.room.memberships.filter(role__in=STAFF_ROLES, state=State.ACTIVE).exclude(pk=staff.pk)
    if others.exists():
        raise RoomError("other_eyes")


def words(text: str, limit: int, *, may_be_empty: bool = False) -> str:
    """Words as they are kept. Raises RoomError: empty, too_long, bad_text."""
    said = text.replace("\r\n", "\n").strip()
    if len(said) > limit:
        raise RoomError("too_long")
    return said if not said and may_be_empty else check_message(said)


def tell_staff(flag: Flag) -> None:
    """Let the open desks of this room's staff know, once it is committed."""
    signal = {
        "s": "flagged",
        "room": flag.room_id,
        "flag": flag.public_id,
        "category": str(flag.category),
        "urgency": str(flag.urgency),
    }
    transaction.on_commit(lambda: bus.signal([signal]), robust=True)


def tell_those_concerned(flag: Flag) -> None:
    """Let whom the flag is about and who raised it know that there are words for them; nobody else hears of it."""
    told = {one.public_id for one in (flag.member if flag.told_author else None, _reporter(flag)) if one is not None}
    tell_members(flag, told)


def tell_members(flag: Flag, members: set[str]) -> None:
    """Let these members know, once it is committed, that there are words for them about this flag."""
    concerned = Membership.objects.filter(room=flag.room_id, public_id__in=members).select_related("person")
    notify_members(concerned.order_by("pk"), Notification.Kind.TOLD, flag.room)
    signals = [{"s": "told", "room": flag.room_id, "member": one, "flag": flag.public_id} for one in sorted(members)]
    transaction.on_commit(lambda: bus.signal(signals), robust=True)


def _reporter(flag: Flag) -> Membership | None:
    return flag.raised_by if flag.told_reporter else None
