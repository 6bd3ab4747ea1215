"""Sending twice does once: the first answer to a client's UUID stands for ever."""

from collections.abc import Iterable
from uuid import UUID

from rooms.errors import RoomError
from rooms.events import Draft
from rooms.masks import without
from rooms.models import Event, Membership
from rooms.text import salted_hash


def earlier(keys: Iterable[tuple[Membership, UUID]]) -> dict[tuple[int, UUID], Event]:
    """Events that these members already made with these client UUIDs, by (membership pk, UUID)."""
    wanted = {(member.pk, client_id): member for member, client_id in keys}
    found = Event.objects.filter(
        room__in={member.room_id for member in wanted.values()},
        author__in={pk for pk, _ in wanted},
        client_id__in={client_id for _, client_id in wanted},
    )
    events = {}
    for event in found:
        if event.author_id is not None and event.client_id is not None:
            event.author = wanted.get((event.author_id, event.client_id))
            events[event.author_id, event.client_id] = event
    return events


def same_or_refuse(event: Event, draft: Draft) -> Event:
    """Return `event` if `draft` says the same again. Raises RoomError id_reused if it says something else.

    What is kept private in it does not matter: the rules for that may have changed meanwhile.
    """
    said, again = (event.kind, event.target, without(event.data)), (draft.kind, draft.target, without(draft.data))
    if said != again or not _same_text(event, draft):
        raise RoomError("id_reused")
    return event


def _same_text(event: Event, draft: Draft) -> bool:
    if event.text_hash and not event.salt:
        return True  # the words were erased by order: nothing is left to compare with
    return event.text_hash == (salted_hash(draft.text, event.salt) if draft.text else "")
