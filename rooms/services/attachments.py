"""Photos on their way into a message: taken in, made safe and kept; then used once, by whoever sent them, in that room.

What is taken in and never used is removed after a day. A photo is named by the event that carries it, and the digest of
that event covers the hash of its bytes.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.limits import uploads
from rooms.masks import Mask
from rooms.media import photos, store
from rooms.media.carried import FILES, Carried, as_text_and_data
from rooms.media.photos import Photo
from rooms.models import Attachment, Event, Incoming, Membership, Person
from rooms.models.attachment import file_name, small_name
from rooms.models.ids import new_public_id
from rooms.protocol import FILES_LIMIT, FileRef
from rooms.text import check_message

LIFE: Final = timedelta(hours=24)
"""How long a photo waits for its message."""
GRACE: Final = timedelta(hours=1)
"""How much longer it is kept, so that nobody removes what a message is just taking."""
WAITING: Final = 24
"""Photos of one member that wait for a message at most."""
ALT_LIMIT: Final = 500
"""Characters in what a photo shows."""
_SWEPT: Final = 200
"""Photos removed in one go."""

_State = Attachment.State


def upload(*, actor: Person, room_id: str, client_id: UUID, data: bytes | None) -> Attachment:
    """Take a photo in. Sent again under the same id it is taken in once, and gets the same answer.

    Raises RoomError as the door does; photo_missing without `data`; slow_down; id_reused; and as `photos.make`.
    """
    member = door(actor=actor, room_id=room_id, action=Action.POST)
    if data is None:
        raise RoomError("photo_missing")
    source = hashlib.sha256(data).hexdigest()
    if earlier := _earlier(member, client_id, source):
        return earlier
    uploads.take(actor.pk)
    if Attachment.objects.filter(uploader=member, state=_State.UPLOADED).count() >= WAITING:
        raise RoomError("slow_down")
    if not connection.in_atomic_block:
        connection.close()  # making it takes long, and a few who wait would hold all connections of this process
    return keep(member, client_id=client_id, photo=photos.make(data), source=source)


def keep(member: Membership, *, client_id: UUID, photo: Photo, source: str) -> Attachment:
    """Keep a photo that was made safe. Raises RoomError id_reused; unavailable if the storage does not take it."""
    public_id = new_public_id()
    try:
        return create(member, public_id, client_id=client_id, photo=photo, source=source)
    except IntegrityError:
        forget(public_id, photo)
        if earlier := _earlier(member, client_id, source):
            return earlier
        raise
    except OSError as error:
        forget(public_id, photo)
        raise RoomError("unavailable") from error


def create(member: Membership, public_id: str, *, client_id: UUID, photo: Photo, source: str) -> Attachment:
    """Keep what was made safe, under this id. Raises OSError if the storage does not take it; IntegrityError."""
    store.save(file_name(public_id, photo.content_type), photo.data)
    store.save(small_name(public_id), photo.small)
    with transaction.atomic():
        return Attachment.objects.create(
            public_id=public_id,
            room=member.room,
            uploader=member,
            client_id=client_id,
            content_type=photo.content_type,
            size=len(photo.data),
            sha256=photo.sha256,
            source=source,
            width=photo.width,
            height=photo.height,
            seconds=photo.seconds,
        )


def forget(public_id: str, photo: Photo) -> None:
    """Remove what a try to keep it may have left."""
    store.delete(file_name(public_id, photo.content_type), small_name(public_id))


def drawn_up(member: Membership, client_id: UUID, words: str, files: Sequence[FileRef]) -> tuple[str, dict[str, Any]]:
    """Text and data of a message of this member with these photos; just its words, where there are none.

    Raises RoomError: photo_many, video_one; photo_gone for one that is not theirs, was used before or is too old;
    video_making, or what it was refused with, for a video that is not made yet; photo_alt, bad_text.
    """
    if not files:
        return words, {}
    if len(files) > FILES_LIMIT:
        raise RoomError("photo_many")
    found = {one.public_id: one for one in _theirs(member, [ref.id for ref in files])}
    if len(found) < len(files):
        _check_incoming(member, [ref.id for ref in files if ref.id not in found])
    if sum(one.seconds > 0 for one in found.values()) > 1:
        raise RoomError("video_one")
    if len(found) < len(files) or not all(_may_go(one, client_id) for one in found.values()):
        raise RoomError("photo_gone")
    return as_text_and_data(words, [_carried(found[ref.id], described(ref.alt)) for ref in files])


def described(alt: str) -> str:
    """What a photo shows, as it is kept. Raises RoomError photo_alt, bad_text."""
    said = alt.strip()
    if len(said) > ALT_LIMIT:
        raise RoomError("photo_alt")
    return check_message(said) if said else ""


def check_masks(masks: Sequence[Mask], words: str) -> None:
    """Raises RoomError photo_private for contact details in what a photo shows: nothing there can be kept private."""
    if any(end > len(words) for _, end, _ in masks):
        raise RoomError("photo_private")


def attach(event: Event) -> None:
    """The photos of an event that was just recorded, if it has any, are used: in the same transaction."""
    if FILES not in event.data:
        return
    ids = [entry["id"] for entry in event.data[FILES]]
    used = Attachment.objects.filter(uploader_id=event.author_id, public_id__in=ids)
    used.update(state=_State.ATTACHED, seq=event.seq, message=event.client_id, alt="")


def hold(member: Membership, client_id: UUID, files: Sequence[FileRef]) -> None:
    """The message waits for staff, and its photos with it."""
    for place, ref in enumerate(files):
        _theirs(member, [ref.id]).update(state=_State.HELD, message=client_id, place=place, alt=described(ref.alt))


def held(member: Membership, client_id: UUID) -> list[FileRef]:
    """The photos that wait with a message, in its order."""
    waiting = Attachment.objects.filter(uploader=member, message=client_id, state=_State.HELD).order_by("place")
    return [FileRef(id=one.public_id, alt=one.alt) for one in waiting]


def of_message(member: Membership, client_id: UUID) -> list[str]:
    """The ids of the photos that went with a message that was held, or wait with it, in its order."""
    found = Attachment.objects.filter(uploader=member, message=client_id).order_by("place")
    return list(found.values_list("public_id", flat=True))


def let_go(member: Membership, client_id: UUID) -> None:
    """The message that they waited with is not sent: they are removed like any that nobody used."""
    Attachment.objects.filter(uploader=member, message=client_id, state=_State.HELD).update(
        state=_State.UPLOADED, message=None, alt="", at=timezone.now() - LIFE
    )


def sweep() -> int:
    """Remove what was never used; how many. Several workers are safe."""
    with transaction.atomic():
        old = Attachment.objects.filter(state=_State.UPLOADED, at__lt=timezone.now() - LIFE - GRACE)
        found = list(old.select_for_update(skip_locked=True)[:_SWEPT])
        names = [name for one in found for name in (one.name, one.small_name)]
        Attachment.objects.filter(pk__in=[one.pk for one in found]).delete()
        transaction.on_commit(lambda: store.delete(*names))
    return len(found)


def _earlier(member: Membership, client_id: UUID, source: str) -> Attachment | None:
    earlier = Attachment.objects.filter(uploader=member, client_id=client_id).first()
    if earlier is not None and earlier.source != source:
        raise RoomError("id_reused")
    return earlier


def _theirs(member: Membership, ids: Sequence[str]) -> Any:
    named = [one for one in ids if "\x00" not in one]  # for which PostgreSQL could not even look
    return Attachment.objects.filter(uploader=member, room=member.room_id, public_id__in=named)


def _check_incoming(member: Membership, ids: Sequence[str]) -> None:
    """Raises RoomError for a video that is still on its way, or was refused."""
    named = [one for one in ids if "\x00" not in one]
    coming = Incoming.objects.filter(uploader=member, public_id__in=named).exclude(state=Incoming.State.GONE)
    if one := coming.first():
        raise RoomError(one.refusal or "video_making")


def _may_go(one: Attachment, client_id: UUID) -> bool:
    """Whether it waits for its first message, or is of this very one."""
    if one.state == _State.UPLOADED:
        return one.at > timezone.now() - LIFE
    return one.message == client_id and one.state in (_State.HELD, _State.ATTACHED, _State.ERASED)


def _carried(one: Attachment, alt: str) -> Carried:
    return Carried(
        id=one.public_id,
        sha256=one.sha256,
        type=one.content_type,
        width=one.width,
        height=one.height,
        seconds=one.seconds,
        alt=alt,
    )
