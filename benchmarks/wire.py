"""A lean WebSocket client for the load generator: plain epoll, whole frames, no library between the socket and us.

It speaks just enough of RFC 6455 for servers of our own on this machine: text frames that are not split, pings, close.
"""

import os
import select
import socket
from collections.abc import Callable
from typing import Protocol

CHUNK = 256 * 1024
TEXT, CLOSE, PING = 1, 8, 9


class Listener(Protocol):
    """Who is told what arrives on a connection."""

    def opened(self, connection: "Connection") -> None: ...

    def text(self, connection: "Connection", payload: bytes) -> None: ...

    def closed(self, connection: "Connection", code: int) -> None: ...


def mask(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's frame: masked, as the standard wants it."""
    size = len(payload)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    key = os.urandom(4)
    stream = (key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")
    return head + key + masked.to_bytes(size, "big")


class Connection:
    """One socket: opens by the usual handshake, then hands whole text frames to its listener."""

    __slots__ = ("_rest", "_upgraded", "index", "listener", "open", "room", "socket")

    def __init__(self, index: int, room: str, port: int, request: bytes, listener: Listener) -> None:
        self.index, self.room, self.listener = index, room, listener
        self.open = True
        self._rest = b""
        self._upgraded = False
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.socket.send(request)

    def send(self, payload: bytes) -> None:
        if self.open:
            self.socket.send(mask(payload))

    def readable(self) -> None:
        """Take what the socket has."""
        try:
            data = self.socket.recv(CHUNK)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            return self._end(1006)
        self._take(self._rest + data if self._rest else data)

    def _take(self, data: bytes) -> None:
        at, size = 0, len(data)
        if not self._upgraded:
            at = self._upgrade(data)
        while self._upgraded and size - at >= 2:
            length, head = data[at + 1], 2
            if length == 126:
                length, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            end = at + head + length
            if end > size:
                break
            self._frame(data[at], data[at + head : end])
            at = end
        self._rest = data[at:]

    def _upgrade(self, data: bytes) -> int:
        end = data.find(b"\r\n\r\n")
        if end < 0:
            return 0
        if not data.startswith(b"HTTP/1.1 101"):
            raise RuntimeError(f"no socket: {data[:200]!r}")
        self._upgraded = True
        self.listener.opened(self)
        return end + 4

    def _frame(self, first: int, payload: bytes) -> None:
        if first == 0x80 | TEXT:
            self.listener.text(self, payload)
        elif first == 0x80 | PING:
            self.socket.send(mask(payload, opcode=10))
        elif first == 0x80 | CLOSE:
            self._end(int.from_bytes(payload[:2], "big") if payload else 1005)
        else:
            raise RuntimeError(f"a frame that this client cannot read: {first:#x}")

    def _end(self, code: int) -> None:
        if self.open:
            self.open = False
            self.socket.close()
            self.listener.closed(self, code)

    def close(self) -> None:
        """Say goodbye and let go."""
        if self.open:
            self.open = False
            self.socket.send(mask((1000).to_bytes(2, "big"), opcode=CLOSE))
            self.socket.close()


class Loop:
    """All connections of the generator, and waiting for any of them."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}

    def add(self, connection: Connection) -> None:
        fd = connection.socket.fileno()
        self._readers[fd] = connection.readable
        self._epoll.register(fd, select.EPOLLIN)

    def turn(self, wait: float) -> None:
        """Handle everything that is there, after waiting at most `wait` seconds for something."""
        readers = self._readers
        for fd, _ in self._epoll.poll(max(0.0, wait), 1024):
            readers[fd]()
