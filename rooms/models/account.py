"""What happened to an account, for its owner to see; and the codes by which staff help somebody back in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.person import Person


class AccountNote(models.Model):
    """One thing that happened to how somebody signs in. `actor` is null when the person did it."""

    class Kind(models.TextChoices):
        """What happened."""

        PASSWORD = "password", _("The password was changed.")
        USERNAME = "username", _("The user name was changed.")
        EMAIL = "email", _("The e-mail address was changed.")
        APP_ON = "app_on", _("A sign-in app was added.")
        APP_OFF = "app_off", _("A sign-in app was removed.")
        PASSKEY_ON = "passkey_on", _("A passkey was added.")
        PASSKEY_OFF = "passkey_off", _("A passkey was removed.")
        CODES = "codes", _("New spare codes were made.")
        EVERYWHERE = "everywhere", _("All devices were signed out.")
        HELP = "help", _("Staff of your agency made a code to let you back in.")
        HELPED = "helped", _("A new password was set with a code from staff. All devices were signed out.")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_notes")
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="account_note_newest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person_id}"


class RecoveryCode(models.Model):
    """A code that staff gave somebody who cannot sign in. Only its hash is kept; it works once, for an hour."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recovery_codes")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at:%H:%M}"
