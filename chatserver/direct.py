"""Writes ready-made WebSocket frames straight to a Daphne connection: the one place that reaches past its interface.

Daphne's own way wraps, frames and schedules every send again for every reader. This hands the same bytes to each
reader's TCP connection, at once if nothing waits there, else behind what waits. It needs Twisted's plain TCP transport
as pinned in requirements/base.txt; `writer` answers None for anything else, and frames then go Daphne's way.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from autobahn.websocket.protocol import WebSocketProtocol

_NEEDED: Final = ("socket", "dataBuffer", "offset", "_tempDataLen", "write")


def writer(protocol: Any) -> Callable[[bytes], int] | None:
    """A `write(frame) -> bytes waiting` for this connection, or None if its transport is not the one we know."""
    transport = protocol.transport
    if not all(hasattr(transport, name) for name in _NEEDED):
        return None
    return partial(_write, protocol, transport)


def _write(protocol: Any, transport: Any, frame: bytes) -> int:
    if protocol.state != WebSocketProtocol.STATE_OPEN or transport.disconnecting:
        return 0
    waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
    if not waiting:
        sent = _send_now(transport, frame)
        if sent == len(frame):
            return 0
        frame = frame[sent:]
    transport.write(frame)
    return waiting + len(frame)


def _send_now(transport: Any, frame: bytes) -> int:
    """Bytes that the kernel took. A broken connection takes none; Twisted finds out when it writes the rest."""
    try:
        sent: int = transport.socket.send(frame)
    except OSError:
        return 0
    return sent
