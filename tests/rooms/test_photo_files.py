"""What is sent as a photo: nothing but its points survives; what is hostile is refused in words (D1, D3, W7, W8)."""

import io
import resource
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from rooms.errors import MESSAGES, RoomError
from rooms.media import child, photos
from rooms.media.photos import UPLOAD_BYTES, Photo, make

LATITUDE, LONGITUDE, SERIAL = "47.6205", "122.3493", "SN-9F31-77Q"
SECRETS = (LATITUDE, LONGITUDE, SERIAL, "Elm Street", "Macia", "GPSLatitude", "Photoshop", "xmpmeta", "<script", "Exif")
"""What must not be found in any byte that is kept; numbers also as EXIF writes them (below)."""
RATIONALS = [struct.pack(f"{order}II", *pair) for order in "<>" for pair in ((95_241, 2_000), (1_223_493, 10_000))]


def exif(orientation: int = 1) -> bytes:
    """EXIF with a place, a serial number, a name and a way to turn the picture."""
    written = Image.Exif()
    written[0x0112] = orientation
    written[0x010E] = "Elm Street 1420"
    written[0x013B] = "Macia"
    written[0xA431] = SERIAL
    gps = written.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(95_241, 2_000), IFDRational(0), IFDRational(0))
    gps[3], gps[4] = "W", (IFDRational(1_223_493, 10_000), IFDRational(0), IFDRational(0))
    return written.tobytes()


def xmp() -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="{LATITUDE}" exif:GPSLongitude="{LONGITUDE}" '
        f'aux:SerialNumber="{SERIAL}" dc:creator="Macia"/><script>1</script></x:xmpmeta>'
    ).encode()


def picture(width: int = 200, height: int = 100, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right: which way up it is can be seen."""
    one = Image.new("RGB", (width, height), "red")
    one.paste((0, 0, 255), (width // 2, 0, width, height))
    return one.convert(mode)


def save(one: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    one.save(out, kind, **more)
    return out.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def jpeg_with(*segments: bytes, more: bytes = b"") -> bytes:
    plain = save(picture(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:] + more


def png_with(*chunks: bytes, more: bytes = b"", first: Image.Image | None = None) -> bytes:
    plain = save(first or picture(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:] + more


def webp_with(*chunks: tuple[bytes, bytes]) -> bytes:
    plain = save(picture(), "WEBP", exif=exif(), xmp=xmp())
    body = plain[12:] + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def told() -> Iterator[tuple[str, bytes]]:
    """Pictures that tell where they were taken, in every way that we know."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", f"{LATITUDE},{LONGITUDE} Elm Street")
    text.add_text("XML:com.adobe.xmp", xmp().decode())
    text.add_itxt("Author", "Macia", zip=True)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0c\x1c\x02\x5a\x00\x07Macia\x20\x20"
    second = save(picture(40, 40), "JPEG", exif=exif())
    tail = b"Elm Street 1420, Macia"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + tail
    yield "jpeg exif", save(picture(), "JPEG", exif=exif(), comment=tail)
    yield "jpeg xmp", save(picture(), "JPEG", xmp=xmp())
    yield "jpeg extended xmp", jpeg_with(segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + xmp()))
    yield "jpeg iptc", jpeg_with(segment(0xED, iptc))
    yield "jpeg comment", jpeg_with(segment(0xFE, tail + xmp()))
    yield "jpeg flashpix", jpeg_with(segment(0xE2, b"FPXR\0" + tail))
    yield "jpeg maker notes", jpeg_with(segment(0xEB, b"JP\0\0" + tail + SERIAL.encode()))
    yield "jpeg bytes after the end", jpeg_with(more=tail + exif() + xmp())
    yield "jpeg with a second picture", jpeg_with(more=second)
    yield "jpeg with a small picture inside", jpeg_with(segment(0xE1, b"Exif\0\0" + exif()[6:] + second))
    yield "jpeg of several pictures", save(picture(), "MPO", save_all=True, append_images=[picture(50, 50)]) + second
    yield "jpeg profile", save(picture(), "JPEG", icc_profile=profile, exif=exif())
    yield "jpeg progressive", save(picture(), "JPEG", progressive=True, exif=exif(), xmp=xmp())
    yield "png text", save(picture(), "PNG", pnginfo=text, exif=exif())
    yield "png exif", png_with(chunk(b"eXIf", exif()[6:]))
    yield (
        "png raw profile",
        png_with(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(exif().hex().encode()))),
    )
    yield "png unknown chunk", png_with(chunk(b"prVt", tail), chunk(b"tIME", b"\x07\xea\x0b\x16\x08\x00\x00"))
    yield "png bytes after the end", png_with(more=tail + xmp())
    yield "png profile", save(picture(), "PNG", icc_profile=profile)
    yield "webp exif and xmp", save(picture(), "WEBP", exif=exif(), xmp=xmp())
    yield "webp unknown chunk", webp_with((b"NOTE", tail), (b"EXIF", exif()))
    yield "webp bytes after the end", save(picture(), "WEBP", exif=exif()) + tail
    yield "gif comment", save(picture(), "GIF", comment=tail + xmp())
    yield "gif bytes after the end", save(picture(), "GIF") + tail
    yield "gif of several pictures", save(picture(), "GIF", save_all=True, append_images=[picture(60, 60)]) + tail


