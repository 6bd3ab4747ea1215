"""The short way in for text frames: the same text as Autobahn's way, or none at all (chatserver/direct.py)."""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from autobahn.websocket.protocol import WebSocketProtocol
from hypothesis import given
from hypothesis import strategies as st

from chatserver import direct


def connection(**changes: Any) -> Any:
    """What `direct.text` looks at of an open connection between two frames."""
    quiet: dict[str, Any] = {
        "state": WebSocketProtocol.STATE_OPEN,
        "data": b"",
        "current_frame": None,
        "inside_message": False,
        "autoPingTimeoutCall": None,
    }
    return SimpleNamespace(**{**quiet, **changes})


def frame(payload: bytes, *, first: int = 0x81, masked: bool = True) -> bytes:
    """A frame as a browser sends it (RFC 6455, section 5.2)."""
    bit, size = 0x80 if masked else 0, len(payload)
    if size < 126:
        head = bytes([first, bit | size])
    elif size < 2**16:
        head = bytes([first, bit | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([first, bit | 127]) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


@given(st.text(min_size=2, max_size=400))
def test_a_whole_text_is_read_as_it_was_sent(text: str) -> None:
    sent = text.encode()
    assert direct.text(connection(), frame(sent)) == sent


@pytest.mark.parametrize("size", [2, 125, 126, 127, 65_535])
def test_every_length_that_two_bytes_can_say(size: int) -> None:
    assert direct.text(connection(), frame(b"a" * size)) == b"a" * size


WHOLE = frame(b'{"t":"ping"}')


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[:1],
        WHOLE[:-1],
        WHOLE + b"\x81",
        WHOLE + WHOLE,
        frame(b'{"t":"ping"}', masked=False),
        frame(b'{"t":"ping"}', first=0x01),
        frame(b'{"t":"ping"}', first=0x80),
        frame(b'{"t":"ping"}', first=0x82),
        frame(b'{"t":"ping"}', first=0x88),
        frame(b'{"t":"ping"}', first=0xC1),
        frame(b"a" * 65_536),
        frame(b"\xff\xfe\xfd"),
        frame(b"\xed\xa0\x80"),
        b"\x81\xfe\x00\x05abcdhello",
    ],
    ids=[
        "nothing",
        "a byte",
        "cut short",
        "more to come",
        "two at once",
        "not masked",
        "first of several",
        "last of several",
        "binary",
        "close",
        "compressed",
        "long",
        "not UTF-8",
        "half a character",
        "length not the shortest way",
    ],
)
def test_anything_else_is_left_to_autobahn(data: bytes) -> None:
    assert direct.text(connection(), data) is None


@pytest.mark.parametrize(
    "busy",
    [
        {"state": WebSocketProtocol.STATE_CLOSING},
        {"data": b"\x81"},
        {"current_frame": object()},
        {"inside_message": True},
        {"autoPingTimeoutCall": object()},
    ],
    ids=["closing", "half a head", "half a frame", "half a message", "a ping is out"],
)
def test_a_connection_in_the_middle_of_something_is_left_to_autobahn(busy: dict[str, Any]) -> None:
    assert direct.text(connection(**busy), WHOLE) is None
