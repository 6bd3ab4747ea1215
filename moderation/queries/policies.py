"""What is screened, for the pages: an agency's choice, a room's, what was changed when, and what members are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from moderation import policy
from moderation.models import Contact, Policy, PolicyChange
from moderation.policy import Choices
from moderation.queries.staff import supervised
from moderation.queries.steps import staff_names
from rooms.access import Action, door
from rooms.models import Person

SHOWN: Final = 30
"""Changes on a page."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What holds for an agency or a room, as somebody chose it or as it is without a choice."""

    contact: str = str(Contact.MASK)
    wording: bool = True
    light: bool = True
    allowed: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: `before` and `after` are None where the room went, or goes, by its agency's choice."""

    by: str
    at: datetime
    before: Chosen | None
    after: Chosen | None


@dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """The page of an agency (`room_id` is empty) or of a room. `own` is None where the room goes by the agency's."""

    agency: Chosen
    own: Chosen | None = None
    room_id: str = ""
    room: str = ""
    changes: list[Change] = field(default_factory=list)


def agency_page(person: Person) -> PolicyPage:
    """For a supervisor. Raises RoomError not_found for whoever supervises nobody."""
    supervised(person)
    changes = PolicyChange.objects.filter(agency=person.agency_id, room=None).select_related("by")
    return PolicyPage(
        agency=_chosen(Policy.objects.filter(agency=person.agency_id, room=None)) or Chosen(),
        changes=[_change(one, one.by.name) for one in changes.order_by("-pk")[:SHOWN]],
    )


def room_page(person: Person, room_id: str) -> PolicyPage:
    """For staff of a room. Raises RoomError not_found, not_allowed."""
    room = door(actor=person, room_id=room_id, action=Action.MANAGE).room
    names = staff_names([room.pk])
    changes = PolicyChange.objects.filter(room=room).order_by("-pk")[:SHOWN]
    return PolicyPage(
        agency=_chosen(Policy.objects.filter(agency__families__rooms=room, room=None)) or Chosen(),
        own=_chosen(Policy.objects.filter(room=room)),
        room_id=room.public_id,
        room=room.name,
        changes=[_change(one, names.get((room.pk, one.by_id), "")) for one in changes],
    )


def screened(person: Person, room_id: str) -> Choices:
    """What holds in a room, for anybody in it. Raises RoomError not_found."""
    return policy.choices(door(actor=person, room_id=room_id, action=Action.PEOPLE).room)


def _chosen(found: QuerySet[Policy]) -> Chosen | None:
    one = found.first()
    if one is None:
        return None
    return Chosen(contact=one.contact, wording=one.wording, light=one.light, allowed=one.allowed)


def _change(one: PolicyChange, by: str) -> Change:
    return Change(by=by, at=one.at, before=_kept(one.before), after=_kept(one.after))


def _kept(fields: Mapping[str, Any]) -> Chosen | None:
    known = {name: value for name, value in fields.items() if name in Chosen.__dataclass_fields__}
    return Chosen(**known) if fields else None
