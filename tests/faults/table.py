"""The tables at the end of a fault run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

from tests.faults.checker import Verdict
from tests.faults.stage import Result

KIB: Final = 1024.0
FLOORS: Final = {
    "next ack after kill -9 of a server": 2.0,
    "next ack after kill -9 of Redis": 1.0,
    "next ack after PostgreSQL wakes": 2.0,
    "next ack after PostgreSQL is back": 5.0,
    "a lost signal healed": 5.0,
    "last frame after a suspension": 1.0,
    "sent out after a suspension": 1.0,
    "sent out after a suspension (Redis dropping)": 2.0,
    "memory for a client that does not read": KIB * KIB,
}
"""Seconds at worst, or bytes where the name speaks of memory."""


@dataclass(frozen=True)
class Figure:
    """One line of the table of figures."""

    name: str
    values: list[float]

    @property
    def floor(self) -> float | None:
        return FLOORS.get(self.name)

    @property
    def is_over(self) -> bool:
        return self.floor is not None and max(self.values) > self.floor

    def cells(self) -> list[str]:
        """Name, count, p50, p95, worst, floor."""
        unit = kib if "memory" in self.name else milliseconds
        shown = [percentile(self.values, part) for part in (0.5, 0.95, 1.0)]
        floor = "" if self.floor is None else unit(self.floor)
        return [self.name, str(len(self.values)), *map(unit, shown), floor, "MISSED" if self.is_over else ""]


def figures(results: Iterable[Result]) -> list[Figure]:
    """What was measured, the same figure of several scenarios together."""
    found: dict[str, list[float]] = {}
    for result in results:
        for name, values in result.figures.items():
            found.setdefault(_named(name, result.scenario), []).extend(values)
    return [Figure(name, values) for name, values in found.items() if values]


def _named(figure: str, scenario: str) -> str:
    """The same measure means something else in some scenarios."""
    if figure == "sent out after a suspension" and scenario == "revoke-drop":
        return f"{figure} (Redis dropping)"
    if figure == "seen after" and scenario == "lost-signal":
        return "a lost signal healed"
    if figure in ("acknowledged after", "seen after"):
        return f"{figure} ({scenario})"
    return figure


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def kib(count: float) -> str:
    return f"{count / KIB:.0f} KiB"


def print_counts(results: Sequence[Result]) -> None:
    """A row for each scenario: how much happened, and each kind of broken promise."""
    kinds = [field.name for field in fields(Verdict)]
    head = ["scenario", "faults", "acknowledged", "deliveries", *(kind.replace("_", " ") for kind in kinds)]
    rows = [
        [one.scenario, *map(str, (one.faults, one.acknowledged, one.deliveries)), *_counts(one.verdict)]
        for one in results
    ]
    total = [sum(int(row[column]) for row in rows) for column in range(1, len(head))]
    print()
    _print_rows([head, *rows, ["all", *map(str, total)]])
    print()
    for one in results:
        others = {**{str(int(code)): count for code, count in one.closes.items()}, **one.errors}
        print(f"{one.scenario}: closes and errors", *(f"{name}:{count}" for name, count in others.items()))


def print_figures(found: Sequence[Figure]) -> None:
    """A row for each figure."""
    print()
    _print_rows([["figure", "count", "p50", "p95", "worst", "floor", ""], *(figure.cells() for figure in found)])


def _counts(verdict: Verdict) -> list[str]:
    return [str(getattr(verdict, field.name)) for field in fields(verdict)]


def _print_rows(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = [
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(first, *rest, sep="  ")
