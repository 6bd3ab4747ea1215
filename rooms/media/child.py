"""A program of its own, run by `rooms.media.photos` in a process that may do little: one image in, two fresh ones out.

Nothing of what came in is passed on but the colours of its points: no place, no date, no serial number, no second
picture, no comment, no colour profile, no bytes after the end. It imports nothing of this project.

    stdin   the bytes of an image
    stdout  width, height and the length of the first picture as three big-endian numbers of four bytes; then both JPEGs
    exit    0 done, 2 it cannot be opened, 3 it has too many points
"""

import io
import resource
import struct
import sys
import warnings
from typing import Final, NoReturn

from PIL import Image, ImageCms, MpoImagePlugin, WebPImagePlugin  # noqa: F401 - what would be loaded late

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
LONGEST: Final = 1_600
"""Points along the longer side of a picture that is kept."""
SMALL: Final = 480
POINTS: Final = 30_000_000
"""Points of a picture that must be unpacked whole; a JPEG is unpacked small."""
JPEG_POINTS: Final = 120_000_000
MEMORY: Final = 768 * 1024 * 1024
SECONDS: Final = 10
BROKEN: Final = 2
TOO_LARGE: Final = 3

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a picture is turned upright, by its orientation in EXIF."""


def main() -> None:
    """Read, make, write."""
    _bind()
    data = sys.stdin.buffer.read()
    try:
        picture = _open(data)
        large = _fresh(_colours(_upright(_shrunk(picture, LONGEST))))
        first, second = _jpeg(large, 84), _jpeg(_fresh(_shrunk(large, SMALL)), 72)
    except Exception:  # whatever a hostile file makes the decoders say, there is one answer to it
        _end(BROKEN)
    out = sys.stdout.buffer
    out.write(struct.pack(">III", large.width, large.height, len(first)) + first + second)
    out.flush()


def _bind() -> None:
    """No files, no other processes, and only so much memory and time."""
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, by kind
    warnings.simplefilter("ignore")
    _rehearse()
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _rehearse() -> None:
    """One of each kind goes the whole way, so that all that is loaded late is there before no file can be opened."""
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in FORMATS:
        out = io.BytesIO()
        picture = Image.new("P" if kind == "GIF" else "RGB", (8, 8))
        picture.save(out, kind, **({} if kind == "GIF" else {"exif": exif}))
        _jpeg(_fresh(_colours(_upright(_shrunk(_open(out.getvalue()), 4)))), 80)
    ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _end(code: int) -> NoReturn:
    sys.exit(code)


def _open(data: bytes) -> Image.Image:
    """The first picture in the file, unpacked only once it is known to be small enough."""
    picture = Image.open(io.BytesIO(data), formats=FORMATS)
    width, height = picture.size
    jpeg = picture.format in ("JPEG", "MPO")
    if not width or not height or width * height > (JPEG_POINTS if jpeg else POINTS):
        _end(TOO_LARGE)
    if jpeg:
        picture.draft("RGB", (LONGEST, LONGEST))
    picture.load()
    return picture


def _shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """As large as is kept, before anything else is done with it: what follows then needs little memory."""
    scale = min(1.0, longest / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size == picture.size:
        return picture
    if picture.mode in ("1", "P", "PA"):  # points that are numbers of colours cannot be mixed
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = picture.info
    return small


def _upright(picture: Image.Image) -> Image.Image:
    try:
        turn = _TURNS.get(picture.getexif().get(0x0112, 1))
    except Exception:  # its EXIF is damaged; the picture may be whole
        turn = None
    if turn is None:
        return picture
    turned = picture.transpose(turn)
    turned.info = picture.info
    return turned


def _colours(picture: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue in the colour space of the web, on white where it was transparent."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return (
                ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
            )
        except Exception:  # a damaged profile: the colours as they are
            return picture.convert("RGB")
    if picture.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    return picture.convert("RGB")


def _fresh(picture: Image.Image) -> Image.Image:
    """Points alone, on a canvas of ours that never knew the file."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)
    return fresh


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