TOLD = dict(told())


@pytest.mark.parametrize("name", TOLD)
def test_nothing_but_the_points_survives(name: str) -> None:
    """D1: place, date, names, serial numbers, other pictures: searched in all bytes that are kept, 0 found."""
    made = make(TOLD[name])
    for data in (made.data, made.small):
        for secret in SECRETS:
            for written in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
                assert written not in data, (name, secret)
        assert not [pair for pair in RATIONALS if pair in data]
        again = Image.open(io.BytesIO(data))
        assert again.format == "JPEG" and again.mode == "RGB" and not again.getexif() and not again.getxmp()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert data.endswith(b"\xff\xd9") and data.count(b"\xff\xd8\xff") == 1
    looks_right(made)


def looks_right(made: Photo) -> None:
    shown = Image.open(io.BytesIO(made.data))
    left, right = shown.getpixel((20, made.height // 2)), shown.getpixel((made.width - 20, made.height // 2))
    assert left[0] > 200 > right[0] and right[2] > 200 > left[2]  # type: ignore[index]


@pytest.mark.parametrize("orientation", range(2, 9))
def test_it_stands_upright(orientation: int) -> None:
    """What EXIF said about the way up is done before it is thrown away."""
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    looks_right(make(save(picture().transpose(turned), "JPEG", exif=exif(orientation))))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "I"])
def test_every_way_to_write_a_png_is_read(mode: str) -> None:
    one = picture().convert("L").convert("I").point(lambda value: value * 256).convert("I;16") if "I" in mode else None
    assert make(save(one or picture(mode=mode), "PNG")).width == 200


def test_other_colours_become_ours() -> None:
    looks_right(make(save(picture(mode="CMYK"), "JPEG")))
    looks_right(make(save(picture().quantize(4), "GIF")))
    assert make(save(picture(mode="L"), "JPEG")).height == 100
    clear = make(save(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), "PNG"))
    assert min(Image.open(io.BytesIO(clear.data)).getpixel((40, 40))) > 250  # type: ignore[type-var]


def test_a_large_one_is_made_small() -> None:
    made = make(save(Image.effect_noise((4032, 3024), 20), "JPEG", quality=80))
    assert (made.width, made.height) == (1600, 1200)
    assert max(Image.open(io.BytesIO(made.small)).size) == 480


# ---- hostile files -------------------------------------------------------------------------------------------


def bomb(width: int, height: int, kind: int = 2) -> bytes:
    """A PNG that says it is this large, and packs as many zeros into as few bytes as can be."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0))
    packer = zlib.compressobj(6)
    points = b"".join(packer.compress(bytes(1 << 20)) for _ in range(8)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def resized(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose head tells another size."""
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


HTML, SVG = (
    b"<html><script>alert(1)</script></html>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
)
ZIPPED = b"PK\x03\x04" + b"\0" * 60
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"


