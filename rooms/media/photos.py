"""Photos: whatever is sent is decoded and encoded anew, in another process, or refused in plain words."""

import hashlib
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from rooms.errors import RoomError
from rooms.media.carried import PHOTO, VIDEO

UPLOAD_BYTES: Final = 12 * 1024 * 1024
"""Bytes of one picture as it is sent."""
SECONDS: Final = 20
AT_ONCE: Final = 2
"""Pictures that one server process has in work: each takes a core and some memory."""
PATIENCE: Final = 15.0
"""Seconds that a picture waits for its turn."""

_CHILD: Final = Path(__file__).with_name("child.py")
_TOO_LARGE: Final = 3
"""How that program ends if there are too many points; importing it here would bring the decoders in."""
_HEAD: Final = struct.Struct(">III")
_turns: Final = BoundedSemaphore(AT_ONCE)

_IMAGES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_HEIC: Final = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif", b"avif", b"avis")
)
_DOCUMENTS: Final = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
_RECORDINGS: Final = (b"\x1a\x45\xdf\xa3", b"OggS", b"ID3", b"RIFF", b"fLaC", b"\xff\xfb", b"#!AMR")


@dataclass(frozen=True, kw_only=True)
class Photo:
    """What can be kept, since we made it: a picture or, if it lasts some `seconds`, a video, and its small picture."""

    data: bytes
    small: bytes
    width: int
    height: int
    seconds: int = 0

    @property
    def content_type(self) -> str:
        return VIDEO if self.seconds else PHOTO

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def make(data: bytes) -> Photo:
    """Make a photo of what was sent.

    Raises RoomError: photo_large; photo_kind, photo_heic, photo_video, photo_document for what is not a picture that
    we take; photo_broken for one that cannot be opened; slow_down if too many are in work.
    """
    if len(data) > UPLOAD_BYTES:
        raise RoomError("photo_large")
    _look(data)
    if not _turns.acquire(timeout=PATIENCE):
        raise RoomError("slow_down", wait=PATIENCE)
    try:
        return _made(data)
    finally:
        _turns.release()


def _look(data: bytes) -> None:
    """Refuse what begins like something else, in words that fit it."""
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if webp or data.startswith(_IMAGES):
        return
    if data[4:8] == b"ftyp":
        raise RoomError("photo_heic" if data[8:12] in _HEIC else "photo_video")
    if data.startswith(_DOCUMENTS):
        raise RoomError("photo_document")
    raise RoomError("photo_video" if data.startswith(_RECORDINGS) else "photo_kind")


def _made(data: bytes) -> Photo:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no shell
            [sys.executable, "-I", str(_CHILD)], input=data, capture_output=True, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise RoomError("photo_broken") from None
    if done.returncode == _TOO_LARGE:
        raise RoomError("photo_large")
    if done.returncode:  # refused, or ended by its limits
        raise RoomError("photo_broken")
    width, height, length = _HEAD.unpack_from(done.stdout)
    first, second = done.stdout[_HEAD.size : _HEAD.size + length], done.stdout[_HEAD.size + length :]
    return Photo(data=first, small=second, width=width, height=height)
