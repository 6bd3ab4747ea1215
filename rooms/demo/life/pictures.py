"""Drawings for the demo, made by code as with wax crayons: no picture of anybody, and nothing to fetch."""

import hashlib
import math
import random
from collections.abc import Callable
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from rooms.media.photos import Photo

SIZE: Final = (800, 600)
SMALL: Final = (480, 360)
_PAPER: Final = "#fbf6ea"

Point = tuple[float, float]


class Crayon:
    """Draws shaky lines on paper, the same each time."""

    def __init__(self, seed: str) -> None:
        self.sheet = Image.new("RGB", SIZE, _PAPER)
        self._pen = ImageDraw.Draw(self.sheet)
        self._hand = random.Random(seed)  # noqa: S311 - a shaky hand, no secret

    def line(self, *points: Point, colour: str, wide: int = 9) -> None:
        """A line through these points, drawn twice, as children do."""
        for _ in range(2):
            shaky = [(x + self._hand.uniform(-4, 4), y + self._hand.uniform(-4, 4)) for x, y in points]
            self._pen.line(shaky, fill=colour, width=wide, joint="curve")

    def round(self, x: float, y: float, across: float, high: float, *, colour: str, filled: str = "") -> None:
        """Something round, filled with scribbles if asked."""
        if filled:
            for step in range(-9, 10):
                reach = across * math.sqrt(max(0.0, 1 - (step / 10) ** 2))
                level = y + high * step / 10
                self.line((x - reach, level + 6), (x + reach, level - 6), colour=filled, wide=5)
        turns = [index / 24 * 2 * math.pi for index in range(26)]
        self.line(*((x + across * math.cos(turn), y + high * math.sin(turn)) for turn in turns), colour=colour)

    def photo(self) -> Photo:
        """The drawing as a message carries it."""
        return Photo(data=_jpeg(self.sheet), small=_jpeg(self.sheet.resize(SMALL)), width=SIZE[0], height=SIZE[1])


def _jpeg(sheet: Image.Image) -> bytes:
    out = BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()


def _truck(draw: Crayon) -> None:
    draw.line((120, 420), (120, 240), (450, 240), (450, 420), (120, 420), colour="#2e7d4f")
    draw.line((450, 300), (580, 300), (640, 370), (640, 420), (450, 420), colour="#d9822b")
    for x in (210, 520):
        draw.round(x, 440, 46, 46, colour="#3a3a3a", filled="#8b8b8b")
    draw.line((40, 495), (760, 500), colour="#7a6a55", wide=6)


def _letter(draw: Crayon) -> None:
    turns = [index / 20 * 5.1 + 5.6 for index in range(21)]
    draw.line(
        *((400 + 170 * math.cos(-turn), 300 + 170 * math.sin(-turn)) for turn in turns), colour="#7b4fa0", wide=16
    )
    draw.line((430, 330), (560, 325), (545, 440), colour="#7b4fa0", wide=16)


def _toad(draw: Crayon) -> None:
    draw.round(400, 360, 190, 120, colour="#2e7d4f", filled="#7fbf6a")
    for x in (310, 490):
        draw.round(x, 230, 42, 42, colour="#2e7d4f")
        draw.round(x, 232, 12, 12, colour="#222222", filled="#222222")
    draw.line((300, 380), (400, 420), (500, 380), colour="#b5332b")
    draw.line((330, 160), (400, 60), (470, 160), (330, 160), colour="#4b4fa8")


def _elephants(draw: Crayon) -> None:
    for x, y, size in ((270, 300, 1.0), (570, 380, 0.6)):
        draw.round(x, y, 150 * size, 110 * size, colour="#5f6b78", filled="#aab4bf")
        draw.round(x + 150 * size, y - 60 * size, 70 * size, 62 * size, colour="#5f6b78")
        draw.line((x + 210 * size, y - 40 * size), (x + 235 * size, y + 90 * size), colour="#5f6b78")
        for leg in (-90, -20, 50, 110):
            draw.line((x + leg * size, y + 90 * size), (x + leg * size, y + 190 * size), colour="#5f6b78")


def _bike(draw: Crayon) -> None:
    for x in (260, 540):
        draw.round(x, 200, 100, 100, colour="#333333")
    draw.line((260, 200), (380, 380), (540, 200), (400, 200), (380, 380), colour="#b5332b")
    draw.line((330, 470), (380, 380), (430, 470), colour="#b5332b")
    draw.line((60, 500), (740, 500), colour="#7fbf6a", wide=12)


def _longneck(draw: Crayon) -> None:
    draw.round(420, 400, 170, 90, colour="#3f7a56", filled="#8fc79b")
    draw.line((280, 360), (210, 150), (160, 150), colour="#3f7a56", wide=26)
    draw.line((580, 410), (720, 470), colour="#3f7a56", wide=20)
    for x in (320, 400, 470, 530):
        draw.line((x, 470), (x, 540), colour="#3f7a56", wide=18)
    draw.line((150, 130), (185, 40), (225, 130), (150, 130), colour="#d9822b")


DRAWINGS: Final[dict[str, Callable[[Crayon], None]]] = {
    "truck": _truck,
    "letter": _letter,
    "toad": _toad,
    "elephants": _elephants,
    "bike": _bike,
    "longneck": _longneck,
}


def drawn(name: str) -> tuple[Photo, str]:
    """A drawing, and the hash of what it is made from."""
    crayon = Crayon(name)
    DRAWINGS[name](crayon)
    return crayon.photo(), hashlib.sha256(name.encode()).hexdigest()
