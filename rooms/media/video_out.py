"""The fresh file that `rooms.media.video_child` writes: H.264 and AAC in an MP4, and a picture of it."""

import io
from fractions import Fraction
from typing import Any, Final

import av
from av.audio.resampler import AudioResampler
from av.filter import Graph

LONGEST: Final = 640
"""Points along the longer side of what is kept."""
RATE: Final = 30
"""Pictures a second, at most."""
SECONDS: Final = 60
SPARE: Final = 1.5
"""Seconds over the limit that nobody minds: phones count in their own way."""
SOUND: Final = 48_000
_QUARTERS: Final = {90: ("cclock",), 180: ("clock", "clock"), 270: ("clock",)}
"""How a picture is turned upright, by the degrees that it is to be turned against the clock."""


class Writer:
    """A fresh MP4: H.264 and AAC, its table in front so that it can be played while it comes."""

    def __init__(self, width: int, height: int, *, sound: bool) -> None:
        self._file = io.BytesIO()
        room = 65_536 + SECONDS * (RATE * 24 + SOUND // 1024 * 16)
        # The words that a muxer would write about itself stay out, too.
        options = {"moov_size": str(room), "fflags": "+bitexact", "map_metadata": "-1"}
        self._box = av.open(self._file, "w", format="mp4", container_options=options)
        self._picture: Any = self._box.add_stream("libx264", rate=RATE)
        self._picture.width, self._picture.height, self._picture.pix_fmt = width, height, "yuv420p"
        context = self._picture.codec_context
        context.time_base, context.thread_count, context.gop_size = Fraction(1, RATE), 1, 2 * RATE
        context.options = {"preset": "veryfast", "crf": "25", "maxrate": "1000k", "bufsize": "2000k", "profile": "main"}
        self._sound: Any = None
        if sound:
            self._sound = self._box.add_stream("aac", rate=SOUND, layout="stereo")
            self._sound.bit_rate = 96_000
            self._pieces = AudioResampler(format="fltp", layout="stereo", rate=SOUND, frame_size=1024)
        self._heard: int | None = None

    def show(self, picture: Any, slot: int) -> None:
        """One more picture."""
        picture.pts, picture.time_base, picture.pict_type = slot, Fraction(1, RATE), 0
        for packet in self._picture.encode(picture):
            self._box.mux(packet)

    def hear(self, frame: Any, at: float) -> None:
        """Some more sound, `at` seconds from the first picture."""
        if self._sound is None:
            return
        if self._heard is None:
            self._heard = max(0, round(min(at, SECONDS) * SOUND))
        frame.pts = None
        self._encode(self._pieces.resample(frame))

    def _encode(self, pieces: list[Any]) -> None:
        for piece in pieces:
            if self._heard is None or self._heard > (SECONDS + SPARE) * SOUND:
                return
            piece.pts, piece.time_base = self._heard, Fraction(1, SOUND)
            self._heard += piece.samples
            for packet in self._sound.encode(piece):
                self._box.mux(packet)

    def end(self) -> bytes:
        """What is left goes out, and the table to the front."""
        if self._sound is not None and self._heard is not None:
            self._encode(self._pieces.resample(None))
            for packet in self._sound.encode(None):
                self._box.mux(packet)
        for packet in self._picture.encode(None):
            self._box.mux(packet)
        self._box.close()
        return self._file.getvalue()


def jpeg(picture: Any) -> bytes:
    """One of its pictures, as it stands there until it is played."""
    out = io.BytesIO()
    picture.to_image().save(out, "JPEG", quality=72, optimize=True, progressive=True)
    return out.getvalue()


class Turn:
    """How the pictures of one video become small and upright, by its first."""

    def __init__(self, frame: Any) -> None:
        ratio = _ratio(frame)
        wide, high = frame.width * ratio, float(frame.height)
        scale = min(1.0, LONGEST / max(wide, high))
        self.small_width, self.small_height = _even(wide * scale), _even(high * scale)
        self._degrees = round(frame.rotation / 90) * 90 % 360
        aside = self._degrees in (90, 270)
        self.width, self.height = (
            (self.small_height, self.small_width) if aside else (self.small_width, self.small_height)
        )
        self._graph = self._make() if self._degrees else None

    def upright(self, picture: Any) -> Any:
        """The picture, turned as the camera was held."""
        if self._graph is None:
            return picture
        picture.pts = None
        self._graph.push(picture)
        return self._graph.pull()

    def _make(self) -> Any:
        graph = Graph()
        graph.threads = 1
        last = graph.add_buffer(
            width=self.small_width,
            height=self.small_height,
            format=av.VideoFormat("yuv420p"),
            time_base=Fraction(1, RATE),
        )
        for turn in _QUARTERS[self._degrees]:
            step = graph.add("transpose", turn)
            last.link_to(step)
            last = step
        last.link_to(graph.add("buffersink"))
        graph.configure()
        return graph


def _ratio(frame: Any) -> float:
    """How much wider than high its points are; nothing wild."""
    found = getattr(frame, "sample_aspect_ratio", None)
    ratio = float(found) if found else 1.0
    return ratio if 0.25 <= ratio <= 4 else 1.0


def _even(length: float) -> int:
    return max(16, round(length / 2) * 2)
