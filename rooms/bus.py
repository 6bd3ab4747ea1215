"""What processes tell each other: "look now" after a commit, and what lives on the wire only (presence, typing).

The channel layer is a hint, not a promise: it may drop, and nothing that matters depends on it. No words travel on it:
an announcement to other processes carries room keys and sequence numbers.

Every server process reads one group, so that joining and leaving rooms costs the layer nothing. Listeners in this very
process get the events themselves, straight from the transaction that wrote them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any, Final, Protocol, cast

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, InMemoryChannelLayer, get_channel_layer

from rooms.models import Event
from rooms.tally import tally

logger = logging.getLogger(__name__)

GROUP: Final = "coparenting.bus"
SEND_TIMEOUT: Final = 1.0
"""Seconds to wait for the channel layer before going on without it."""

Signal = dict[str, Any]
"""One thing that processes tell each other: its kind under `s`, its room's key under `room`."""


class Listener(Protocol):
    """What a server process does with what this process committed. Called from the committing thread."""

    def committed(self, events: Sequence[Event]) -> None: ...

    def signalled(self, signals: Sequence[Signal]) -> None: ...


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell `listener` of everything from this process; it passes on to other processes what they need to hear."""
    _listeners.append(listener)


def forget(listener: Listener) -> None:
    """Tell `listener` no more, if it was ever told."""
    if listener in _listeners:
        _listeners.remove(listener)


def announce(events: Sequence[Event]) -> None:
    """Say that `events` were committed. Whatever goes wrong here, the events stand and a poll finds them."""
    for listener in tuple(_listeners):
        listener.committed(events)
    if not _listeners and events:
        _publish_from_outside([heads(events)])


def signal(signals: Sequence[Signal]) -> None:
    """Say what lives on the wire only."""
    for listener in tuple(_listeners):
        listener.signalled(signals)
    if not _listeners:
        _publish_from_outside(signals)


def _publish_from_outside(signals: Sequence[Signal]) -> None:
    """Publish from a process without sockets of its own: a command, the worker, a server nobody is connected to."""
    if layer() is None:
        return
    try:
        async_to_sync(publish)(signals)
    except RuntimeError:
        logger.warning("bus: not sent from inside an event loop; the poll will tell")


def heads(events: Iterable[Event]) -> Signal:
    """The announcement of new events to other processes: where each room stands."""
    last = {event.room_id: event for event in events}
    return {"s": "heads", "rooms": [(room, event.seq, event.digest) for room, event in last.items()]}


def layer() -> BaseChannelLayer | None:
    """The channel layer that reaches other processes, or None when this process is alone."""
    found = get_channel_layer()
    return None if found is None or isinstance(found, InMemoryChannelLayer) else found


async def publish(signals: Sequence[Signal]) -> None:
    """Send signals to every process; log and go on if the layer does not take them."""
    shared = layer()
    if shared is None or not signals:
        return
    try:
        async with asyncio.timeout(SEND_TIMEOUT):
            await shared.group_send(GROUP, {"type": "bus", "signals": list(signals)})
    except Exception as error:  # any client library error: the layer is only a hint
        tally.signals_lost += 1
        logger.warning("bus: not sent: %s", type(error).__name__)


async def read() -> AsyncIterator[list[Signal]]:
    """Yield what processes publish, for ever. Raises whatever the layer raises when it breaks; call again."""
    shared = layer()
    if shared is None:
        return
    channel = await shared.new_channel()
    await shared.group_add(GROUP, channel)
    while True:
        message = await shared.receive(channel)
        yield cast(list[Signal], message["signals"])
