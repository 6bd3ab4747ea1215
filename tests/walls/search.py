"""The search of the canary run: holds everything that was collected against every canary."""

import logging
import re
from typing import Final

from chatserver.logs import JsonFormatter
from tests.walls.canaries import Aviary
from tests.walls.collect import Haul

VISITOR: Final = "visitor"
"""Who is not signed in, and so may see no canary at all."""
LOGGED: Final = frozenset({"Room.public_id", "Membership.public_id", "Flag.public_id", "Summary.public_id"})
"""What the log and the bus may hold: ids that say nothing to whoever has no part in the room."""


def leaks(world: Aviary, viewer: str, haul: Haul, also: frozenset[str] = frozenset()) -> list[str]:
    """What was found that this viewer may not see: which field of whom, and where."""
    canaries = {canary.token.lower(): canary for canary in world.canaries}
    wanted = re.compile("|".join(_pattern(token) for token in canaries))
    known: dict[str, list[str]] = {}  # most lines of a page are on many pages
    found = set()
    for where, text in haul.pieces:
        for line in set(text.lower().splitlines()):
            if line not in known:
                known[line] = wanted.findall(line)
            for token in known[line]:
                canary = canaries[token]
                if canary.what not in also and not world.may_see(viewer, canary):
                    found.add(f"{viewer} got {canary.what} of {canary.room or canary.person} by {where}")
    return sorted(found)


def _pattern(token: str) -> str:
    """Years stand alone (four digits after a dash are a piece of a UUID); every other canary is like nothing else."""
    return rf"(?<![0-9a-z-]){token}(?![0-9a-z])" if token.isdigit() else re.escape(token)


def assert_found(world: Aviary, viewer: str, haul: Haul, *whats: str) -> None:
    """What is theirs is found: the search looks where there is something."""
    for what in whats:
        mine = [canary for canary in world.canaries if canary.what == what and world.may_see(viewer, canary)]
        assert any(haul.having(canary.token) for canary in mine), (viewer, what)


class CapturedLog(logging.Handler):
    """Everything that is logged, as a production server writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonFormatter())
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(self.format(record))

    def __enter__(self) -> "CapturedLog":
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *error: object) -> None:
        logging.getLogger().removeHandler(self)

    def texts(self) -> list[str]:
        return list(self.records)

    def haul(self) -> Haul:
        return Haul([("log", text) for text in self.records])
