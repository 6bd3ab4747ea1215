"""Events as an export has them: read in chunks, words that are left out already gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moderation.record.scope import Hidden, Scope
from rooms.errors import RoomError
from rooms.events import covered
from rooms.media import store
from rooms.media.carried import VIDEO, Carried, files_of
from rooms.models import Event, Kind, Membership, Room
from rooms.models.attachment import file_name, small_name

CHUNK = 500
"""Events in memory at a time."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event. `text` is None where there are no words, or none that may be shown; `erased` is the order's number.

    `photos` are those that go along; `photos_hidden` says why its other ones do not, `photos_erased` which order took
    which.
    """

    event: Event
    author: Membership | None
    text: str | None
    hidden: Hidden | None
    erased: int | None
    photos: list[Carried]
    photos_hidden: Hidden | None
    photos_erased: dict[str, int]

    @property
    def shown(self) -> str:
        """The words for a reader: those of the record, or what stands in their place."""
        return self.text or (self.hidden.instead if self.hidden else "")


def entries(scope: Scope) -> Iterator[Entry]:
    """The events of an export in order. Reads the database anew each time; never more than a chunk is held."""
    orders, taken = erasures(scope.room), photo_erasures(scope.room)
    for event in events(scope.room, scope.first, scope.last):
        gone = bool(event.text_hash) and not event.salt
        chosen = scope.hidden.get(event.seq)
        hidden = chosen if event.text else None
        photos = files_of(event.text, event.data)
        erased = {one.id: taken[event.seq, one.id] for one in photos if (event.seq, one.id) in taken}
        left = [one for one in photos if one.id not in erased]
        left_out = chosen if left and chosen and not chosen.instead else None
        yield Entry(
            event=event,
            author=scope.members.get(event.author_id) if event.author_id else None,
            text=event.text if event.text and hidden is None else None,
            hidden=hidden,
            erased=orders.get(event.seq, 0) if gone else None,
            photos=[] if left_out else left,
            photos_hidden=left_out,
            photos_erased=erased,
        )


def events(room: Room, first: int, last: int) -> Iterator[Event]:
    """A stretch of a room's events, as the tables have them."""
    found = Event.objects.filter(room=room, seq__gte=first, seq__lte=last).order_by("seq")
    return found.iterator(chunk_size=CHUNK)


def erasures(room: Room) -> dict[int | None, int]:
    """By number of event: the number of the order that erased its words."""
    return {target: seq for target, file, seq in _orders(room) if not file}


def photo_erasures(room: Room) -> dict[tuple[int | None, str], int]:
    """By number of event and id of photo: the number of the order that took it."""
    return {(target, file): seq for target, file, seq in _orders(room) if file}


def _orders(room: Room) -> list[tuple[int | None, str, int]]:
    """Latest first: the first order of several is the one that took something away."""
    found = Event.objects.filter(room=room, kind=Kind.TEXT_ERASED).order_by("-seq")
    return [(target, data.get("file", ""), seq) for target, data, seq in found.values_list("target", "data", "seq")]


def photo_name(photo: Carried) -> str:
    """What a photo or a video is called in the archive; the verifiers know it too."""
    return f"video-{photo.id}.mp4" if photo.type == VIDEO else f"photo-{photo.id}.jpg"


def photo_bytes(photo: Carried, *, small: bool = False) -> bytes:
    """The bytes of a photo, or of its small picture. Raises RoomError unavailable if the storage does not answer."""
    try:
        return store.read(small_name(photo.id) if small else file_name(photo.id, photo.type))
    except OSError as error:
        raise RoomError("unavailable") from error


def line(scope: Scope, entry: Entry, previous: str) -> dict[str, Any]:
    """One line of record.jsonl: what the digest covers, the digest, the words and salt or why they are not there."""
    event = entry.event
    made: dict[str, Any] = {
        "covered": covered(event, author=entry.author, room=scope.room, previous=previous),
        "digest": event.digest,
    }
    if entry.erased is not None:
        made["erased"] = entry.erased
    elif entry.hidden is not None:
        made["hidden"] = {"by": str(scope.maker), "why": entry.hidden.why, "instead": entry.hidden.instead}
    elif entry.text is not None:
        made |= {"text": entry.text, "salt": event.salt}
    if entry.photos_hidden is not None:
        made["photos_hidden"] = {"by": str(scope.maker), "why": entry.photos_hidden.why}
    if entry.photos_erased:
        made["photos_erased"] = entry.photos_erased
    return made
