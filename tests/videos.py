"""Videos for tests: as phones make them, with all that they tell; and ones that are kept as they are."""

import io
import math
import struct
from array import array
from fractions import Fraction
from typing import Any
from uuid import uuid4

import av
from PIL import Image

from rooms.access import Action, door
from rooms.media.photos import Photo
from rooms.models import Attachment, Event
from rooms.protocol import FileRef
from rooms.services import attachments
from tests.cast import Cast
from tests.photos import jpeg

PLACE = "+47.6205-122.3493+012.3/"
STREET = "1420 North Elm Street"
TOLD = {
    "location": PLACE,
    "com.apple.quicktime.location.ISO6709": PLACE,
    "com.apple.quicktime.make": "Apple",
    "make": "Apple",
    "model": "iPhone 15",
    "creation_time": "2026-01-02T03:04:05Z",
    "title": STREET,
    "comment": f"near {STREET}",
}


def picture(width: int, height: int, step: int = 0) -> Image.Image:
    """Red on the left, blue on the right, and something that moves: which way up it is can be seen."""
    one = Image.new("RGB", (width, height), "red")
    one.paste((0, 0, 255), (width // 2, 0, width, height))
    one.paste((0, 160, 0), (step % max(1, width - 8), 0, step % max(1, width - 8) + 8, 8))
    return one


def clip(
    width: int = 320,
    height: int = 180,
    seconds: float = 1.0,
    *,
    rate: int = 15,
    kind: str = "mp4",
    codec: str = "libx264",
    sound: str = "aac",
    **more: Any,
) -> bytes:
    """A video with pictures, sound if one is named, and what a phone tells along with it."""
    out = io.BytesIO()
    flags = {"movflags": "use_metadata_tags"} if kind in ("mp4", "mov") else {}
    with av.open(out, "w", format=kind, container_options=flags) as box:
        box.metadata.update(TOLD)
        shown = box.add_stream(codec, rate=rate)
        shown.width, shown.height, shown.pix_fmt = width, height, more.get("points", "yuv420p")
        shown.codec_context.thread_count = 1
        heard = box.add_stream(sound, rate=more.get("hertz", 48_000)) if sound else None
        if heard is not None and sound.startswith("libopencore"):
            heard.codec_context.layout = "mono"
        for step in range(max(1, round(seconds * rate))):
            frame = av.VideoFrame.from_image(picture(width, height, step))
            frame.pts, frame.time_base = step, Fraction(1, rate)
            box.mux(shown.encode(frame))
        box.mux(shown.encode(None))
        if heard is not None:
            _sing(box, heard, seconds, more.get("hertz", 48_000))
    return out.getvalue()


def _sing(box: Any, heard: Any, seconds: float, hertz: int) -> None:
    for start in range(0, round(seconds * hertz), 1024):
        frame = av.AudioFrame("s16", "mono", 1024)
        frame.rate, frame.pts, frame.time_base = hertz, start, Fraction(1, hertz)
        frame.planes[0].update(array("h", [round(8000 * math.sin((start + n) / 20)) for n in range(1024)]).tobytes())
        box.mux(heard.encode(frame))
    box.mux(heard.encode(None))


def atom(name: bytes, content: bytes) -> bytes:
    """A box of an MP4."""
    return struct.pack(">I", len(content) + 8) + name + content


def turned(data: bytes, degrees: int) -> bytes:
    """The same video, as of a phone that was held so: its first track says how its picture is to be turned."""
    matrix = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees]
    a, b, c, d = (value * 65536 for value in matrix)
    at = data.index(b"tkhd") + 4 + 40
    return data[:at] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30) + data[at + 36 :]


def kept_video(cast: Cast, person: str, room: str, data: bytes = b"") -> Attachment:
    """A video that was made safe and is not used yet."""
    member = door(actor=cast.people[person], room_id=cast.rooms[room].public_id, action=Action.POST)
    data = data or b"\0\0\0\x20ftypisom" + uuid4().bytes * 64
    made = Photo(data=data, small=jpeg(48, 27), width=320, height=180, seconds=7)
    return attachments.keep(member, client_id=uuid4(), photo=made, source=uuid4().hex * 2)


def sent_video(cast: Cast, person: str, room: str, text: str = "", alt: str = "") -> tuple[Event, Attachment]:
    """A message with one video."""
    one = kept_video(cast, person, room)
    event = cast.say(person, room, text, files=(FileRef(id=one.public_id, alt=alt),))
    one.refresh_from_db()
    return event, one
