"""What an agency wants screened in its rooms, and what one room needs differently."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.models import Agency, Room


class Contact(models.TextChoices):
    """What happens to contact details in a message."""

    OFF = "off", _("shown as written")
    MASK = "mask", _("kept private from the other members")
    HOLD = "hold", _("held until staff has looked")


class Policy(models.Model):
    """The choices of an agency (`room` is null), or of one of its rooms, which go before the agency's."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="policies")
    room = models.OneToOneField(Room, null=True, blank=True, on_delete=models.CASCADE, related_name="policy")
    contact = models.CharField(max_length=4, choices=Contact, default=Contact.MASK)
    wording = models.BooleanField(_("kind second thoughts before sending"), default=True)
    light = models.BooleanField(_("a light shows while staff reads"), default=True)
    allowed = models.TextField(_("contact details that may be shown, one a line"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(room__isnull=True), name="policy_once_per_agency"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.room or 'all rooms'}"
