"""A program of its own, run by `rooms.media.videos` in a process that may do little: one video in, a fresh one out.

Nothing of what came in is passed on but the colours of its points and its sound: no place, no date, no device, no
chapters, no cover, no subtitles, no other tracks, no bytes after the end. It imports only
`video_out` of this project.

    stdin   a file that holds a video
    stdout  records: one letter, four bytes of length, and so many bytes
            S the share that is done, as text; I width, height and length in seconds; V the video; P its picture
    exit    0 done, 2 it cannot be opened, 3 its picture is too large, 4 it is too long, 5 there is no picture in it
"""

import io
import os
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import av
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from rooms.media.video_out import RATE, SECONDS, SPARE, Turn, Writer, jpeg

POINTS: Final = 9_500_000
"""Points of a picture that comes: a phone's largest is 3,840 by 2,160."""
SIDE: Final = 8_192
PICTURES: Final = 260 * SECONDS
"""Pictures that are unpacked at most: slow motion has 240 a second."""
STREAMS: Final = 24
DAMAGED: Final = 60
"""Pieces that cannot be read, at most; a phone that fell leaves a few."""
MEMORY: Final = 1_536 * 1024 * 1024
CPU: Final = 240
BROKEN: Final = 2
TOO_LARGE: Final = 3
TOO_LONG: Final = 4
NO_PICTURE: Final = 5

