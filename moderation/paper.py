"""Documents on paper: a title and blocks become a PDF, the same bytes for the same blocks, on any machine.

Summaries and exports share it. The typeface travels with the PDF library and has the letters of western and central
Europe; an emoji is written as its name in brackets, any other sign that the typeface lacks as an empty box.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

import reportlab
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus import Table as Grid

Look = Literal["plain", "soft", "quote", "item"]

_PLAIN: Final = "Vera"
_BOLD: Final = "VeraBd"
_SOFT: Final = HexColor(0x55504A)
_RULE: Final = HexColor(0xC9C3BA)
_MARGIN: Final = 20 * mm
_FOOT: Final = 12 * mm
_ROOM: Final = 25 * mm
_PHOTO: Final = 70 * mm
"""The longer side of a picture."""
_INSET: Final = 6
"""Points that the library leaves around the text inside the margins."""
_BOX: Final = "\u25a1"
_JOINERS: Final = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
"""Signs without a shape of their own: they join emoji or choose between two looks of one sign."""
_TONES: Final = range(0x1F3FB, 0x1F400)
"""Skin tones of emoji: the emoji is named without."""
_CELL: Final = 1_000
"""Characters of a table's cell in one piece: a longer one goes on in a row below, since a row fits on a page."""
_LINES: Final = 40
"""Lines of a text in one paragraph."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading: level 1 for a part of the document, 2 and 3 below it."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A paragraph; line ends stay. `look` is `soft` for small print, `quote` indented, `item` with a bullet."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of plain text below a head that is repeated on each page. `widths` are shares; even ones if left out."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A JPEG, indented like a quote. `width` and `height` say its shape, in any unit."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block = Heading | Text | Table | Picture | NewPage


def document(title: str, blocks: Iterable[Block], *, foot: str = "") -> bytes:
    """A PDF in Letter size, with margins that also fit A4. `foot` stands below each page, beside its number."""
    styles = _styles()
    file = BytesIO()
    pages = SimpleDocTemplate(
        file,
        pagesize=letter,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + _FOOT,
        title=printable(title),
        author="Coparenting",
        invariant=1,
    )
    story: list[Flowable] = [_paragraph(title, styles["title"])]
    for block in blocks:
        story += _flow(block, pages.width, styles)
    pages.build(story, canvasmaker=partial(_NumberedCanvas, foot=printable(foot)))
    return file.getvalue()


def printable(text: str) -> str:
    """The text in signs that the typeface has."""
    known = _letters()
    return "".join(char if char in known else _instead(char) for char in unicodedata.normalize("NFC", text))


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # the library ships no types
    """Keeps the pages until their number is known, then writes "2 / 5" on each."""

    def __init__(self, *args: Any, foot: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._foot = foot
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # the library's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, kept in enumerate(self._kept, start=1):
            self.__dict__.update(kept)
            self._write_foot(number)
            super().showPage()
        super().save()

    def _write_foot(self, number: int) -> None:
        self.setFont(_PLAIN, 8)
        self.setFillColor(_SOFT)
        self.drawString(_MARGIN + _INSET, _FOOT, self._foot[:90])
        text = _("Page %(number)d of %(count)d") % {"number": number, "count": len(self._kept)}
        self.drawRightString(self._pagesize[0] - _MARGIN - _INSET, _FOOT, text)


Styles = dict[str, ParagraphStyle]


def _flow(block: Block, width: float, styles: Styles) -> list[Flowable]:
    match block:
        case Heading(text=text, level=level):
            # Room for what follows, so that no heading stands alone at the foot of a page.
            return [CondPageBreak(_ROOM), _paragraph(text, styles[f"h{min(level, 3)}"])]
        case Text(text=text, look=look):
            pieces = _few_lines(text)
            first = _paragraph(pieces[0], styles[look], bullet="•" if look == "item" else None)
            return [first, *(_paragraph(piece, styles[look]) for piece in pieces[1:])]
        case Table():
            return [_grid(block, width, styles)]
        case Picture():
            return [_picture(block)]
        case NewPage():
            return [PageBreak()]


def _picture(picture: Picture) -> Flowable:
    scale = _PHOTO / max(picture.width, picture.height)
    image = Image(BytesIO(picture.data), width=picture.width * scale, height=picture.height * scale, hAlign="LEFT")
    image.spaceAfter = _INSET
    return image


def _grid(table: Table, width: float, styles: Styles) -> Flowable:
    shares = table.widths or [1] * len(table.head)
    rows = [[_paragraph(cell, styles["head"]) for cell in table.head]]
    rows += [[_paragraph(cell, styles["cell"]) for cell in piece] for row in table.rows for piece in _pieces(row)]
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return Grid(rows, colWidths=[width * share / sum(shares) for share in shares], style=style, repeatRows=1)


def _pieces(row: Sequence[str]) -> list[list[str]]:
    """One row, or several for cells too long for one."""
    cells = [_cut(cell) for cell in row]
    count = max(map(len, cells), default=1)
    return [[cell[index] if index < len(cell) else "" for cell in cells] for index in range(count)]


def _cut(cell: str) -> list[str]:
    """Pieces of some forty lines at most: each line end counts as a full line of letters."""
    pieces, start, room = [], 0, _CELL
    for place, char in enumerate(cell):
        room -= _CELL // 20 if char == "\n" else 1
        if room <= 0:
            pieces.append(cell[start : place + 1])
            start, room = place + 1, _CELL
    return [*pieces, cell[start:]] if start < len(cell) or not pieces else pieces


def _few_lines(text: str) -> list[str]:
    """Pieces of a few lines: the time that a paragraph takes grows with the square of its line ends."""
    lines = text.split("\n")
    return ["\n".join(lines[start : start + _LINES]) for start in range(0, len(lines), _LINES)]


def _paragraph(text: str, style: ParagraphStyle, *, bullet: str | None = None) -> Flowable:
    return Paragraph(escape(printable(text)).replace("\n", "<br/>"), style, bulletText=bullet)


def _instead(char: str) -> str:
    if char in _JOINERS or ord(char) in _TONES or unicodedata.category(char) == "Cf":
        return ""
    if char in "\n\t":
        return "\n" if char == "\n" else " "
    plain = unicodedata.normalize("NFKD", char)
    if plain != char and all(part in _letters() or unicodedata.combining(part) for part in plain):
        return "".join(part for part in plain if part in _letters() and not unicodedata.combining(part))
    name = unicodedata.name(char, "").lower()
    return f"[{name}]" if name and unicodedata.category(char) == "So" else _BOX


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """Every sign that both weights of the typeface have, and those that the page itself takes care of."""
    folder = Path(reportlab.__file__).parent / "fonts"
    fonts = [TTFont(name, folder / f"{name}.ttf") for name in (_PLAIN, _BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    both = set.intersection(*(set(font.face.charToGlyph) for font in fonts))
    return frozenset(map(chr, both)) - _JOINERS - {"\u00ad"}


def _styles() -> Styles:
    _letters()
    body = partial(ParagraphStyle, fontName=_PLAIN, fontSize=9.5, leading=14, spaceAfter=5)
    bold: Callable[..., ParagraphStyle] = partial(ParagraphStyle, fontName=_BOLD)
    return {
        "title": bold("title", fontSize=17, leading=22, spaceAfter=10),
        "h1": bold("h1", fontSize=13, leading=17, spaceBefore=12, spaceAfter=5),
        "h2": bold("h2", fontSize=11, leading=15, spaceBefore=9, spaceAfter=4),
        "h3": bold("h3", fontSize=9.5, leading=13, spaceBefore=7, spaceAfter=3),
        "plain": body("plain"),
        "soft": body("soft", fontSize=8, leading=11.5, textColor=_SOFT),
        "quote": body("quote", leftIndent=12, textColor=_SOFT),
        "item": body("item", leftIndent=12, bulletIndent=2),
        "head": body("head", fontName=_BOLD, fontSize=8, leading=11, spaceAfter=0),
        "cell": body("cell", fontSize=8.5, leading=12, spaceAfter=0),
    }
