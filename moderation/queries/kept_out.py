"""Which messages tell of somebody's treatment, and which of them may be told further (42 CFR Part 2).

Summaries leave out what no consent or order allows; exports leave out all of it unless staff asks for what is allowed.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from moderation.models import TreatmentConsent, TreatmentMark
from rooms.models import Room


def marks(room: int) -> QuerySet[TreatmentMark]:
    """The marks that stand in a room."""
    return TreatmentMark.objects.filter(room=room, ended_at__isnull=True)


def live_consents(room: int) -> QuerySet[TreatmentConsent]:
    """What holds now."""
    return TreatmentConsent.objects.filter(room=room, ended_at__isnull=True, until__gt=timezone.now())


def allowed_for(room: int) -> set[int]:
    """The members, by key, whose treatment may be told further now."""
    return set(live_consents(room).values_list("about", flat=True))


def kept_out(room: int, *, allowed: bool = True) -> set[int]:
    """Numbers of messages that are left out; with `allowed` False also those that may be told further."""
    found = marks(room)
    if allowed:
        found = found.exclude(about__in=allowed_for(room))
    return set(found.values_list("seq", flat=True))


def consents_used(room: Room, seqs: Iterable[int]) -> list[TreatmentConsent]:
    """What allows these messages to be told further, in the order in which it was written down."""
    about = set(marks(room.pk).filter(seq__in=list(seqs)).values_list("about", flat=True))
    return list(live_consents(room.pk).filter(about__in=about).select_related("about").order_by("pk"))
