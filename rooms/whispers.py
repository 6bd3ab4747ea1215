"""Private notes on their way: the setting WHISPERS names the one who knows their words and whom each is for."""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from rooms.bus import Signal
from rooms.channel import RoomChannel
from rooms.database import in_thread

logger = logging.getLogger(__name__)


async def hand_over(signal: Signal, rooms: Mapping[int, RoomChannel]) -> None:
    """Hand a note to those it is for. Its words do not travel between processes: each reads them for its own sockets.

    One that is lost here is found when the page is loaded.
    """
    if signal["room"] not in rooms:
        return
    try:
        found = await in_thread(import_string(settings.WHISPERS), signal["id"])
    except DatabaseError:
        logger.warning("whispers: one could not be read; the page shows it when it is loaded")
        return
    channel = rooms.get(signal["room"])
    if found is not None and channel is not None:
        to, frame = found
        for member in to:
            channel.tell(lambda _: frame, only=member)
