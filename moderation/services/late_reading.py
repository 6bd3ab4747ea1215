"""Reading on in long messages: screening has little time before a message goes out, the worker has more (S60).

What the rest of a message would have raised is raised then. Which messages were read to their end is not noted: the
worker reads each long one whole, and raises what was not raised before.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from moderation.due import due_at, worker_zone
from moderation.models import Flag, HeldMessage, LateReading
from moderation.screening.contacts import Span
from moderation.screening.hook import PIECE, Screening
from moderation.services import flags
from moderation.services.entry import tell_staff
from rooms.models import STAFF_ROLES, Event, Kind
from rooms.screen import Concern, Words

logger = logging.getLogger(__name__)

GRACE: Final = timedelta(seconds=20)
"""Younger events are left for later: one that was begun before them may not be committed yet."""
AT_ONCE: Final = 50
"""Messages that are read at one look, so that the worker's other jobs need not wait."""


def _no_details(text: str) -> list[Span]:
    """Contact details were looked for in the whole of it before it went out."""
    return []


_patient: Final = Screening(find=_no_details, clock=lambda: 0.0)
"""The same rules, for which no time passes."""


def read_on() -> int:
    """Read the long messages since the last look; return how many flags came of it. Several workers are safe.

    The first look begins with what is said from then on.
    """
    with transaction.atomic():
        last = _last()
        mark, new = LateReading.objects.select_for_update().get_or_create(pk=1, defaults={"upto": last})
        found = [] if new else list(_long(min(mark.upto, last), last)[:AT_ONCE])
        raised = sum(_raise(event) for event in found)
        mark.upto = found[-1].pk if len(found) == AT_ONCE else last
        mark.save(update_fields=["upto"])
        return raised


def _last() -> int:
    """The key of the last event that is old enough."""
    settled = Event.objects.filter(at__lt=timezone.now() - GRACE).order_by("-pk")
    return settled.values_list("pk", flat=True).first() or 0


def _long(after: int, upto: int) -> QuerySet[Event]:
    """Messages and changes of members that may not have been read to their end, neither by screening nor by staff."""
    said = Event.objects.filter(pk__gt=after, pk__lte=upto, kind__in=(Kind.MESSAGE, Kind.MESSAGE_EDITED))
    by_members = said.exclude(author=None).exclude(author__role__in=STAFF_ROLES)
    let_through = HeldMessage.objects.filter(room=OuterRef("room"), seq=OuterRef("seq"))
    long = by_members.alias(length=Length("text")).filter(~Exists(let_through), length__gt=PIECE)
    return long.select_related("room", "author").order_by("pk")


def _raise(event: Event) -> int:
    """Raise what the whole message raises and nobody has raised yet; what goes wrong with one keeps not the others."""
    try:
        concerns = _concerns(event)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("reading on: a long message could not be read")
        return 0
    seq = event.target or event.seq
    there = {
        flag.category: flag
        for flag in Flag.objects.filter(room=event.room, source=Flag.Source.SCREENING, messages__seq=seq)
    }
    return sum(_add(event, concern, there.get(concern.category)) for concern in concerns)


def _concerns(event: Event) -> Iterable[Concern]:
    assert event.author is not None  # noqa: S101 - they are not among those that were asked for
    member = event.author
    member.room = event.room
    return _patient(Words(member=member, text=event.text, earlier=lambda: (), locked=False)).concerns


def _add(event: Event, concern: Concern, there: Flag | None) -> bool:
    """A new flag, or more hurry for the one that is there and still open."""
    if there is None:
        flags.raise_concern(event, concern)
        return True
    hurries = concern.urgency == Flag.Urgency.NOW != there.urgency
    if not hurries or there.state not in (Flag.State.OPEN, Flag.State.CLAIMED):
        return False
    there.urgency = concern.urgency
    there.due_at = due_at(there.category, there.urgency, timezone.now(), worker_zone(event.room))
    there.save(update_fields=["urgency", "due_at"])
    tell_staff(there)
    return True
