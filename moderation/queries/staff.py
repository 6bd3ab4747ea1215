"""The staff of an agency, for its supervisors: who they are, and which of their rooms a supervisor has a part in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from rooms.access import open_memberships, still_open
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Membership, Person, Role, State

_SALT: Final = "moderation.staff"


def supervised(person: Person) -> list[Membership]:
    """The open parts that make somebody a supervisor, each with its room.

    Raises RoomError not_found for whoever is none, or belongs to no agency.
    """
    parts = list(open_memberships(person).filter(role=Role.SUPERVISOR)) if person.agency_id else []
    if not parts:
        raise RoomError("not_found")
    return parts


def colleagues(supervisor: Person) -> list[Person]:
    """Who works for the supervisor's agency, by name: whoever has or had a staff part, and new ones without rooms.

    Accounts that are switched off count as long as they hold a part. The agency's IT person has none and is not here.
    """
    staff_part = Membership.objects.filter(person=OuterRef("pk"), role__in=STAFF_ROLES)
    works = Q(is_active=True) & (Exists(staff_part) | Q(is_staff=True, is_superuser=False))
    holds = Exists(staff_part.filter(state=State.ACTIVE))
    found = Person.objects.filter(works | holds, agency=supervisor.agency_id).exclude(pk=supervisor.pk)
    return list(found.order_by("name", "pk"))


def handle(person: Person) -> str:
    """What stands for somebody of the staff in an address: it tells nothing and is not their account's key."""
    return salted_hmac(_SALT, str(person.pk), algorithm="sha256").hexdigest()[:12]


def named(handle_of: str, people: Collection[Person]) -> Person:
    """The one that a handle stands for. Raises RoomError not_found."""
    found = next((person for person in people if handle(person) == handle_of), None)
    if found is None:
        raise RoomError("not_found")
    return found


def rooms_by_worker(supervisor: Person, people: Iterable[int]) -> dict[int, set[int]]:
    """The agency's rooms, by key, in which each of these people is a social worker now."""
    found: dict[int, set[int]] = defaultdict(set)
    parts = Membership.objects.filter(
        still_open(), person__in=people, role=Role.SOCIAL_WORKER, room__family__agency=supervisor.agency_id
    )
    for person, room in parts.values_list("person", "room"):
        found[person].add(room)
    return found
