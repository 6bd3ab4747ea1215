"""Events as an export has them: read in chunks, words that are left out already gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from moderation.record.scope import Hidden, Scope
from rooms.models import Event, Kind, Membership, Room

CHUNK = 500
"""Events in memory at a time."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event. `text` is None where there are no words, or none that may be shown; `erased` is the order's number."""

    event: Event
    author: Membership | None
    text: str | None
    hidden: Hidden | None
    erased: int | None

    @property
    def shown(self) -> str:
        """The words for a reader: those of the record, or what stands in their place."""
        return self.text or (self.hidden.instead if self.hidden else "")


def entries(scope: Scope) -> Iterator[Entry]:
    """The events of an export in order. Reads the database anew each time; never more than a chunk is held."""
    orders = erasures(scope.room)
    for event in events(scope.room, scope.first, scope.last):
        gone = bool(event.text_hash) and not event.salt
        hidden = None if gone else scope.hidden.get(event.seq)
        yield Entry(
            event=event,
            author=scope.members.get(event.author_id) if event.author_id else None,
            text=event.text if event.text and hidden is None else None,
            hidden=hidden,
            erased=orders.get(event.seq, 0) if gone else None,
        )


def events(room: Room, first: int, last: int) -> Iterator[Event]:
    """A stretch of a room's events, as the tables have them."""
    found = Event.objects.filter(room=room, seq__gte=first, seq__lte=last).order_by("seq")
    return found.iterator(chunk_size=CHUNK)


def erasures(room: Room) -> dict[int | None, int]:
    """By number of event: the number of the order that erased its words."""
    found = Event.objects.filter(room=room, kind=Kind.TEXT_ERASED).order_by("-seq")
    return dict(found.values_list("target", "seq"))


def line(scope: Scope, entry: Entry, previous: str) -> dict[str, Any]:
    """One line of record.jsonl: what the digest covers, the digest, the words and salt or why they are not there."""
    event = entry.event
    made: dict[str, Any] = {
        "covered": {
            "v": 1,
            "room": scope.room.public_id,
            "seq": event.seq,
            "kind": event.kind,
            "author": entry.author.public_id if entry.author else None,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "target": event.target,
            "data": event.data,
            "text_hash": event.text_hash,
            "client_id": str(event.client_id) if event.client_id else None,
            "previous": previous,
        },
        "digest": event.digest,
    }
    if entry.erased is not None:
        made["erased"] = entry.erased
    elif entry.hidden is not None:
        made["hidden"] = {"by": str(scope.maker), "why": entry.hidden.why, "instead": entry.hidden.instead}
    elif entry.text is not None:
        made |= {"text": entry.text, "salt": event.salt}
    return made
