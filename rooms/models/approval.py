"""What the court allows for visits, as staff keeps it, and what the two sides ask of staff together."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.room import Room


class PlaceKind(models.TextChoices):
    """What kind of place something happens at. Where that is, stands elsewhere, and not for everybody."""

    AGENCY = "agency", _("at the agency")
    FOSTER_HOME = "foster_home", _("at the foster home")
    BIRTH_HOME = "birth_home", _("at the parent’s home")
    PUBLIC = "public", _("in a public place")
    RELATIVE = "relative", _("at a relative’s home")
    REMOTE = "remote", _("by phone or video")
    OFFICE = "office", _("at the office, school or court")


class Approval(models.Model):
    """One thing that the court allows in a room: who may be with the child, how often, how long, where, until when.

    What is limited is each person's contact: `times` in a `per`, of at most `minutes`, from `earliest` to `latest`
    where the agency is. With `everyone` it holds for all on the birth side, else for `people`. It is never changed:
    it ends, or another takes its place from that one's first day on, for whom both are meant; it stays, as history.
    """

    class Per(models.TextChoices):
        """In what time `times` are counted."""

        WEEK = "week", _("a week")
        MONTH = "month", _("a month")

    class Supervised(models.TextChoices):
        """Who is there to watch over it."""

        NOBODY = "nobody", _("nobody needs to watch")
        AGENCY = "agency", _("somebody of the agency is there")
        FOSTER_PARENT = "foster_parent", _("the foster parent is there")
        RELATIVE = "relative", _("a relative is there")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="approvals")
    everyone = models.BooleanField(default=False)
    people = models.ManyToManyField(Membership, related_name="+", blank=True)
    supervised = models.CharField(max_length=13, choices=Supervised)
    times = models.PositiveSmallIntegerField()
    per = models.CharField(max_length=5, choices=Per)
    minutes = models.PositiveIntegerField()
    places = models.JSONField(default=list)
    earliest = models.TimeField(null=True)
    latest = models.TimeField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    staff_decides = models.BooleanField(default=True)
    replaces = models.ManyToManyField("self", symmetrical=False, related_name="replaced_by", blank=True)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["room"], condition=models.Q(ended_at__isnull=True), name="approval_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="approval_ends_after_start",
            ),
            models.CheckConstraint(condition=models.Q(times__gt=0, minutes__gt=0), name="approval_allows_something"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.times} {self.per}"

    def meant_for(self, member: Membership) -> bool:
        """Whether this member of the birth side is one of those that it speaks of."""
        return self.everyone or any(one.pk == member.pk for one in self.people.all())

    def holds_for(self, member: Membership, day: date) -> bool:
        """Whether it is for this member, and nothing has taken its place for them by that day."""
        newer = (one for one in self.replaced_by.all() if one.from_on <= day)
        return self.meant_for(member) and not any(one.takes_over_for(member) for one in newer)

    def takes_over_for(self, member: Membership) -> bool:
        """Whether what it replaces is over for this person, who may have left since and come in anew."""
        return self.everyone or any(one.person_id == member.person_id for one in self.people.all())

    def covers(self, other: "Approval") -> bool:
        """Whether all that the other one is meant for are meant in this one."""
        mine, theirs = ({one.pk for one in each.people.all()} for each in (self, other))
        return self.everyone or (not other.everyone and theirs <= mine)

    def over(self, today: date) -> bool:
        """Whether it has ended, by its own date, by staff, or since another has taken its place for everybody."""
        if self.ended_at is not None or (self.until_on is not None and self.until_on < today):
            return True
        return any(newer.from_on <= today and newer.covers(self) for newer in self.replaced_by.all())


class Wish(models.Model):
    """What one side would like the worker to ask for; once the other side says so too, it goes to staff as theirs."""

    class What(models.TextChoices):
        """For which visits."""

        LONGER = "longer", _("longer visits")
        OFTEN = "often", _("more frequent visits")
        NATURAL = "natural", _("visits in a more natural place")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="wishes")
    what = models.CharField(max_length=7, choices=What)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField()
    joined_by = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    joined_seq = models.PositiveIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "what"], condition=models.Q(answered_at__isnull=True), name="wish_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.room_id}: {self.what}"
