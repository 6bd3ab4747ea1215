"""What came of an attempt to reach somebody."""

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    GONE = "gone"
    """Nobody is there any more: the device was given up."""
    LATER = "later"
    """It may work another time."""


@dataclass(frozen=True)
class Outcome:
    """`error` is a class such as "http_503", never anybody's text; `wait` is the seconds the other side asked for."""

    result: Result
    error: str = ""
    wait: float | None = None
