"""A person who signs in: a parent, a caregiver or staff."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Agency
from rooms.models.household import Household
from rooms.zones import zone_named


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses and user names are kept in lower case."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password they cannot sign in yet."""
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make the agency's IT person, who may do everything in the admin and nothing in any room."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. Nothing of it leaves the server but to staff: members meet each other as `Membership`s.

    People sign in by e-mail or by a user name of their own; some have only one of them. Neither is ever shown to
    another member.
    """

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    username = models.CharField(_("user name"), max_length=40, unique=True, null=True, blank=True)
    name = models.CharField(_("full name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", "English"), ("es", "Español")]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="America/Los_Angeles")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.TextField(_("address"), blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="adults")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()

    has_staff_part: bool | None = None
    """Whether there is a staff part that has not ended; None: nobody has looked (`rooms.access.on_staff` does)."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_any_case"),
            models.UniqueConstraint(Lower("username"), name="person_username_any_case"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(username__isnull=False),
                name="person_signs_in_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The clock on their wall."""
        return zone_named(self.time_zone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep e-mail addresses and user names in lower case, so that one person has one account."""
        self.email = (self.email or "").strip().lower() or None
        self.username = (self.username or "").strip().lower() or None
        super().save(*args, **kwargs)
