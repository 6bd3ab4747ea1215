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
    HELPER = "staff of a room of theirs, who let them back in"


_STAFF: Final = frozenset({Seen.ADMIN})
_NOBODY: Final[frozenset[Seen]] = frozenset()
_DESK: Final = frozenset({Seen.DESK})
_DESK_AND_SELF: Final = frozenset({Seen.DESK, Seen.SELF})

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
    "Person.email": frozenset({Seen.SELF, Seen.ADMIN}),
    "Person.username": frozenset({Seen.HELPER, Seen.SELF, Seen.ADMIN}),
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
    "Event.text, what a photo shows": frozenset({Seen.ROOM}),
    "Attachment.public_id": frozenset({Seen.ROOM}),
    "Attachment.alt": _DESK_AND_SELF,
    "Attachment.client_id": _NOBODY,
    "Attachment.message": _NOBODY,
    "Attachment.sha256": _NOBODY,
    "Attachment.source": _NOBODY,
    "Event.text, a contact detail": frozenset({Seen.DESK}),
    "Event.text, taken back": frozenset({Seen.DESK}),
    "Event.text, erased by order": _NOBODY,
    "Event.data, the order of an erasure": _NOBODY,
    "Event.client_id": _NOBODY,
    "Event.salt": _NOBODY,
    "Event.text_hash": _NOBODY,
    "Event.digest": _NOBODY,
    "Sheet.client_id": _NOBODY,
    "Sheet.code": _DESK,
    "Sheet.given_on": frozenset({Seen.ROOM}),
    "Sheet.public_id": _DESK,
    "StaffAct.reason": _NOBODY,
    "Invitation.public_id": frozenset({Seen.DESK}),
    "Invitation.name": frozenset({Seen.DESK}),
    "Invitation.email": frozenset({Seen.DESK}),
    "Invitation.phone": frozenset({Seen.DESK}),
    "Invitation.reason": frozenset({Seen.DESK}),
    "Invitation.code_hash": _NOBODY,
    "Invitation.word_hash": _NOBODY,
    "Invitation.client_id": _NOBODY,
    "Notification.public_id": frozenset({Seen.SELF}),
    "PaperAnswer.client_id": _NOBODY,
    "PaperAnswer.written_on": frozenset({Seen.ROOM}),
    "PushSubscription.auth": _NOBODY,
    "PushSubscription.endpoint": _NOBODY,
    "PushSubscription.endpoint_hash": _NOBODY,
    "PushSubscription.p256dh": _NOBODY,
    "PushSubscription.session_key": _NOBODY,
    "PushSubscription.signature": _NOBODY,
    "RecoveryCode.code_hash": _NOBODY,
    "RecoveryCode.reason": _NOBODY,
    "Appeal.text": _DESK_AND_SELF,
    "Appeal.told": _DESK_AND_SELF,
    "CaseFile.closed_on": _STAFF,
    "CaseFile.hold": _STAFF,
    "Destruction.closed_on": _STAFF,
    "Destruction.head_digest": _NOBODY,
    "Destruction.room_public_id": _STAFF,
    "Destruction.rows": _NOBODY,
    "Export.head_digest": _NOBODY,
    "Export.public_id": _DESK,
    "Export.purpose": frozenset({Seen.ROOM}),
    "Export.recipient": _DESK,
    "Export.redacted": _NOBODY,
    "Export.sha256": _DESK,
    "Flag.client_id": _NOBODY,
    "Flag.labels": _DESK,
    "Flag.public_id": _DESK_AND_SELF,
    "Flag.told_author": _DESK_AND_SELF,
    "Flag.told_reporter": _DESK_AND_SELF,
    "Flag.words": _DESK_AND_SELF,
    "FlagNote.text": _DESK,
    "HeldMessage.answer": _DESK_AND_SELF,
    "HeldMessage.client_id": _DESK_AND_SELF,
    "HeldMessage.public_id": _DESK,
    "HeldMessage.text": _DESK_AND_SELF,
    "Look.detail": _NOBODY,
    "Look.purpose": frozenset({Seen.ROOM}),
    "Look.purpose, sealed": frozenset({Seen.DESK}),
    "Policy.allowed": _DESK,
    "PolicyChange.after": _DESK,
    "PolicyChange.before": _DESK,
    "Step.did": _NOBODY,
    "Step.reason": _DESK,
    "Summary.lines": _DESK,
    "Summary.public_id": _DESK,
    "TreatmentConsent.reference": _DESK,
    "Whisper.public_id": _DESK_AND_SELF,
    "Whisper.text": _DESK_AND_SELF,
}
"""Every field with something of somebody in it, and who may see that."""

PUBLIC: Final = frozenset(
    {
        "Agency.time_zone",  # choices
        "Delivery.channel",
        "Delivery.last_error",
        "Delivery.state",
        "Notification.kind",
        "Notification.state",
        "ReachSettings.app_name",
        "ReachSettings.mail",
        "RoomReach.what",
        "Person.language",
        "Person.time_zone",
        "Membership.role",
        "Membership.state",
        "Room.purpose",
        "Event.kind",
        "Attachment.content_type",
        "Attachment.state",
        "StaffAct.act",
        "Invitation.role",
        "Invitation.language",
        "Invitation.state",
        "Consent.version",
        "Consent.language",
        "AccountNote.kind",
        "Flag.category",
        "Flag.outcome",
        "Flag.source",
        "Flag.state",
        "Flag.urgency",
        "HeldMessage.state",
        "HeldMessage.why",
        "Look.kind",
        "Policy.contact",
        "Step.kind",
        "TreatmentConsent.basis",
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
        for app in ("rooms", "moderation")
        for model in apps.get_app_config(app).get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, _WORDED)
        or (isinstance(column, models.DateField) and column.get_internal_type() == "DateField")
    }
