"""What items of one's own have in common: they can be told anew or taken back for a while, and photos copied."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone

from rooms.access import EDIT_WINDOW, message
from rooms.errors import RoomError
from rooms.items import ITEM, Item
from rooms.media import store
from rooms.media.carried import files_of
from rooms.media.photos import Photo
from rooms.models import Attachment, Child, Event, Kind, Membership
from rooms.protocol import FileRef
from rooms.services import attachments, items, replay


def child_in(member: Membership, child_id: str) -> Child:
    """A child of the member's room; the only one, where none is named. Raises RoomError bad_choice."""
    children = list(member.room.children.order_by("pk"))
    if not child_id and len(children) == 1:
        return children[0]
    found = next((child for child in children if child.public_id == child_id), None)
    if found is None:
        raise RoomError("bad_choice")
    return found


def own_and_recent(member: Membership, seq: int, first_at: datetime, *, now: datetime | None) -> Event:
    """The member's own line, still new enough to be changed.

    Raises RoomError not_found, not_allowed, too_late, gone.
    """
    said = message(member, seq)
    if said.author_id != member.pk or ITEM not in said.data:
        raise RoomError("not_allowed")
    if (now or timezone.now()) - first_at > EDIT_WINDOW:
        raise RoomError("too_late")
    if Event.objects.filter(room=member.room_id, target=seq, kind=Kind.MESSAGE_RETRACTED).exists():
        raise RoomError("gone")
    return said


def anew(
    member: Membership,
    said: Event,
    item: Item,
    *,
    client_id: UUID,
    text: str,
    files: Sequence[FileRef],
    sure: bool,
    at: datetime | None,
) -> Event:
    """Tell an item of one's own once more, in place of what was `said`: its photos stay with it."""
    kept = [FileRef(id=copy.public_id, alt=alt) for copy, alt in copies(said, member)]
    items.take_back(member, said, client_id=None, at=at)
    return items.tell(member, item, client_id=client_id, text=text, files=(*kept, *files), sure=sure, at=at)


def taken_before(member: Membership, client_id: UUID, seq: int) -> Event | None:
    """What was recorded when this very line was taken back by this very form. Raises RoomError id_reused."""
    sent = replay.earlier([(member, client_id)]).get((member.pk, client_id))
    if sent is not None and (sent.kind != Kind.MESSAGE_RETRACTED or sent.target != seq):
        raise RoomError("id_reused")
    return sent


def copies(said: Event, member: Membership) -> list[tuple[Attachment, str]]:
    """New photos of this member with the bytes of those that a line carries, and what each of them shows.

    What was erased stays away. Raises RoomError unavailable if the storage does not give the bytes.
    """
    carried = files_of(said.text, said.data)
    found = {
        one.public_id: one
        for one in Attachment.objects.filter(
            room=said.room_id, public_id__in=[file.id for file in carried], state=Attachment.State.ATTACHED
        )
    }
    return [(_copy(found[file.id], member), file.alt) for file in carried if file.id in found]


def _copy(one: Attachment, member: Membership) -> Attachment:
    try:
        data, small = store.read(one.name), store.read(one.small_name)
    except OSError as error:
        raise RoomError("unavailable") from error
    photo = Photo(data=data, small=small, width=one.width, height=one.height)
    return attachments.keep(member, client_id=uuid4(), photo=photo, source=one.source)
