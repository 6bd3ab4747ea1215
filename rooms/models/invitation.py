"""An invitation to a room, on a card; and what a newcomer agreed to before the room opened."""

from datetime import datetime
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rooms.models.household import Household
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership, Role
from rooms.models.person import Person
from rooms.models.room import Room

GUESSED: Final = gettext_noop("The code word was wrong too many times.")
"""Why a card was taken back that nobody took back."""
MADE_AGAIN: Final = gettext_noop("A new card was made.")
WELCOME_VERSION: Final = "2026-11-22.2"
"""Which words of the welcome are shown now. It changes whenever what they promise changes; a test watches them."""


class Invitation(models.Model):
    """One card for one person. Of its code, and of the word that staff told by voice, only keyed hashes are kept.

    `name` is whom staff invited, `email` and `phone` where the card went: for staff only. `person` is the account
    that took the card, `until` when their part in the room is to end. Once confirmed the newcomer sees the welcome;
    once they agree to it there is a `membership`.
    """

    class State(models.TextChoices):
        """Where it stands. `expired` is never stored: see `standing`."""

        OPEN = "open", _("not used yet")
        OPENED = "opened", _("the code was typed in")
        WAITING = "waiting", _("waits at the door")
        CONFIRMED = "confirmed", _("may come in")
        ACCEPTED = "accepted", _("came in")
        REVOKED = "revoked", _("taken back")
        EXPIRED = "expired", _("too old")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    word_hash = models.CharField(max_length=64, blank=True, editable=False)
    wrong_words = models.PositiveSmallIntegerField(default=0, editable=False)
    client_id = models.UUIDField(unique=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="invitations")
    is_new_person = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    membership = models.OneToOneField(Membership, null=True, on_delete=models.PROTECT, related_name="invitation")
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["room", "-created_at"], name="invitation_by_room")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"

    def standing(self, now: datetime) -> str:
        """The state as it is now: one that was neither taken nor taken back in its time is too old."""
        over = self.state in (self.State.ACCEPTED, self.State.REVOKED)
        return self.state if over or self.expires_at > now else str(self.State.EXPIRED)


class Consent(models.Model):
    """A member has read the welcome and agreed to take part: which words, in which language, when. Append-only."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version}: {self.membership}"
