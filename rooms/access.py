"""The only door to a room, and the table of who may do what there.

`ROLE_ACTIONS` is read by the code, by docs/access.md and by the access matrix test. Whoever has no active part in a
room gets the same answer as for a room that does not exist.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from rooms import lookups, recent, statements
from rooms.errors import RoomError
from rooms.excerpts import Sight
from rooms.lookups import Companion, Part
from rooms.models import PAPER_ROLES, STAFF_ROLES, Event, Kind, Membership, Person, Role, State


class Action(StrEnum):
    """Everything that can be asked of a room."""

    READ = "read"
    """Read the conversation as a member, live and page by page."""
    OBSERVE = "observe"
    """Read the conversation from the desk, with earlier versions; members see that staff is reading."""
    POST = "post"
    EDIT = "edit"
    """Change one's own message."""
    RETRACT = "retract"
    """Take one's own message back."""
    REACT = "react"
    MARK_READ = "mark_read"
    TYPE = "type"
    """Show that one is writing."""
    PEOPLE = "people"
    """See who is in the room, by name and role."""
    RENAME = "rename"
    """Change the name one shows in this room."""
    TELL = "tell"
    """Write on the child's pages: what to know, the days, the book, what was learned."""
    PLAN = "plan"
    """Ask for, invite to, answer, change and call off visits, dates and meetings; write the way home."""
    AGREE = "agree"
    """Have a say in the agreement and in the plan for talking."""
    APPROVE = "approve"
    """Keep what the court allows, approve visits and plans, say who may see a place, tick off the first days."""
    MANAGE = "manage"
    """Pause, narrow, end and restore somebody's part."""


WRITING: Final = frozenset(
    {Action.POST, Action.EDIT, Action.REACT, Action.TYPE, Action.RENAME, Action.TELL, Action.PLAN, Action.AGREE}
)
"""What a member whose part was narrowed to reading may not do."""

_MEMBER: Final = WRITING | {Action.READ, Action.MARK_READ, Action.PEOPLE, Action.RETRACT}

EDIT_WINDOW: Final = timedelta(minutes=15)
"""How long whoever told of a moment (a message, a day, an entry of the book) may change it or take it back.

What says how things are (of a child, in a point, on a list) is its author's to take back for as long as it stands.
The record keeps every version.
"""

ROLE_ACTIONS: Final[Mapping[Role, frozenset[Action]]] = {
    Role.BIRTH_PARENT: _MEMBER,
    Role.FOSTER_PARENT: _MEMBER,
    Role.KINSHIP_CAREGIVER: _MEMBER,
    Role.RELATIVE: _MEMBER,
    Role.MENTOR: _MEMBER,
    Role.SOCIAL_WORKER: frozenset(
        {
            Action.OBSERVE,
            Action.POST,
            Action.EDIT,
            Action.RETRACT,
            Action.REACT,
            Action.PEOPLE,
            Action.TELL,
            Action.PLAN,
            Action.AGREE,
            Action.APPROVE,
            Action.MANAGE,
        }
    ),
    Role.SUPERVISOR: frozenset({Action.OBSERVE, Action.PEOPLE, Action.APPROVE, Action.MANAGE}),
}
"""Role × action. Birth and foster parents have the same powers (S61); who is only given papers has none (S77)."""


def allowed(membership: Membership) -> frozenset[Action]:
    """Actions that this membership may do now."""
    return powers(membership.role, membership.read_only) if is_open(membership) else frozenset()


def powers(role: str, read_only: bool) -> frozenset[Action]:
    """Actions that an open part of this role may do; less if it was narrowed to reading."""
    actions = ROLE_ACTIONS.get(Role(role), frozenset())
    return actions - WRITING if read_only else actions


def is_open(membership: Membership) -> bool:
    """Whether the membership opens its room's door at all."""
    over = membership.until is not None and membership.until <= timezone.now()
    closed = over or membership.role in PAPER_ROLES
    return membership.state == State.ACTIVE and not closed and membership.person.is_active


def fresh(told_at: datetime, now: datetime | None = None) -> bool:
    """Whether what was told at a moment can still be changed or taken back."""
    return (now or timezone.now()) - told_at <= EDIT_WINDOW


def door(*, actor: Person, room_id: str, action: Action) -> Membership:
    """Return the actor's membership, with its room, if they may do `action` there.

    Raises RoomError: not_found for everyone without an active part, whether or not the room exists; not_allowed or
    read_only for a member whose part does not include the action.
    """
    membership = lookups.open_part(actor.pk, room_id, timezone.now())
    if membership is None:
        raise RoomError("not_found")
    recent.remember(membership)
    membership.person = actor
    return permit(membership, action)


def permit(membership: Membership, action: Action) -> Membership:
    """Return `membership` if it includes `action`; see `door` for the errors."""
    actions = allowed(membership)
    if not actions:
        raise RoomError("not_found")
    if action not in actions:
        narrowed = membership.read_only and action in ROLE_ACTIONS[Role(membership.role)]
        raise RoomError("read_only" if narrowed else "not_allowed")
    return membership


