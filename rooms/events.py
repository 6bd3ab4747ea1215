"""The record: the only code that writes an event, and how its chain of digests is made.

Durable first, then announced: `record()` runs inside the caller's transaction under the room's row lock, and what it
wrote is announced after commit. `record_if_unchanged()` is a transaction of its own, in one statement. Announcing can
fail; the record stands all the same.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms import bus, recent, statements
from rooms.models import Event, Kind, Membership, Room
from rooms.text import new_salt, salted_hash


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be recorded. `room` must be locked by the caller's transaction (see `rooms.access.lock_rooms`).

    `at` is for loading a conversation that happened before (the demo, an import); it is the time of recording
    otherwise.
    """

    room: Room
    kind: Kind
    author: Membership | None = None
    text: str = ""
    target: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    client_id: UUID | None = None
    at: datetime | None = None


def record(drafts: Sequence[Draft]) -> list[Event]:
    """Write the drafts to their rooms' logs in the order given, and announce them once committed.

    Each room gets the next numbers without a gap, and each event's digest covers the one before it. The events
    returned have no primary key yet.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() must run inside the transaction that locked the room")
    now = timezone.now()
    events = [_append(draft, now) for draft in drafts]
    if not events:
        return events
    statements.append(events)
    statements.move_heads({draft.room.pk: draft.room for draft in drafts}.values())
    transaction.on_commit(lambda: _announce(events), robust=True)
    return events


def record_if_unchanged(drafts: Sequence[Draft]) -> list[Event | None]:
    """Write drafts whose rooms still stand where their `room` says and whose authors may write; None for the others.

    One statement, committed when this returns, without a lock held before it: the room's row is locked and compared in
    it, and every author's part is looked at again. Where a room stands elsewhere, `rooms.recent` knows it afterwards.
    A room's drafts are written all or none; drafts of one room share their `room` object. PostgreSQL only. Raises
    IntegrityError, with nothing written, if a client id was used before.
    """
    now = timezone.now()
    before = {draft.room.pk: (draft.room.last_seq, draft.room.head_digest) for draft in drafts}
    events = [_append(draft, now) for draft in drafts]
    written = statements.append_if_unchanged(events, before, now)
    if unwritten := before.keys() - written:
        for head in statements.heads(unwritten):
            recent.saw(*head)
    _announce([event for event in events if event.room_id in written])
    return [event if event.room_id in written else None for event in events]


def _announce(events: Sequence[Event]) -> None:
    for event in events:
        recent.saw(event.room_id, event.seq, event.digest)
    bus.announce(events)


def _append(draft: Draft, now: datetime) -> Event:
    room = draft.room
    salt = new_salt() if draft.text else ""
    event = Event(
        room=room,
        seq=room.last_seq + 1,
        kind=draft.kind,
        author=draft.author,
        at=draft.at or now,
        target=draft.target,
        data=draft.data,
        text=draft.text,
        salt=salt,
        text_hash=salted_hash(draft.text, salt) if draft.text else "",
        client_id=draft.client_id,
    )
    event.digest = digest(event, author=draft.author, room=room, previous=room.head_digest)
    room.last_seq, room.head_digest = event.seq, event.digest
    return event


def digest(event: Event, *, author: Membership | None, room: Room, previous: str) -> str:
    """SHA-256 (hex) over the event's canonical JSON and the digest before it."""
    made = covered(event, author=author, room=room, previous=previous)
    canonical = json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def covered(event: Event, *, author: Membership | None, room: Room, previous: str) -> dict[str, Any]:
    """What the digest covers: the words through `text_hash` only, so that erasing them leaves the chain whole."""
    return {
        "v": 1,
        "room": room.public_id,
        "seq": event.seq,
        "kind": str(event.kind),
        "author": author.public_id if author else None,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "target": event.target,
        "data": event.data,
        "text_hash": event.text_hash,
        "client_id": str(event.client_id) if event.client_id else None,
        "previous": previous,
    }
