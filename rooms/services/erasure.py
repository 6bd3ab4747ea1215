"""Legal erasure: removes the words of an event by order of a court, and leaves the chain whole."""

from django.db import transaction

from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.guard import lifted
from rooms.models import Event, Kind, Room


def erase_text(*, room: Room, seq: int, order: str) -> Event:
    """Blank the words of event `seq` and of its later versions; record that it was done, under which `order`.

    For the command line only: no role in any room may do this. Raises RoomError not_found, reason_needed.
    """
    if not order.strip():
        raise RoomError("reason_needed")
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room.pk)
        about = [*Event.objects.filter(room=room, seq=seq), *Event.objects.filter(room=room, target=seq)]
        worded = [event for event in about if event.text]
        if not worded:
            raise RoomError("not_found")
        events = record([Draft(room=room, kind=Kind.TEXT_ERASED, target=e.seq, data={"order": order}) for e in worded])
        with lifted("erasure"):
            Event.objects.filter(pk__in=[event.pk for event in worded]).update(text="", salt="")
        return events[0]
