"""What is left out of an export: lines that staff chose, contact details that a reader outside must not have, and what
is said of somebody's treatment.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from moderation.record.entries import events
from moderation.record.scope import Hidden
from moderation.screening import contacts
from rooms.media.carried import FILES
from rooms.models import Event, Kind, Room

_WORDED: Final = frozenset({Kind.MESSAGE, Kind.MESSAGE_EDITED})
WORDED: Final = ~Q(text="") | Q(data__has_key=FILES)
"""Events in which there is something to leave out: words, or photos."""
_TOGETHER: Final = timedelta(minutes=10)
"""How far apart the parts of a detail that was spread over messages may be."""


def left_out(
    room: Room,
    first: int,
    last: int,
    *,
    chosen: Collection[int],
    why: str,
    details: bool,
    kept_out: Collection[int] = (),
) -> dict[int, Hidden]:
    """By number of event: what is left out of this stretch.

    With a chosen message go all its versions, and with a chosen version its message. `details` hides every message
    that holds a contact detail, and keeps its other words. `kept_out` are messages that may not be told further; the
    reason that is given for them does not say what they are about, for that would tell it.
    """
    found: dict[int, Hidden] = {}
    if details:
        found |= dict(_with_details(room, first, last))
    if chosen:
        said = Event.objects.filter(room=room, kind__in=_WORDED, seq__in=chosen, target__isnull=False)
        lines = {*chosen, *said.values_list("target", flat=True)}
        found |= dict.fromkeys(_versions(room, first, last, lines), Hidden(why=why))
    if kept_out:
        confidential = Hidden(why=_("The law keeps it confidential."))
        found |= dict.fromkeys(_versions(room, first, last, kept_out), confidential)
    return found


def choices(room: Room, first: int, last: int) -> set[int]:
    """Numbers of events in this stretch whose words or photos could be left out."""
    said = Event.objects.filter(room=room, kind__in=_WORDED, seq__gte=first, seq__lte=last)
    return set(said.filter(WORDED).values_list("seq", flat=True))


def _versions(room: Room, first: int, last: int, lines: Collection[int | None]) -> Iterator[int]:
    """Every version of these messages in this stretch."""
    said = Event.objects.filter(room=room, kind__in=_WORDED, seq__gte=first, seq__lte=last).filter(WORDED)
    return (seq for seq, target in said.values_list("seq", "target") if seq in lines or target in lines)


def _with_details(room: Room, first: int, last: int) -> Iterator[tuple[int, Hidden]]:
    said: dict[int | None, deque[tuple[datetime, str]]] = defaultdict(lambda: deque(maxlen=contacts.LOOK_BACK))
    for event in events(room, first, last):
        if event.kind not in _WORDED or not event.text:
            continue
        before = [text for at, text in said[event.author_id] if event.at - at <= _TOGETHER]
        said[event.author_id].append((event.at, event.text))
        spans = [*contacts.find(event.text), *contacts.find_split(before, event.text)]
        if spans:
            yield event.seq, Hidden(why=_("It holds a contact detail."), instead=contacts.mask(event.text, spans))