def other_kinds() -> dict[str, bytes]:
    """What is no photo at all, or a picture of a kind that is not taken."""
    return {
        "nothing": b"",
        "one byte": b"\xff",
        "html": HTML,
        "svg": SVG,
        "xml with entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><svg>&b;</svg>',
        "zip": ZIPPED,
        "pdf": PDF,
        "script": b"#!/bin/sh\nid\n",
        "program": b"\x7fELF" + b"\0" * 100,
        "windows program": b"MZ" + b"\0" * 100,
        "text": b"not a picture" * 10,
        "zeros": bytes(5_000),
        "bmp": save(picture(), "BMP"),
        "tiff": save(picture(), "TIFF"),
        "ico": save(picture(64, 64), "ICO"),
        "pcx": save(picture(), "PCX"),
        "tga": save(picture(), "TGA"),
        "ppm": save(picture(), "PPM"),
        "jpeg 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\0" * 64,
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
        "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64),
        "avif": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(64),
        "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(64),
        "quicktime": b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + bytes(64),
        "webm": b"\x1a\x45\xdf\xa3" + bytes(64),
        "ogg": b"OggS" + bytes(64),
        "wav": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(32),
        "avi": b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(32),
        "mp3": b"ID3\x04" + bytes(64),
        "rtf": b"{\\rtf1 hello}",
        "word": b"\xd0\xcf\x11\xe0" + bytes(64),
    }


