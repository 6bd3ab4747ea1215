"""Whether somebody is to be told of something, by which ways, and when: asked twice, before and just before sending."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from rooms.access import is_open
from rooms.models import (
    URGENT,
    Membership,
    Notification,
    Person,
    PushSubscription,
    ReachSettings,
    Room,
    RoomReach,
    State,
)
from rooms.reach.quiet import quiet_until
from rooms.signins import live_sessions, signature
from rooms.talking import Hours, hours_for, rest_of, with_hours

TALK: Final = Notification.Kind.MESSAGE
"""What is only told to those who want to hear of every message."""
TALKED: Final = frozenset({TALK, Notification.Kind.ANSWER})
"""What members write to each other: it keeps to the hours that they settled."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """A person's choices, and their part in the room that something is about; no part where it is about no room."""

    person: Person
    settings: ReachSettings
    in_room: bool
    member: Membership | None
    room: RoomReach | None
    hours: Hours | None = None
    """When the adults of the room said they write and answer; None: at any time."""

    def may_be_told(self) -> bool:
        """Whether they may sign in, and the room's door is open to them."""
        return self.person.is_active and (not self.in_room or (self.member is not None and is_open(self.member)))

    def want(self, kind: str) -> bool:
        """Whether they want to hear of this kind at all."""
        if kind in URGENT or self.member is None:
            return True
        what = self.room.what if self.room else what_by_default(self.member)
        return what == RoomReach.What.MESSAGES or (what == RoomReach.What.ASKED and kind != TALK)

    def hold_until(self, kind: str, now: datetime) -> datetime | None:
        """Until when to leave them in peace; None: they can be told now. Two kinds come through."""
        if kind in URGENT or kind == Notification.Kind.TEST:
            return None
        holds = [
            self.quiet_until(now),
            self.settings.muted_until,
            self.room.muted_until if self.room else None,
            *(self._settled(now) if kind in TALKED else ()),
        ]
        return max((hold for hold in holds if hold and hold > now), default=None)

    def quiet_until(self, now: datetime) -> datetime | None:
        """When the person's quiet hours are over; None outside of them."""
        return quiet_until(now, self.zone, self.settings.quiet_from, self.settings.quiet_to)

    def _settled(self, now: datetime) -> list[datetime | None]:
        """Until when what others write can wait, by the room's plan and by the member's own word; staff have none."""
        if self.member is None or self.member.is_staff:
            return []
        rest = getattr(self.member, "rest", None)
        return [
            self.hours.closed_until(now) if self.hours else None,
            rest_of(rest, self.zone).open_until(now) if rest else None,
        ]

    @property
    def zone(self) -> ZoneInfo:
        """The person's zone."""
        return self.person.zone

    @property
    def push(self) -> bool:
        return self.settings.push and (self.room is None or self.room.push)

    @property
    def mail(self) -> bool:
        wanted = self.settings.mail != ReachSettings.Mail.NEVER and (self.room is None or self.room.mail)
        return wanted and bool(self.person.email)

    @property
    def sms(self) -> bool:
        wanted = self.settings.sms and (self.room is None or self.room.sms)
        return wanted and bool(self.person.phone) and bool(settings.SMS_BACKEND)


def what_by_default(member: Membership) -> str:
    """Members hear of every message; staff of what is asked of them, since they have many rooms."""
    return RoomReach.What.ASKED if member.is_staff else RoomReach.What.MESSAGES


def settings_of(person: Person) -> ReachSettings:
    """A person's choices, or the defaults."""
    found = ReachSettings.objects.filter(person=person).first() or ReachSettings()
    found.person = person
    return found


def wishes(person: Person, room: Room | None) -> Wishes:
    """What this person wants to be told about this room, as it stands now."""
    member = _parts(person).filter(room=room).first() if room is not None else None
    return _wishes(settings_of(person), member, in_room=room is not None)


def all_wishes(person: Person) -> dict[int | None, Wishes]:
    """The same for each room that they have a part in, by its key; None: for what is about no room."""
    chosen = settings_of(person)
    found: dict[int | None, Wishes] = {None: _wishes(chosen, None, in_room=False)}
    return found | {part.room_id: _wishes(chosen, part, in_room=True) for part in _parts(person)}


def _parts(person: Person) -> QuerySet[Membership]:
    parts = Membership.objects.filter(person=person).exclude(state=State.ENDED)
    return with_hours(parts.select_related("reach", "rest"))


def _wishes(chosen: ReachSettings, member: Membership | None, *, in_room: bool) -> Wishes:
    if member is not None:
        member.person = chosen.person
    reach = getattr(member, "reach", None)
    settled = hours_for(member) if member is not None else None
    return Wishes(person=chosen.person, settings=chosen, in_room=in_room, member=member, room=reach, hours=settled)


def seen(upto_seq: int | None, member: Membership | None) -> bool:
    """Whether they have read what is told of: up to this line of the room, if it is about lines."""
    return upto_seq is not None and member is not None and member.read_seq >= upto_seq


def devices(person: Person) -> list[PushSubscription]:
    """The devices on which this person is signed in now, with the password they have now."""
    found = list(PushSubscription.objects.filter(person=person).order_by("pk"))
    alive = live_sessions(device.session_key for device in found)
    now = signature(person)
    return [device for device in found if device.session_key in alive and device.signature == now]
