"""A person's part in one room. Everything that others see of a person is here, never on the account."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rooms.models.ids import new_public_id
from rooms.models.person import Person
from rooms.models.room import Room


class Role(models.TextChoices):
    """Who somebody is in a room."""

    BIRTH_PARENT = "birth_parent", _("birth parent")
    FOSTER_PARENT = "foster_parent", _("foster parent")
    KINSHIP_CAREGIVER = "kinship_caregiver", _("kinship caregiver")
    RELATIVE = "relative", _("relative")
    MENTOR = "mentor", _("mentor")
    ADVOCATE = "advocate", _("advocate")
    ATTORNEY = "attorney", _("attorney")
    COURT = "court", _("court staff")
    SOCIAL_WORKER = "social_worker", _("social worker")
    SUPERVISOR = "supervisor", _("supervisor")


STAFF_ROLES: Final = frozenset({Role.SOCIAL_WORKER, Role.SUPERVISOR})
CARERS: Final = frozenset({Role.FOSTER_PARENT, Role.KINSHIP_CAREGIVER})
"""The foster side: whose home it is that the child lives in for now."""
PAPER_ROLES: Final = frozenset({Role.ADVOCATE, Role.ATTORNEY, Role.COURT})
"""Who is given papers of a room and has no part in it: an invitation they came in with, never a membership (S77)."""
BIRTH_SIDE: Final = frozenset({Role.BIRTH_PARENT, Role.RELATIVE})
"""The birth side where people meet or talk. What is to hold for both sides waits for a parent's yes: `rooms.sides`."""
TWO_SIDES: Final = BIRTH_SIDE | CARERS
"""Everybody of the two families: neither staff nor a mentor."""


class State(models.TextChoices):
    """Where a membership stands; only `active` opens the door."""

    INVITED = "invited", _("invited")
    ACTIVE = "active", _("taking part")
    SUSPENDED = "suspended", _("paused")
    ENDED = "ended", _("ended")


class Membership(models.Model):
    """One person in one room: the id, name and role that the other members know them by.

    Three dates, each null if nothing happens by itself: the part ends at `until`, paused or not; a pause is lifted at
    `paused_until`; whoever may only read writes again from `read_only_until` on.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    read_only = models.BooleanField(_("may read, not write"), default=False)
    shown_name = models.CharField(_("name shown"), max_length=60)
    read_seq = models.PositiveIntegerField(default=0, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    paused_until = models.DateTimeField(null=True, editable=False)
    read_only_until = models.DateTimeField(_("reading only until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"], condition=~Q(state="ended"), name="membership_once_per_room"
            )
        ]
        indexes = [  # every server process asks each second which parts are over
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="membership_that_ends")
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.get_role_display()})"

    def in_role(self, role: str) -> "Membership":
        """A part of the same person under the same terms in another role; not saved yet."""
        return Membership(
            room=self.room,
            person=self.person,
            role=role,
            state=State.ACTIVE,
            shown_name=self.shown_name,
            read_seq=self.read_seq,
            until=self.until,
            read_only=self.read_only,
            read_only_until=self.read_only_until,
        )

    @property
    def is_staff(self) -> bool:
        """Whether this part is a staff part: observing, not a parent's."""
        return self.role in STAFF_ROLES

    @cached_property
    def hidden_ranges(self) -> list[tuple[int, int | None]]:
        """First and last seq of what this member does not see of the room."""
        return [(hidden.first_seq, hidden.last_seq) for hidden in self.hidden.all()]


class HiddenRange(models.Model):
    """A stretch of the record that a member does not see: before they came, or while their part was paused.

    An open range (`last_seq` null) grows with the room.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="hidden")
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.first_seq}–{self.last_seq or ''}"
