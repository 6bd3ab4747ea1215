"""Short videos: whatever is sent is decoded and encoded anew, in another process, or refused in plain words."""

import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Final

from rooms.errors import RoomError
from rooms.media.photos import Photo

BYTES: Final = 100 * 1024 * 1024
"""Of one video as it is sent."""
PIECE: Final = 4 * 1024 * 1024
"""Bytes that come at once, so that no server holds more and a bad line loses little."""
SECONDS: Final = 900
"""After which the work on one is given up."""
PULSE: Final = 1.0
"""Seconds after which whoever waits for it hears of it again, however little it says itself."""

_ROOT: Final = Path(__file__).parents[2]
_START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from rooms.media import video_child; video_child.main()"
_REFUSALS: Final = {3: "video_large", 4: "video_long", 5: "video_sound"}
"""How that program ends, by its exit code; importing it here would bring the decoders in."""
_HEAD: Final = struct.Struct(">cI")
_FACTS: Final = struct.Struct(">III")
_ATOMS: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_STILLS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"heif", b"avif")

Tell = Callable[[int], None]


def is_video(head: bytes) -> bool:
    """Whether a file that begins like this may be a video of a kind that phones make."""
    return head.startswith(b"\x1a\x45\xdf\xa3") or (head[4:8] in _ATOMS and head[8:12] not in _STILLS)


def make(source: IO[bytes], tell: Tell) -> Photo:
    """Make a video of the file that was sent; `tell` hears every second which share is done, in hundredths.

    Raises RoomError video_large, video_long, video_sound, video_broken; and whatever `tell` raises.
    """
    command = [sys.executable, "-I", "-c", _START, str(_ROOT)]
    with subprocess.Popen(  # noqa: S603 - our own program, and no shell
        command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as child:
        try:
            assert child.stdout is not None  # noqa: S101 - a pipe was asked for
            found = _read(child.stdout, tell)
        except BaseException:
            child.kill()
            raise
    if child.returncode or not found.keys() >= {b"I", b"V", b"P"}:  # refused, or ended by its limits
        raise RoomError(_REFUSALS.get(child.returncode, "video_broken"))
    if len(found[b"I"]) != _FACTS.size:
        raise RoomError("video_broken")
    width, height, seconds = _FACTS.unpack(found[b"I"])
    return Photo(data=found[b"V"], small=found[b"P"], width=width, height=height, seconds=seconds)


def _read(out: IO[bytes], tell: Tell) -> dict[bytes, bytes]:
    """What it says until it ends. It may have been taken over: nothing of this is believed. Raises as `make`."""
    found: dict[bytes, bytes] = {}
    said, share, told, heard = bytearray(), 0, -1, 0
    end, due = time.monotonic() + SECONDS, 0.0
    with DefaultSelector() as ready:
        ready.register(out, EVENT_READ)
        while True:
            now = time.monotonic()
            if now > end:
                raise RoomError("video_broken")
            if share > told or now >= due:
                tell(share)
                told, due = share, now + PULSE
            if not ready.select(PULSE):
                continue
            piece = os.read(out.fileno(), 1 << 20)
            if not piece:
                return found
            said += piece
            heard += len(piece)
            if heard > BYTES:
                raise RoomError("video_broken")
            for letter, content in _records(said):
                if letter != b"S":
                    found[letter] = content
                elif content.isdigit() and len(content) < 3:
                    share = max(share, int(content))


def _records(said: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Take out what has come whole."""
    while len(said) >= _HEAD.size:
        letter, length = _HEAD.unpack_from(said)
        if len(said) < _HEAD.size + length:
            return
        yield letter, bytes(said[_HEAD.size : _HEAD.size + length])
        del said[: _HEAD.size + length]
