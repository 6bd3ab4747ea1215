"""A child in care."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.models.agency import Family
from rooms.models.ids import new_public_id


class Child(models.Model):
    """A child of one family. Members of the child's room see the first name and the age; the rest is for staff."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="children")
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    school = models.CharField(_("school"), max_length=120, blank=True)
    doctor = models.CharField(_("doctor"), max_length=120, blank=True)
    staff_note = models.TextField(_("note for staff"), blank=True)

    class Meta:
        verbose_name_plural = _("children")

    def __str__(self) -> str:
        return self.first_name