def open_memberships(actor: Person) -> QuerySet[Membership]:
    """The actor's memberships that open a door now, each with its room and person."""
    return (
        Membership.objects.select_related("room", "person")
        .filter(still_open(), person_id=actor.pk, person__is_active=True)
        .order_by("pk")
    )


def lasting_memberships(actor: Person) -> QuerySet[Membership]:
    """The actor's memberships that have not ended, open or not, each with its room's name; nothing said in it."""
    return Membership.objects.select_related("room").filter(person=actor).exclude(state=State.ENDED).order_by("pk")


def on_staff(person: Person) -> bool:
    """Whether this is an account of staff: one with a staff part that has not ended, or with the admin's rights."""
    if person.has_staff_part is None:
        person.has_staff_part = people_with_staff_part().filter(pk=person.pk).exists()
    return person.is_staff or person.is_superuser or person.has_staff_part


def people_with_staff_part() -> QuerySet[Person]:
    """Everybody with a staff part that has not ended, whether or not it is open."""
    parts = Membership.objects.filter(role__in=STAFF_ROLES).exclude(state=State.ENDED)
    return Person.objects.filter(pk__in=parts.values("person"))


def arrival(person: int, action: Action) -> tuple[Person, list[tuple[Part, list[Companion]]]] | None:
    """A person who may sign in, and their parts that include `action`, each with all members who have not left.

    For whoever then checks that it is them.
    """
    found = lookups.arrival(person, timezone.now())
    if found is None:
        return None
    actor, parts = found
    return actor, [(part, others) for part, others in parts if action in powers(part.role, part.read_only)]


def still_open() -> Q:
    """Filter on Membership: active, not past its end, and of a role that opens a door."""
    return Q(state=State.ACTIVE) & ~Q(role__in=PAPER_ROLES) & (Q(until__isnull=True) | Q(until__gt=timezone.now()))


def lock_rooms(pairs: Collection[tuple[Person, str]]) -> dict[tuple[int, str], Membership]:
    """Lock rooms for writing and return the actors' open memberships in them, by (person pk, room id).

    To be called inside a transaction. A suspension that was committed before the lock was had is always seen.
    """
    found = _locked(pairs, rooms=True)
    for member in found.values():
        recent.remember(member)
    return found


def lock_own_parts(pairs: Collection[tuple[Person, str]]) -> dict[tuple[int, str], Membership]:
    """As `lock_rooms`, for what changes nothing but the actors' own parts: the rooms are left to those who write."""
    return _locked(pairs, rooms=False)


def _locked(pairs: Collection[tuple[Person, str]], *, rooms: bool) -> dict[tuple[int, str], Membership]:
    if not pairs:
        return {}
    people = {person.pk: person for person, _ in pairs}
    memberships = {}
    for member in statements.lock_parts(people, {room_id for _, room_id in pairs}, timezone.now(), rooms=rooms):
        member.person = people[member.person_id]
        memberships[member.person_id, member.room.public_id] = member
    return memberships


def enter_locked(*, actor: Person, room_id: str, action: Action | None = None) -> Membership:
    """`door` for writers: lock the room, then check. To be called inside a transaction.

    Without an `action` the caller must `permit` one itself, after answering what was sent before.
    """
    membership = lock_rooms([(actor, room_id)]).get((actor.pk, room_id))
    if membership is None:
        raise RoomError("not_found")
    return membership if action is None else permit(membership, action)


def visible(membership: Membership) -> Q:
    """Filter on Event: what this member may see of their room, leaving out what was said while they were not in it.

    What was changed later about something hidden is hidden too, since a change carries words. It ends where the room
    stood when the door was found open: whatever is committed while a page is being made, a pause and what follows it
    among them, is not on that page.
    """
    upto_head = Q(room_id=membership.room_id, seq__lte=membership.room.last_seq)
    return upto_head & ~_hidden(membership, "seq") & ~_hidden(membership, "target")


def sight(membership: Membership) -> Sight:
    """What `visible` says, for the statements of `rooms.excerpts`."""
    return Sight(membership.room_id, membership.room.last_seq, membership.hidden_ranges)


def message(membership: Membership, seq: int) -> Event:
    """The message that this member sees as `seq`. Raises RoomError not_found, also for a hidden one."""
    found = Event.objects.filter(visible(membership), seq=seq, kind=Kind.MESSAGE).first()
    if found is None:
        raise RoomError("not_found")
    return found


def part_in(membership: Membership, member_id: str) -> Membership:
    """Anybody's part in the room of this part, open or not, with that room. Raises RoomError not_found."""
    found = membership.room.memberships.select_related("person").filter(public_id=member_id).first()
    if found is None:
        raise RoomError("not_found")
    found.room = membership.room
    return found


def member_in(staff: Membership, member_id: str) -> Membership:
    """A member of the room of this part, for what concerns no staff.

    Raises RoomError: not_found; bad_choice for staff.
    """
    found = part_in(staff, member_id)
    if found.is_staff:
        raise RoomError("bad_choice")
    return found


def _hidden(membership: Membership, field: str) -> Q:
    within = Q(pk__in=[])
    for first, last in membership.hidden_ranges:
        upto = Q() if last is None else Q(**{f"{field}__lte": last})
        within |= Q(**{f"{field}__gte": first}) & upto
    return within