MP4: Final = "mov,mp4,m4a,3gp,3g2,mj2"
WEBM: Final = "matroska,webm"
PICTURE_CODECS: Final = frozenset({"h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "mpeg4", "h263", "mjpeg"})
SOUND_CODECS: Final = frozenset(
    {
        *("aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le"),
        *("amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb"),
    }
)
_KNOWN: Final = ",".join(sorted({*PICTURE_CODECS, *SOUND_CODECS}))
_ATOMS: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


class _End(Exception):
    """The work ends with this code."""


def main() -> None:
    """Read, make, write."""
    _bind()
    try:
        with os.fdopen(0, "rb", buffering=0) as source:
            made = _Made(source)
            video = made.video()
    except _End as end:
        _end(int(str(end)))
    except Exception:  # whatever a hostile file makes the decoders say, there is one answer to it
        _end(BROKEN)
    _put(b"I", struct.pack(">III", made.width, made.height, made.seconds))
    _put(b"V", video)
    _put(b"P", made.poster)


def _bind() -> None:
    """No files, no network, no other processes, and only so much memory and time; the chat goes first."""
    _rehearse()
    os.nice(5)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _rehearse() -> None:
    """A tiny one goes the whole way, so that all that is loaded late is there before no file can be opened."""
    out = Writer(16, 16, sound=True)
    silence = av.AudioFrame("s16", "mono", 2048)
    silence.rate = 8_000
    silence.planes[0].update(bytes(silence.planes[0].buffer_size))
    out.hear(silence, 0.0)
    picture = av.VideoFrame(16, 16, "yuv420p")
    for plane in picture.planes:
        plane.update(bytes(plane.buffer_size))
    for slot in range(2):
        out.show(picture, slot)
    jpeg(picture)
    _Made(io.BytesIO(out.end()), say=False).video()


def _end(code: int) -> NoReturn:
    sys.stdout.flush()
    os._exit(code)


def _put(letter: bytes, content: bytes) -> None:
    out = sys.stdout.buffer
    out.write(letter + struct.pack(">I", len(content)) + content)
    out.flush()


class _Made:
    """One video on its way from what was sent to what is kept."""

    def __init__(self, source: Any, *, say: bool = True) -> None:
        self.width = self.height = self.seconds = 0
        self.poster = b""
        self._source, self._say, self._told = source, say, -1
        self._out: Writer | None = None
        self._turn: Turn | None = None
        self._first: float | None = None
        self._slot, self._pictures, self._damaged, self._length = -1, 0, 0, 0.0
        self._reformat = VideoReformatter()

    def video(self) -> bytes:
        """The fresh video. Raises _End for what is refused, and whatever the decoders raise."""
        with _opened(self._source) as box:
            picture, sound = _streams(box)
            self._length = float(box.duration or 0) / av.time_base
            if self._length > SECONDS + SPARE:
                raise _End(TOO_LONG)
            heard: list[Any] = []
            for frame in self._frames(box, [one for one in (picture, sound) if one is not None]):
                if isinstance(frame, av.AudioFrame):
                    self._hear(frame, heard)
                else:
                    self._show(frame, sound=sound is not None)
        if self._out is None:
            raise _End(NO_PICTURE)
        self.seconds = max(1, round((self._slot + 1) / RATE))
        return self._out.end()

    def _frames(self, box: Any, streams: list[Any]) -> Iterator[Any]:
        """What can be unpacked, one after the other."""
        for packet in box.demux(*streams):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                self._damaged += 1
                if self._damaged > DAMAGED:
                    raise

    def _show(self, frame: Any, *, sound: bool) -> None:
        self._pictures += 1
        if self._pictures > PICTURES:
            raise _End(TOO_LONG)
        if frame.width * frame.height > POINTS or max(frame.width, frame.height) > SIDE:
            raise _End(TOO_LARGE)
        at = frame.time if frame.time is not None else max(self._slot, 0) / RATE
        self._first = at if self._first is None else self._first
        slot = round((at - self._first) * RATE)
        if slot <= self._slot:  # more of them than are kept, or time that goes backwards
            return
        if slot > (SECONDS + SPARE) * RATE:
            raise _End(TOO_LONG)
        if self._turn is None or self._out is None:
            self._turn = Turn(frame)
            self.width, self.height = self._turn.width, self._turn.height
            self._out = Writer(self.width, self.height, sound=sound)
        small = self._turn.upright(self._small(frame, self._turn))
        if not self.poster or self._slot < RATE <= slot:
            self.poster = jpeg(small)
        self._slot = slot
        self._out.show(small, slot)
        self._tell(slot)

    def _small(self, frame: Any, turn: "Turn") -> Any:
        """The points, as many as are kept, in the colours of the web: also those of a phone that films in more."""
        return self._reformat.reformat(
            frame,
            turn.small_width,
            turn.small_height,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            dst_color_trc=ColorTrc.BT709,
            dst_color_primaries=ColorPrimaries.BT709,
        )

    def _hear(self, frame: Any, heard: list[Any]) -> None:
        """Sound from the first picture on; what comes before the first picture is unpacked waits for it, a little."""
        if self._out is None or self._first is None:
            heard.append(frame)
            if len(heard) > 4_000:
                raise _End(NO_PICTURE)
            return
        for one in (*heard, frame):
            at = one.time - self._first if one.time is not None else 0.0
            if at > -0.02:
                self._out.hear(one, at)
        heard.clear()

    def _tell(self, slot: int) -> None:
        share = min(99, int(100 * slot / RATE / self._length)) if self._length > 0 else 0
        if self._say and share > self._told:
            self._told = share
            _put(b"S", str(share).encode())


def _opened(source: Any) -> Any:
    """The file, as one of the kinds that phones make; nothing else is guessed at, and nothing beside it is opened."""
    head = source.read(12)
    source.seek(0)
    if head[4:8] in _ATOMS:
        kind = MP4
    elif head[:4] == b"\x1a\x45\xdf\xa3":
        kind = WEBM
    else:
        raise _End(BROKEN)
    options = {
        "protocol_whitelist": "none",
        "format_whitelist": kind,
        "codec_whitelist": _KNOWN,
        "max_streams": str(STREAMS),
        "max_pixels": str(POINTS),
        "threads": "1",
    }
    if kind == MP4:
        options |= {"enable_drefs": "0", "use_absolute_path": "0"}
    return av.open(source, "r", format=kind.split(",")[0], options=options, io_open=_nothing_else)


def _nothing_else(*_: Any) -> NoReturn:
    raise OSError("nothing beside the file is opened")


def _streams(box: Any) -> tuple[Any, Any]:
    """The first track of pictures that we know, and the first of sound. Covers of albums are no pictures here."""
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    picture = next((one for one in box.streams.video if not one.disposition & still and _known(one)), None)
    if picture is None:
        raise _End(NO_PICTURE if box.streams.audio else BROKEN)
    context = picture.codec_context
    if context.width * context.height > POINTS or max(context.width, context.height) > SIDE:
        raise _End(TOO_LARGE)
    sound = next((one for one in box.streams.audio if _known(one)), None)
    for one in (picture, sound):
        if one is not None:
            one.thread_type, one.codec_context.thread_count = "NONE", 1
    return picture, sound


def _known(stream: Any) -> bool:
    context = stream.codec_context
    return context is not None and context.name in PICTURE_CODECS | SOUND_CODECS
