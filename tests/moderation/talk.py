"""Writes a talk in a room the short way."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from moderation.digest.draft import draft
from moderation.digest.model import Digest, Line, Marks
from moderation.digest.utterance import Utterance, read

DENVER = ZoneInfo("America/Denver")
MONDAY = datetime(2031, 5, 5, 9, 0, tzinfo=DENVER)

ROLES = {
    "Ana": "birth_parent",
    "Francisco": "birth_parent",
    "Brianna": "foster_parent",
    "Tianna": "social_worker",
}


def lines(*said: tuple[str, str], start: datetime = MONDAY, every: timedelta = timedelta(minutes=5)) -> list[Line]:
    """Lines of (name, text), some minutes apart; their ids count from m0."""
    return [
        Line(id=f"m{n}", at=start + n * every, author=name.lower(), role=ROLES[name], name=name, text=text)
        for n, (name, text) in enumerate(said)
    ]


def room(*said: tuple[str, str], start: datetime = MONDAY) -> list[Utterance]:
    """What the rules read of such a talk."""
    return read(lines(*said, start=start), DENVER)


def digest(*said: tuple[str, str], now: datetime | None = None, marks: dict[str, Marks] | None = None) -> Digest:
    """The digest of such a talk, by default a day later."""
    return draft(lines(*said), zone=DENVER, now=now or MONDAY + timedelta(days=1), marks=marks or {})
