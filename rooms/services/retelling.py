"""What items of one's own have in common: they can be told anew or taken back for a while, and photos copied."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID, uuid4

from rooms.errors import RoomError
from rooms.items import Item
from rooms.media import store
from rooms.media.carried import files_of
from rooms.media.photos import Photo
from rooms.models import Attachment, Child, Event, Membership
from rooms.protocol import FileRef
from rooms.services import attachments, items

logger = logging.getLogger(__name__)

_copied: ContextVar[list[str] | None] = ContextVar("copied", default=None)
"""Files written for photos that were copied since `copies_kept` began."""


def child_in(member: Membership, child_id: str) -> Child:
    """A child of the member's room; the only one, where none is named. Raises RoomError bad_choice."""
    children = list(member.room.children.order_by("pk"))
    if not child_id and len(children) == 1:
        return children[0]
    found = next((child for child in children if child.public_id == child_id), None)
    if found is None:
        raise RoomError("bad_choice")
    return found


def anew(
    member: Membership,
    said: Event,
    item: Item,
    *,
    client_id: UUID,
    text: str,
    files: Sequence[FileRef],
    child: Child,
    sure: bool,
    at: datetime | None,
) -> Event:
    """Tell an item of one's own once more, in place of what was `said`: its photos stay with it."""
    kept = [FileRef(id=copy.public_id, alt=alt) for copy, alt in copies(said, member)]
    items.take_back(member, said, client_id=None, at=at)
    return items.tell(
        member, item, client_id=client_id, text=text, files=(*kept, *files), child=child, sure=sure, at=at
    )


@contextmanager
def copies_kept() -> Iterator[None]:
    """Around the transaction in which photos are copied: if it comes to nothing, their new files are removed again.

    The rows are rolled back, and nothing else would ever find those files.
    """
    outer = _copied.get()
    names: list[str] = []
    token = _copied.set(names)
    try:
        yield
    except BaseException:
        store.delete(*names)
        raise
    finally:
        _copied.reset(token)
    if outer is not None:
        outer.extend(names)


def copies(said: Event, member: Membership, *, whole: bool = True) -> list[tuple[Attachment, str]]:
    """New photos of this member with the bytes of those that a line carries, and what each of them shows.

    To be called inside `copies_kept`. What was erased stays away. Raises RoomError unavailable if the storage does not
    give the bytes; unless `whole`, such a photo stays away too.
    """
    carried = files_of(said.text, said.data)
    found = {
        one.public_id: one
        for one in Attachment.objects.filter(
            room=said.room_id, public_id__in=[file.id for file in carried], state=Attachment.State.ATTACHED
        )
    }
    copied = [(_copy(found[file.id], member, whole=whole), file.alt) for file in carried if file.id in found]
    return [(one, alt) for one, alt in copied if one is not None]


def _copy(one: Attachment, member: Membership, *, whole: bool) -> Attachment | None:
    try:
        data, small = store.read(one.name), store.read(one.small_name)
    except OSError as error:
        if whole:
            raise RoomError("unavailable") from error
        logger.warning("a photo cannot be read and does not come along: %s", one.public_id)
        return None
    photo = Photo(data=data, small=small, width=one.width, height=one.height, seconds=one.seconds)
    copy = attachments.keep(member, client_id=uuid4(), photo=photo, source=one.source)
    if (names := _copied.get()) is not None:
        names.extend((copy.name, copy.small_name))
    return copy