def spoilt() -> Iterator[tuple[str, bytes]]:
    """Photos that are cut short, damaged, or carry another file behind them."""
    jpeg, png, gif, webp = (save(picture(), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP"))
    for name, data in {"jpeg": jpeg, "png": png, "gif": gif, "webp": webp}.items():
        for part in (4, 12, 30, len(data) // 2, len(data) - 20):
            yield f"{name} cut at {part}", data[:part]
        for place in (9, 20, 40, len(data) // 2):
            yield f"{name} damaged at {place}", data[:place] + b"\xff\x00\xff\x13" + data[place + 4 :]
        for what, tail in {"html": HTML, "svg": SVG, "zip": ZIPPED, "pdf": PDF}.items():
            yield f"{name} and {what} behind it", data + tail


def crafted() -> Iterator[tuple[str, bytes]]:
    """Photos made to be read as something else, or to take more than they seem to."""
    jpeg, png, gif, webp = (save(picture(), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP"))
    yield "html in front of a jpeg", HTML + jpeg
    yield "jpeg with html as a comment", jpeg_with(segment(0xFE, HTML))
    yield "jpeg with php as a comment", jpeg_with(segment(0xFE, b"<?php system($_GET['c']); ?>"))
    yield "gif that is a script", b"GIF89a/*" + gif[8:] + b"*/=1;alert(1)"
    yield "png with html as text", png_with(chunk(b"tEXt", b"Comment\0" + HTML))
    yield "png of 60,000 by 60,000", bomb(60_000, 60_000)
    yield "png of 4 billion by 1", bomb(2**32 - 1, 1)
    yield "png of 0 by 0", bomb(0, 0)
    yield "png of 30,001 by 1,000", bomb(30_001, 1_000)
    yield "png that unpacks to more than it says", bomb(10, 10)
    yield "png that unpacks to less than it says", bomb(5_400, 5_400, kind=6)
    yield (
        "png with a bomb of text",
        png_with(*(chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1 << 23))) for _ in range(8))),
    )
    yield "png with a bomb of a profile", png_with(chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(1 << 26), 1)))
    yield "png with 50,000 chunks", png_with(*[chunk(b"tEXt", b"a\0b")] * 50_000)
    yield "png with a wrong sum", png[:29] + b"\0\0\0\0" + png[33:]
    yield "png with no end", png[:-12]
    yield "jpeg of 65,000 by 65,000", resized(jpeg, 65_000, 65_000)
    yield "jpeg of 0 by 0", resized(jpeg, 0, 0)
    yield "jpeg that tells more than it has", resized(jpeg, 9_000, 9_000)
    yield "jpeg without tables", jpeg.replace(b"\xff\xc4", b"\xff\xe9")
    yield "jpeg with a thousand scans", jpeg[:-2] + jpeg[jpeg.index(b"\xff\xda") : -2] * 1_000 + b"\xff\xd9"
    yield "jpeg with broken exif", jpeg_with(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(40)))
    yield "jpeg with exif in circles", jpeg_with(segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0"))
    yield "jpeg with a broken profile", save(picture(), "JPEG", icc_profile=b"\xff" * 300)
    yield "gif of 65,535 by 65,535", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    yield "gif with a frame outside", gif.replace(b",\0\0\0\0", b",\xff\x7f\xff\x7f", 1)
    yield "gif of 500 pictures", save(picture(), "GIF", save_all=True, append_images=[picture(9, 9)] * 500)
    yield "webp of several pictures", save(picture(), "WEBP", save_all=True, append_images=[picture(mode="RGB")] * 9)
    yield "webp that tells another length", webp[:4] + b"\xff\xff\xff\x7f" + webp[8:]
    yield "webp of 16,383 by 16,383", webp[:26] + b"\xff\x3f\xff\x3f" + webp[30:]
    yield "more bytes than we take", jpeg + bytes(UPLOAD_BYTES)


HOSTILE = {**other_kinds(), **dict(spoilt()), **dict(crafted())}
"""Files that somebody could send: each is refused, or made harmless."""
ACTIVE = (b"<script", b"<html", b"<svg", b"<?php", b"%PDF", b"PK\x03\x04", b"alert(1)")


def test_there_are_a_hundred_of_them() -> None:
    assert len(HOSTILE) >= 100


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_made_harmless(name: str) -> None:
    """W7, W8: a sentence, or a JPEG of ours; never an error of another kind, and our own memory does not grow."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        made = make(HOSTILE[name])
    except RoomError as refused:
        assert refused.code.startswith("photo_") and str(MESSAGES[refused.code])
    else:
        assert Image.open(io.BytesIO(made.data)).format == "JPEG"
        assert not [sign for sign in ACTIVE for data in (made.data, made.small) if sign in data]
        assert max(made.width, made.height) <= child.LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


@pytest.mark.parametrize(
    ("name", "code"),
    {
        "heic": "photo_heic",
        "avif": "photo_heic",
        "mp4": "photo_video",
        "quicktime": "photo_video",
        "webm": "photo_video",
        "ogg": "photo_video",
        "wav": "photo_video",
        "pdf": "photo_document",
        "word": "photo_document",
        "zip": "photo_document",
        "svg": "photo_kind",
        "html": "photo_kind",
        "nothing": "photo_kind",
        "tiff": "photo_kind",
        "png of 60,000 by 60,000": "photo_large",
        "jpeg of 65,000 by 65,000": "photo_large",
        "more bytes than we take": "photo_large",
        "jpeg cut at 30": "photo_broken",
        "png cut at 30": "photo_broken",
    }.items(),
)
def test_the_refusal_says_what_it_is(name: str, code: str) -> None:
    with pytest.raises(RoomError) as refused:
        make(HOSTILE[name])
    assert refused.value.code == code


def test_a_child_that_takes_too_long_or_dies_is_a_picture_that_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """W8: 0 deaths of ours. The child is ended, and its place is free again."""
    for program in ("import time; time.sleep(60)", "import os; os.kill(os.getpid(), 9)", "bytes(10 ** 12)"):
        path = tmp_path / "child.py"
        path.write_text(program)
        monkeypatch.setattr(photos, "_CHILD", path)
        monkeypatch.setattr(photos, "SECONDS", 0.5)
        for _ in range(photos.AT_ONCE + 1):
            with pytest.raises(RoomError) as refused:
                make(save(picture(), "JPEG"))
            assert refused.value.code == "photo_broken"


def test_too_many_at_once_wait_and_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PATIENCE", 0.01)
    for _ in range(photos.AT_ONCE):
        photos._turns.acquire()
    try:
        with pytest.raises(RoomError) as refused:
            make(save(picture(), "JPEG"))
    finally:
        for _ in range(photos.AT_ONCE):
            photos._turns.release()
    assert refused.value.code == "slow_down" and refused.value.retry
