"""What is left out of an export: lines that staff chose, and contact details that a reader outside must not have."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from moderation.record.entries import events
from moderation.record.scope import Hidden
from moderation.screening import contacts
from rooms.models import Event, Kind, Room

_WORDED: Final = frozenset({Kind.MESSAGE, Kind.MESSAGE_EDITED})
_TOGETHER: Final = timedelta(minutes=10)
"""How far apart the parts of a detail that was spread over messages may be."""


def left_out(
    room: Room, first: int, last: int, *, chosen: Collection[int], why: str, details: bool
) -> dict[int, Hidden]:
    """By number of event: what is left out of this stretch.

    With a chosen message go all its versions, and with a chosen version its message. `details` hides every message
    that holds a contact detail, and keeps its other words.
    """
    found: dict[int, Hidden] = {}
    if details:
        found |= dict(_with_details(room, first, last))
    if chosen:
        lines: set[int | None] = set(chosen)
        said = Event.objects.filter(room=room, kind__in=_WORDED)
        lines |= set(said.filter(seq__in=chosen, target__isnull=False).values_list("target", flat=True))
        for seq, target in said.filter(seq__gte=first, seq__lte=last).exclude(text="").values_list("seq", "target"):
            if seq in lines or target in lines:
                found[seq] = Hidden(why=why)
    return found


def choices(room: Room, first: int, last: int) -> set[int]:
    """Numbers of events in this stretch whose words could be left out."""
    said = Event.objects.filter(room=room, kind__in=_WORDED, seq__gte=first, seq__lte=last)
    return set(said.exclude(text="").values_list("seq", flat=True))


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
