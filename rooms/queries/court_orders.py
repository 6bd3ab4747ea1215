"""Pictures of a court's order, for staff of the room alone (S35)."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection

from rooms.access import Action, permit
from rooms.errors import RoomError
from rooms.media import store
from rooms.models import Membership, OrderPhoto

logger = logging.getLogger(__name__)


def beside(staff: Membership, approvals: Collection[str]) -> dict[str, list[OrderPhoto]]:
    """The pictures that are kept beside these allowances of the room, by the allowance's id, the first first."""
    permit(staff, Action.APPROVE)
    found: dict[str, list[OrderPhoto]] = defaultdict(list)
    kept = OrderPhoto.objects.filter(approval__room=staff.room_id, approval__public_id__in=approvals, erased_at=None)
    for one in kept.select_related("approval").order_by("pk"):
        found[one.approval.public_id].append(one)
    return found


def opened(staff: Membership, photo_id: str) -> OrderPhoto:
    """One that is there to be looked at. Raises RoomError not_allowed, not_found."""
    permit(staff, Action.APPROVE)
    kept = OrderPhoto.objects.filter(approval__room=staff.room_id, erased_at=None).select_related("approval", "by")
    one = kept.filter(public_id=photo_id).first()
    if one is None:
        raise RoomError("not_found")
    return one


def picture(staff: Membership, photo_id: str) -> bytes:
    """The bytes of one. Raises RoomError not_allowed, not_found; unavailable if the storage has not these bytes."""
    one = opened(staff, photo_id)
    try:
        data = store.read(one.name)
    except OSError as error:
        raise RoomError("unavailable") from error
    if hashlib.sha256(data).hexdigest() != one.sha256:
        logger.error("a picture of a court's order is not what was kept: %s", one.name)
        raise RoomError("unavailable")
    return data
