"""What a person wants to be told, when and how: their own choices, for all rooms and for each."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from rooms.access import open_memberships
from rooms.errors import RoomError
from rooms.models import Person, ReachSettings, RoomReach

LONGEST_MUTE: Final = timedelta(days=31)


def change(
    *,
    actor: Person,
    push: bool,
    mail: str,
    sms: bool,
    quiet_from: time,
    quiet_to: time,
    app_name: str,
    heads: bool = False,
    muted_until: datetime | None = None,
) -> ReachSettings:
    """Change the actor's choices for all rooms. Raises RoomError bad_choice, bad_date."""
    if mail not in ReachSettings.Mail.values or app_name not in ReachSettings.AppName.values:
        raise RoomError("bad_choice")
    _check(muted_until)
    chosen = {
        "push": push,
        "mail": mail,
        "sms": sms,
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "app_name": app_name,
        "heads": heads,
        "muted_until": muted_until,
    }
    return ReachSettings.objects.update_or_create(person=actor, defaults=chosen)[0]


def change_room(
    *,
    actor: Person,
    room_id: str,
    what: str,
    push: bool = True,
    mail: bool = True,
    sms: bool = True,
    muted_until: datetime | None = None,
) -> RoomReach:
    """Change what the actor hears of from one room. Raises RoomError not_found, bad_choice, bad_date."""
    member = open_memberships(actor).filter(room__public_id=room_id).first()
    if member is None:
        raise RoomError("not_found")
    if what not in RoomReach.What.values:
        raise RoomError("bad_choice")
    _check(muted_until)
    chosen = {"what": what, "push": push, "mail": mail, "sms": sms, "muted_until": muted_until}
    return RoomReach.objects.update_or_create(membership=member, defaults=chosen)[0]


def _check(muted_until: datetime | None) -> None:
    if muted_until is not None and muted_until > timezone.now() + LONGEST_MUTE:
        raise RoomError("bad_date")
