"""Legal erasure: removes words or a photo of an event by order of a court, and leaves the chain whole."""

from django.db import transaction

from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.guard import lifted
from rooms.media import store
from rooms.models import Attachment, Event, Kind, Room


def erase_text(*, room: Room, seq: int, order: str) -> Event:
    """Blank the words of event `seq` and of its later versions; record that it was done, under which `order`.

    For the command line only: no role in any room may do this. Raises RoomError not_found, reason_needed.
    """
    if not order.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room.pk)
        about = worded(room=room, seq=seq)
        events = record([Draft(room=room, kind=Kind.TEXT_ERASED, target=e.seq, data={"order": order}) for e in about])
        with lifted("erasure"):
            Event.objects.filter(pk__in=[event.pk for event in about]).update(text="", salt="")
        return events[0]


def worded(*, room: Room, seq: int) -> list[Event]:
    """Event `seq` and its later versions, as far as they still have words. Raises RoomError not_found."""
    about = [*Event.objects.filter(room=room, seq=seq), *Event.objects.filter(room=room, target=seq)]
    found = [event for event in about if event.text]
    if not found:
        raise RoomError("not_found")
    return found


def erase_file(*, room: Room, seq: int, file_id: str, order: str) -> Event:
    """Remove the bytes of a photo of message `seq`; record that it was done, under which `order`.

    What it shows is words, which `erase_text` takes. Done again it is recorded once, and what is left of the bytes
    goes. For the command line only. Raises RoomError not_found, reason_needed; OSError if bytes may still be there.
    """
    if not order.strip():
        raise RoomError("reason_needed")
    with transaction.atomic(durable=True):
        room = Room.objects.select_for_update().get(pk=room.pk)
        photo = Attachment.objects.filter(room=room, seq=seq, public_id=file_id).first()
        if photo is None:
            raise RoomError("not_found")
        event = _taken(room, photo) or _take(room, photo, order)
    store.erase(photo.name, photo.small_name)
    return event


def _taken(room: Room, photo: Attachment) -> Event | None:
    """The event that says that this photo was erased, if there is one."""
    said = Event.objects.filter(room=room, kind=Kind.TEXT_ERASED, target=photo.seq, data__file=photo.public_id)
    return said.order_by("seq").first()


def _take(room: Room, photo: Attachment, order: str) -> Event:
    data = {"order": order, "file": photo.public_id}
    event = record([Draft(room=room, kind=Kind.TEXT_ERASED, target=photo.seq, data=data)])[0]
    photo.state = Attachment.State.ERASED
    photo.save(update_fields=["state"])
    return event
