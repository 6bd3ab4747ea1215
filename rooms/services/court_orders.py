"""Pictures of a court's order beside what it allows: taken in by staff, seen by staff, erased by order (S35).

No message and no event names them, so nobody of the family ever learns of one, by a page, a notice or the record.
"""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils import timezone

from rooms.access import Action, door, enter_locked, permit
from rooms.errors import RoomError
from rooms.limits import uploads
from rooms.media import photos, store
from rooms.media.photos import Photo
from rooms.models import Approval, Membership, OrderPhoto, Person, Room
from rooms.models.attachment import file_name
from rooms.models.ids import new_public_id

MOST: Final = 12
"""Pictures beside one allowance."""
AT_ONCE: Final = 6
"""Pictures in one form."""
SEEN: Final = "order_seen"
ADDED: Final = "order_added"
"""What staff's own trail says of a look and of an act; members read there what they always do."""


def made(*, actor: Person, room_id: str, pictures: Sequence[bytes]) -> list[Photo]:
    """Make pictures safe, before anything is kept.

    Raises RoomError as the door does; not_allowed, orders_many, slow_down, and as `photos.make`.
    """
    permit(door(actor=actor, room_id=room_id, action=Action.OBSERVE), Action.APPROVE)
    if len(pictures) > AT_ONCE:
        raise RoomError("orders_many")
    for _ in pictures:
        uploads.take(actor.pk)
    if pictures and not connection.in_atomic_block:
        connection.close()  # making one takes long, and a few who wait would hold all connections of this process
    return [photos.make(picture) for picture in pictures]


def add(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    approval: str,
    pictures: Sequence[Photo],
    noted: Callable[[Sequence[OrderPhoto]], object] | None = None,
) -> list[OrderPhoto]:
    """Keep pictures beside an allowance, and return those that are new: the same form sent again keeps them once.

    `noted` writes down that they were kept, with them: whatever fails, neither the rows nor the bytes stay.

    Raises RoomError as `made`; not_found, id_reused; unavailable if the storage does not take them.
    """
    permit(door(actor=actor, room_id=room_id, action=Action.OBSERVE), Action.APPROVE)
    sent = [(uuid5(client_id, f"order {place}"), new_public_id(), photo) for place, photo in enumerate(pictures)]
    used: list[OrderPhoto] = []
    try:
        for _, public_id, photo in sent:
            store.save(file_name(public_id), photo.data)
        with transaction.atomic():
            rows = _rows(enter_locked(actor=actor, room_id=room_id), approval, sent)
            if rows and noted is not None:
                noted(rows)
        used = rows
    except OSError as error:
        raise RoomError("unavailable") from error
    finally:
        kept = {one.public_id for one in used}
        store.delete(*[file_name(public_id) for _, public_id, _ in sent if public_id not in kept])
    return used


def _rows(member: Membership, approval: str, sent: Sequence[tuple[UUID, str, Photo]]) -> list[OrderPhoto]:
    permit(member, Action.APPROVE)
    beside = Approval.objects.filter(room=member.room, public_id=approval).first()
    if beside is None:
        raise RoomError("not_found")
    before = OrderPhoto.objects.filter(by=member, client_id__in=[id for id, _, _ in sent])
    there = dict(before.values_list("client_id", "approval"))
    if any(kept != beside.pk for kept in there.values()):
        raise RoomError("id_reused")
    new = [one for one in sent if one[0] not in there]
    if beside.photos.filter(erased_at=None).count() + len(new) > MOST:
        raise RoomError("orders_many")
    rows = [
        OrderPhoto(
            public_id=public_id,
            approval=beside,
            by=member,
            client_id=id,
            size=len(photo.data),
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
        )
        for id, public_id, photo in new
    ]
    return OrderPhoto.objects.bulk_create(rows)


def erase(*, room: Room, seq: int, photo_id: str, order: str) -> OrderPhoto:
    """Remove the bytes of a picture beside the allowance of line `seq`; the row keeps under which `order`.

    For the command line only. It can be done again. Raises RoomError not_found, reason_needed; OSError if bytes may
    still be there.
    """
    if not order.strip():
        raise RoomError("reason_needed")
    with transaction.atomic(durable=True):
        found = OrderPhoto.objects.select_for_update().filter(approval__room=room, approval__seq=seq)
        one = found.filter(public_id=photo_id).first()
        if one is None:
            raise RoomError("not_found")
        if one.erased_at is None:
            one.erased_at, one.erased_under = timezone.now(), order.strip()[:200]
            one.save(update_fields=["erased_at", "erased_under"])
    store.erase(one.name)
    return one
