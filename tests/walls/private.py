"""Who may see which field: two tables that a new field must join.

ROOM are the open members of the room that it belongs to, DESK the staff among them, SELF the person, ADMIN staff who
work in the agency's admin. Nobody else may see a private field, by any page, frame, mail or line of the log.
"""

from enum import StrEnum
from typing import Final

from django.apps import apps
from django.db import models


class Seen(StrEnum):
    """Who may see something."""

    ROOM = "members of its room"
    DESK = "staff of its room"
    SELF = "the person"
    PAUSED = "a member while paused, on their home page"
    ADMIN = "staff in the admin"
    TEAM = "the supervisor of their agency, if they are staff"


_STAFF: Final = frozenset({Seen.ADMIN})
_NOBODY: Final[frozenset[Seen]] = frozenset()

PRIVATE: Final[dict[str, frozenset[Seen]]] = {
    "Agency.name": _STAFF,
    "Family.name": frozenset({Seen.DESK, Seen.ADMIN}),
    "Family.case_number": _STAFF,
    "Family.staff_note": _STAFF,
    "Child.first_name": frozenset({Seen.ROOM, Seen.PAUSED, Seen.ADMIN}),
    "Child.last_name": _STAFF,
    "Child.birth_date": _STAFF,
    "Child.school": _STAFF,
    "Child.doctor": _STAFF,
    "Child.staff_note": _STAFF,
    "Household.name": _STAFF,
    "Household.address": _STAFF,
    "Household.phone": _STAFF,
    "Placement.started_on": _STAFF,
    "Placement.going_home_from": _STAFF,
    "Placement.ended_on": _STAFF,
    "Person.email": _STAFF,
    "Person.name": frozenset({Seen.SELF, Seen.ADMIN, Seen.TEAM}),
    "Person.phone": _STAFF,
    "Person.address": _STAFF,
    "Person.password": _NOBODY,
    "Room.public_id": frozenset({Seen.ROOM, Seen.PAUSED}),
    "Room.head_digest": _NOBODY,
    "Membership.public_id": frozenset({Seen.ROOM}),
    "Membership.shown_name": frozenset({Seen.ROOM, Seen.ADMIN}),
    "Event.text": frozenset({Seen.ROOM}),
    "Event.text, an earlier version": frozenset({Seen.DESK}),
    "Event.text, a contact detail": frozenset({Seen.DESK}),
    "Event.text, held for staff": frozenset({Seen.DESK, Seen.SELF}),
    "Event.text, the answer to a held one": frozenset({Seen.DESK, Seen.SELF}),
    "Event.text, taken back": frozenset({Seen.DESK}),
    "Event.text, erased by order": _NOBODY,
    "Event.data, the order of an erasure": _NOBODY,
    "Event.client_id": _NOBODY,
    "Event.salt": _NOBODY,
    "Event.text_hash": _NOBODY,
    "Event.digest": _NOBODY,
    "StaffAct.reason": _NOBODY,
}
"""Every field with something of somebody in it, and who may see that."""

PUBLIC: Final = frozenset(
    {
        "Agency.time_zone",  # choices
        "Person.language",
        "Person.time_zone",
        "Membership.role",
        "Membership.state",
        "Room.purpose",
        "Event.kind",
        "StaffAct.act",
    }
)
"""Fields that hold one of a few values that everybody may know."""

_WORDED: Final = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.UUIDField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)


def worded_fields() -> set[str]:
    """Every field of the domain that can hold words, a key or a day of somebody's life."""
    return {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("rooms").get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, _WORDED)
        or (isinstance(column, models.DateField) and column.get_internal_type() == "DateField")
    }
