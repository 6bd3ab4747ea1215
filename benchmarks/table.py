"""The lines of the table: how they compare with the baseline, the floor and the aim, and how they are drawn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEAD: Final = ("figure", "against", "here", "ratio", "floor", "aim", "")


@dataclass(frozen=True)
class Row:
    """A line of the table. `ratio` is read as the targets are: how many times better, or how many times as much."""

    figure: str
    against: float
    here: float
    unit: str
    floor: float = math.nan
    aim: float = math.nan
    better: str = "times better"
    measured: str = "ratio"

    @property
    def ratio(self) -> float:
        return math.nan if not self.against or not self.here else self._ratio()

    def _ratio(self) -> float:
        if self.better == "less is better":
            return self.here / self.against
        return self.here / self.against if self.better == "more is better" else self.against / self.here

    @property
    def mark(self) -> str:
        """Aim, floor, or below."""
        if math.isnan(self.floor):
            return ""
        value = self.ratio if self.measured == "ratio" else self.here
        low = self.better == "less is better"
        if math.isnan(value):
            return "not measured"
        if (value <= self.aim) if low else (value >= self.aim):
            return "aim"
        return "floor" if ((value <= self.floor) if low else (value >= self.floor)) else "BELOW"

    def cells(self) -> tuple[str, ...]:
        sign = "≤ " if self.better == "less is better" else "≥ "
        return (
            self.figure,
            _number(self.against, self.unit),
            _number(self.here, self.unit),
            _number(self.ratio, "x"),
            "" if math.isnan(self.floor) else sign + _plain(self.floor),
            "" if math.isnan(self.aim) else sign + _plain(self.aim),
            self.mark,
        )


def draw(lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table with even columns."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)


def _number(value: float, unit: str) -> str:
    if math.isnan(value):
        return "-"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{value:,.{min(digits, 4)}f} {unit}".strip()


def _plain(value: float) -> str:
    return f"{value:g}"
