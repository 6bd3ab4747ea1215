"""Documents on paper: the same bytes for the same blocks, any text at all, every page numbered."""

import re
import zlib
from base64 import a85decode

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.paper import Block, Heading, NewPage, Table, Text, document, printable


def pages(file: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", file))


def test_a_document_has_its_blocks_and_is_the_same_each_time() -> None:
    blocks: list[Block] = [
        Heading(text="Lo que va bien"),
        Text(text="Ana: “¿Cómo está?”\nSeñora & <b>niña</b>", look="quote"),
        Text(text="A point", look="item"),
        NewPage(),
        Table(head=["No.", "Words"], rows=[["1", "Good night 🌙"]], widths=[1, 5]),
    ]
    file = document("Macia", blocks, foot="Week 3")
    assert file.startswith(b"%PDF") and pages(file) == 2
    assert file == document("Macia", blocks, foot="Week 3")
    assert file != document("Macia", blocks[:-1], foot="Week 3")


def test_letters_of_spanish_stay_and_signs_that_are_missing_are_named() -> None:
    spanish = "¿Qué tal, niño? ¡Él comió pingüino! “Sí” — 5º…"
    assert printable(spanish) == spanish
    assert printable("n\u0303 👍🏽 ❤️") == "ñ [thumbs up sign] [heavy black heart]"
    assert printable("a\u200bb\u202ec") == "abc"
    assert printable("日") == "□"


def test_a_row_longer_than_a_page_goes_on() -> None:
    for text in ("x" * 8_000, "\n" * 8_000, "W " * 4_000):
        assert pages(document("Long", [Table(head=["No.", "Words"], rows=[["1", text]], widths=[1, 1])])) > 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all(text: str) -> None:
    file = document(text, [Heading(text=text, level=2), Text(text=text), Table(head=[text], rows=[[text]])], foot=text)
    assert file.endswith(b"%%EOF\n")


def test_no_link_or_script_comes_in_with_words() -> None:
    """A message cannot make the reader's program do anything: it is drawn as letters."""
    file = document("x", [Text(text='<a href="https://example.org">go</a> <img src="file:///etc/passwd"/>')])
    streams = re.findall(rb"stream\r?\n(.*?)endstream", file, re.DOTALL)
    unpacked = b" ".join(_unpacked(stream) for stream in streams)
    assert b"/URI" not in file + unpacked and b"/JavaScript" not in file + unpacked


def _unpacked(stream: bytes) -> bytes:
    raw = stream.strip()
    return zlib.decompress(a85decode(raw[:-2])) if raw.endswith(b"~>") else b""
