"""The form in which the demo's conversations are written: who said what, how long ago."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Where the demo families live: "19:40" in a conversation is a clock on their wall.
HOME_ZONE = ZoneInfo("America/Los_Angeles")


def moment(days_ago: int, clock: str, now: datetime) -> datetime:
    """A moment of the story, seen from `now`: the demo is always as fresh as today.

    `clock` is "HH:MM" on that day, or "-H:MM" for that long before now.
    """
    sign, clock = clock[:1] == "-", clock.lstrip("-")
    hours, minutes = (int(part) for part in clock.split(":"))
    if sign:
        return now - timedelta(hours=hours, minutes=minutes)
    day = now.astimezone(HOME_ZONE).date() - timedelta(days=days_ago)
    return datetime.combine(day, time(hours, minutes), HOME_ZONE).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `clock` is "HH:MM" on that day, or "-H:MM" for that long before now."""

    days_ago: int
    clock: str
    who: str
    text: str
    label: str = ""
    reply_to: str = ""
    reactions: tuple[tuple[str, str], ...] = ()
    edited_from: str = ""
    retracted: bool = False

    def at(self, now: datetime) -> datetime:
        """The moment it was said, seen from `now`."""
        return moment(self.days_ago, self.clock, now)


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that was said in one room, and how many of the last messages each person has yet to read."""

    room: str
    lines: tuple[Said, ...]
    unread: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to a message, in the order of time."""

    at: datetime
    act: str  # 'say', 'edit', 'retract' or 'react'
    who: str
    line: int  # which of the conversation's lines it is about
    text: str = ""


# How long after a message its author thinks again, and the others answer with an emoji.
SECOND_THOUGHT = timedelta(minutes=2)
FIRST_REACTION = timedelta(minutes=4)
NEXT_REACTION = timedelta(minutes=3)


def steps(conversation: Conversation, now: datetime) -> list[Step]:
    """The conversation as a record: messages, edits and reactions, oldest first, none after now."""
    found = [step for number, said in enumerate(conversation.lines) for step in _of(number, said, now)]
    return sorted(found, key=lambda step: step.at)


def _of(number: int, said: Said, now: datetime) -> Iterator[Step]:
    at = said.at(now)
    yield Step(at, "say", said.who, number, said.edited_from or said.text)
    if said.edited_from:
        yield Step(min(at + SECOND_THOUGHT, now), "edit", said.who, number, said.text)
    if said.retracted:
        yield Step(min(at + SECOND_THOUGHT, now), "retract", said.who, number)
    for turn, (who, emoji) in enumerate(said.reactions):
        yield Step(min(at + FIRST_REACTION + turn * NEXT_REACTION, now), "react", who, number, emoji)
