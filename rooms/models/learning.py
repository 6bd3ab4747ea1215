"""What adults learn from each other: questions, ways that work, what was tried, and a journal of one's own."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.knowhow import Topic
from rooms.models.agency import Agency
from rooms.models.ids import new_public_id
from rooms.models.membership import Membership
from rooms.models.person import Person
from rooms.models.room import Room


class Learned(models.Model):
    """One act of learning together, told in the room by the line `seq`, which has its words."""

    class Kind(models.TextChoices):
        """What was done."""

        ASKED = "asked"
        ANSWERED = "answered"
        KEPT = "kept"
        TRIED = "tried"
        READ = "read"
        PLACE = "place"

    class How(models.TextChoices):
        """How it went; none of them is a grade."""

        WORKED = "worked", _("It worked")
        A_BIT = "a_bit", _("A bit")
        NOT_YET = "not_yet", _("Not yet")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="learned")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seq = models.PositiveIntegerField()
    topic = models.CharField(max_length=10, choices=Topic, blank=True)
    how = models.CharField(max_length=8, choices=How, blank=True)
    card = models.CharField(max_length=12, blank=True)
    """Which technique was tried, or which lesson was read."""
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed")
    """The question of an answer; the kept way that was tried; the question of a kept way, if there was one."""
    words_seq = models.PositiveIntegerField(null=True)
    """Of a kept way: the line that has its words."""

    class Meta:
        indexes = [models.Index(fields=["room", "kind", "-seq"], name="learned_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class JournalEntry(models.Model):
    """A page of somebody's own journal. They alone decide who sees it, for each entry anew (S5, S47, S48).

    Until it was shown to everybody in the room its words are here. From then on they are the room's line `seq`: in the
    record, to be masked and erased like any other; `text` is empty, and for its owner the words are read from there.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        GROWTH = "growth", _("How I am growing")
        CHILD = "child", _("How my child is growing")
        HARD = "hard", _("A hard time")
        NEED = "need", _("Something I need")

    class Seen(models.TextChoices):
        """Who sees it."""

        ME = "me", _("Only me")
        WORKER = "worker", _("My social worker and I")
        ROOM = "room", _("Everybody in this room")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="journal")
    owner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="journal")
    kind = models.CharField(max_length=6, choices=Kind)
    seen_by = models.CharField(max_length=6, choices=Seen, default=Seen.ME)
    text = models.TextField(blank=True)
    seq = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField(default=timezone.now)
    shown_at = models.DateTimeField(null=True)
    """When somebody else could first see it; what was read cannot be unread."""
    client_id = models.UUIDField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="journal_entry_once")]
        indexes = [models.Index(fields=["room", "-written_at"], name="journal_by_day")]

    def __str__(self) -> str:
        return self.public_id


class AgencyCard(models.Model):
    """One version of what an agency says in its own words; the last version holds, and none is ever changed.

    `key` is that of a card of ours that it hides or puts into its own words, or a new one for a card of its own.
    `words` are by language and part; without any, ours hold.
    """

    class Kind(models.TextChoices):
        """What it is a version of."""

        TECHNIQUE = "technique", _("Ideas to try")
        STARTER = "starter", _("Sentences to begin with")
        PLACE = "place", _("Places that help")
        SHARING = "sharing", _("What may be shared")

    class Side(models.TextChoices):
        """Whose sentence a starter is."""

        BOTH = "both", _("For both sides")
        BIRTH = "birth", _("For birth parents and relatives")
        FOSTER = "foster", _("For foster parents and kinship caregivers")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cards")
    kind = models.CharField(max_length=9, choices=Kind)
    key = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    hidden = models.BooleanField(default=False)
    topic = models.CharField(max_length=10, choices=Topic, blank=True)
    side = models.CharField(max_length=6, choices=Side, default=Side.BOTH)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=17)
    words = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    client_id = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "key", "version"], name="agency_card_version"),
            models.UniqueConstraint(fields=["by", "client_id"], name="agency_card_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.version}"
