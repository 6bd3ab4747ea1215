"""Invitations as staff sees them at the desk, and the room as somebody sees it who is about to come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rooms.access import Action, door
from rooms.models import (
    GUESSED,
    PAPER_ROLES,
    WELCOME_VERSION,
    Consent,
    Invitation,
    Membership,
    Person,
    Role,
    Room,
    State,
)


@dataclass(frozen=True, kw_only=True)
class InvitationView:
    """One card, for staff of its room. The number on the newcomer's screen is not here: staff has to ask for it."""

    id: str
    name: str
    role_label: str
    state: str
    email: str
    phone: str
    word: bool
    by: str
    created_at: datetime
    expires_at: datetime
    settled_at: datetime | None
    until: datetime | None
    reason: str

    @property
    def unused(self) -> bool:
        """Whether it ended by itself, so that another card is wanted."""
        return self.state == Invitation.State.EXPIRED or self.reason == GUESSED

    @property
    def live(self) -> bool:
        """Whether somebody may still come in with it."""
        return self.state in (
            Invitation.State.OPEN,
            Invitation.State.OPENED,
            Invitation.State.WAITING,
            Invitation.State.CONFIRMED,
        )


@dataclass(frozen=True, kw_only=True)
class InvitationsPage:
    """All cards of a room, the latest first."""

    room_id: str
    room: str
    at_the_door: list[InvitationView]
    live: list[InvitationView]
    over: list[InvitationView]


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody in the room, as members know them."""

    name: str
    role_label: str
    staff: bool
    me: bool


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What the welcome says of a room. `history` is whether something said before stays hidden from this person."""

    room: str
    children: list[str]
    companions: list[Companion]
    workers: list[str]
    role: str
    name: str
    until: datetime | None
    history: bool
    agreed_at: datetime | None
    version: str = WELCOME_VERSION


def invitations_page(person: Person, room_id: str) -> InvitationsPage:
    """For staff who may manage the room. Raises RoomError not_found."""
    room = door(actor=person, room_id=room_id, action=Action.MANAGE).room
    names = dict(room.memberships.order_by("pk").values_list("person", "shown_name"))
    found = room.invitations.order_by("-created_at", "-pk")
    views = [_view(one, names) for one in found]
    return InvitationsPage(
        room_id=room.public_id,
        room=room.name,
        at_the_door=[view for view in views if view.state == Invitation.State.WAITING],
        live=[view for view in views if view.live and view.state != Invitation.State.WAITING],
        over=[view for view in views if not view.live],
    )


def welcome_ahead(waiting: Invitation) -> Welcome:
    """The room, for somebody who is confirmed and has not agreed yet. The caller knows that it is them."""
    room = waiting.room
    return Welcome(
        room=room.name,
        children=room.child_names,
        companions=_companions(room, me=None),
        workers=_workers(room),
        role=waiting.role,
        name=waiting.name,
        until=waiting.until,
        history=room.last_seq > 1,
        agreed_at=None,
    )


def welcome(person: Person, room_id: str) -> Welcome:
    """The same for a member. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=Action.PEOPLE)
    agreed = Consent.objects.filter(membership=member, version=WELCOME_VERSION).values_list("at", flat=True)
    return Welcome(
        room=member.room.name,
        children=member.room.child_names,
        companions=_companions(member.room, me=member),
        workers=_workers(member.room),
        role=member.role,
        name=member.shown_name,
        until=Membership.objects.values_list("until", flat=True).get(pk=member.pk),
        history=bool(member.hidden_ranges),
        agreed_at=agreed.first(),
    )


def waiting_at(rooms: Iterable[int]) -> list[Invitation]:
    """Who waits at the door of these rooms for staff to say that it is them."""
    found = Invitation.objects.filter(
        room__in=list(rooms), state=Invitation.State.WAITING, expires_at__gt=timezone.now()
    )
    return list(found.order_by("created_at", "pk"))


def _companions(room: Room, *, me: Membership | None) -> list[Companion]:
    present = room.memberships.filter(state__in=(State.ACTIVE, State.SUSPENDED)).exclude(role__in=PAPER_ROLES)
    return [
        Companion(
            name=member.shown_name,
            role_label=str(Role(member.role).label),
            staff=member.is_staff,
            me=me is not None and member.pk == me.pk,
        )
        for member in present.order_by("pk")
    ]


def _workers(room: Room) -> list[str]:
    """Whom to turn to: the social workers, as the room knows them."""
    found = room.memberships.filter(state=State.ACTIVE, role=Role.SOCIAL_WORKER)
    return list(found.order_by("pk").values_list("shown_name", flat=True))


def _view(one: Invitation, names: dict[int, str]) -> InvitationView:
    return InvitationView(
        id=one.public_id,
        name=one.name,
        role_label=str(Role(one.role).label),
        state=one.standing(timezone.now()),
        email=one.email,
        phone=one.phone,
        word=bool(one.word_hash),
        by=names.get(one.invited_by_id, ""),
        created_at=one.created_at,
        expires_at=one.expires_at,
        settled_at=one.settled_at,
        until=one.until,
        reason=one.reason,
    )
