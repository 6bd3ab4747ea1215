"""Short ways between frames and a Daphne connection: the one place that reaches past its interface.

Out: Daphne's own way wraps, frames and schedules every send again for every reader. `writer` hands the same bytes to
each reader's TCP connection, at once if nothing waits there, else behind what waits. It needs Twisted's plain TCP
transport as pinned in requirements/base.txt; it answers None for anything else, and frames then go Daphne's way.

In: Autobahn takes a frame apart in a dozen calls. `text` does it in one for the frame that browsers send: one whole,
masked, uncompressed text. It answers None for anything else, or when anything is unusual, and Autobahn sees to that.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from autobahn.websocket.protocol import WebSocketProtocol

_FINAL_TEXT: Final = 0x81
_MASKED: Final = 0x80
_TWO_BYTES: Final = 126
"""The length that says that the real one follows in two bytes (RFC 6455, section 5.2)."""

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
    if not frame:
        return waiting
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


def text(protocol: Any, data: bytes) -> bytes | None:
    """The UTF-8 payload of `data` if that is exactly one whole text frame and nothing came before it unfinished.

    While a ping waits for its answer every frame is Autobahn's, which takes it for a sign of life.
    """
    if protocol.state != WebSocketProtocol.STATE_OPEN or protocol.data or protocol.current_frame is not None:
        return None
    if (
        protocol.inside_message
        or protocol.autoPingTimeoutCall
        or len(data) < 8
        or data[0] != _FINAL_TEXT
        or not data[1] & _MASKED
    ):
        return None
    if not data[1] & _MASKED:
        return None
    length, start = data[1] & ~_MASKED, 2
    if length >= _TWO_BYTES:
        length, start = (int.from_bytes(data[2:4], "big"), 4) if length == _TWO_BYTES else (0, 0)
        if length < _TWO_BYTES:
            return None
    mask, masked = data[start : start + 4], data[start + 4 :]
    if len(masked) != length:
        return None
    return _as_text(_unmasked(masked, mask))


def _unmasked(masked: bytes, mask: bytes) -> bytes:
    pad = (mask * (len(masked) // 4 + 1))[: len(masked)]
    return (int.from_bytes(masked, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(masked), "big")


def _as_text(payload: bytes) -> bytes | None:
    """Text that is not UTF-8 ends a connection with its own close code, which is Autobahn's business."""
    try:
        payload.decode()
    except UnicodeDecodeError:
        return None
    return payload
