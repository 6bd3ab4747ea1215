"""HTTP and WebSocket by hand (RFC 9112, RFC 6455): what no well-behaved client library lets a test send."""

import base64
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 5.0
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
MASK = b"\x11\x22\x33\x44"


@dataclass
class Answer:
    """What came back over HTTP; status 0 if the server hung up without a word, -1 if it stayed silent."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")


@contextmanager
def connection(port: int, patience: float = PATIENCE) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line


def exchange(port: int, request: bytes, patience: float = PATIENCE) -> Answer:
    """Send these bytes and read one answer."""
    with connection(port, patience) as line:
        with suppress(OSError):  # refused before all of it was sent; the answer may still be there
            line.sendall(request)
        return read_answer(line, head=request.startswith(b"HEAD "))


def read_answer(line: socket.socket, *, head: bool = False) -> Answer:
    """Read one answer: headers, then as much as they announce."""
    data = b""
    try:
        while b"\r\n\r\n" not in data and (more := line.recv(65536)):
            data += more
        if not data.startswith(b"HTTP/"):
            return Answer(200 if data else 0, body=data)  # an HTTP/0.9 answer is its body
        top, _, body = data.partition(b"\r\n\r\n")
        answer = _parse(top)
        if head or answer.status in (101, 204, 304):
            return answer
        length = answer.header("content-length")
        while not _whole(answer, body, length) and (more := line.recv(65536)):
            body += more
        answer.body = body
        return answer
    except TimeoutError:
        return Answer(-1, body=data)
    except ConnectionError:
        return Answer(0, body=data)


def _whole(answer: Answer, body: bytes, length: str) -> bool:
    if length:
        return len(body) >= int(length)
    return answer.header("transfer-encoding") == "chunked" and body.endswith(b"0\r\n\r\n")


def _parse(top: bytes) -> Answer:
    first, *rest = top.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in rest]
    return Answer(int(first.split()[1]), [(name.strip().lower(), value.strip()) for name, _, value in pairs])


def frame(opcode: int, payload: bytes, *, fin: bool = True) -> bytes:
    """One masked frame."""
    size = len(payload)
    head = bytes([opcode | (0x80 if fin else 0)])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
    mask = MASK * (size // 4 + 1)
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(mask[:size], "big")
    return head + MASK + masked.to_bytes(size, "big")


class RawSocket:
    """A WebSocket connection of which the test says every byte."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.closed: int | None = None
        """The close code that came, 1005 for none, 0 if the line just ended."""
        self._buffer = b""

    def send(self, data: bytes) -> None:
        with suppress(ConnectionError):  # the answer to the bytes before may still be read
            self.line.sendall(data)

    def say(self, **fields: Any) -> None:
        self.send(frame(TEXT, json.dumps(fields).encode()))

    def next(self) -> tuple[int, bytes]:
        """The next frame; opcode 0 when the line has ended."""
        try:
            first, second = self._take(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(self._take(2 if size == 126 else 8), "big")
            payload = self._take(size)
        except (EOFError, ConnectionError):
            self.closed = 0 if self.closed is None else self.closed
            return 0, b""
        if first & 0x0F == PING:
            self.send(frame(PONG, payload))
        if first & 0x0F == CLOSE:
            self.closed = int.from_bytes(payload[:2], "big") if payload else 1005
        return first & 0x0F, payload

    def until(self, kind: str) -> dict[str, Any] | None:
        """The next JSON frame of a kind; None when the socket ends before it."""
        while (found := self.answer())["t"] not in (kind, "closed"):
            pass
        return found if found["t"] == kind else None

    def answer(self) -> dict[str, Any]:
        """The next frame of JSON; {"t": "closed"} when the socket ends instead."""
        while True:
            opcode, payload = self.next()
            if opcode in (0, CLOSE):
                return {"t": "closed"}
            if opcode == TEXT:
                return dict(json.loads(payload))

    def is_alive(self) -> bool:
        """Whether the socket still answers a command."""
        self.say(t="ping")
        return self.until("pong") is not None

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            more = self.line.recv(65536)
            if not more:
                raise EOFError
            self._buffer += more
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken


def handshake(port: int, origin: str | None, cookie: str = "", path: str = "/ws/", *more: str) -> bytes:
    """The bytes that open a socket; `more` are further header lines."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: localhost:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    if origin is not None:
        lines.append(f"Origin: {origin}")
    if cookie:
        lines.append(f"Cookie: {cookie}")
    return "\r\n".join([*lines, *more, "", ""]).encode()


@contextmanager
def raw_socket(port: int, cookie: str, path: str = "/ws/") -> Iterator[RawSocket]:
    """A signed-in person's socket, open."""
    with connection(port) as line:
        line.sendall(handshake(port, f"http://localhost:{port}", cookie, path))
        data = b""
        while b"\r\n\r\n" not in data and (more := line.recv(4096)):
            data += more
        top, _, rest = data.partition(b"\r\n\r\n")
        assert top.startswith(b"HTTP/1.1 101"), top
        opened = RawSocket(line)
        opened._buffer = rest
        yield opened
