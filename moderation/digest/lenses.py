"""The three lenses, and next steps. Nothing is new here: each thing was found by a rule and keeps its messages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from moderation.digest.concerns import TODAY
from moderation.digest.fold import folded
from moderation.digest.model import Appointment, Digest, Item, Part, Step
from moderation.digest.strengths import toward_home

HOME_KINDS: Final = frozenset({"court", "visit", "program", "housing", "team"})
_SOON: Final = timedelta(days=7)
_STEPS: Final = 6


def with_lenses(digest: Digest) -> Digest:
    """The same digest with its lenses and its next steps filled in."""
    return replace(
        digest,
        working=_in_time([*digest.strengths, *(promise for promise in digest.commitments if promise.kept)]),
        growing=_growing(digest),
        going_home=_going_home(digest),
        steps=tuple(islice(_once(_steps(digest)), _STEPS)),
    )


def _growing(digest: Digest) -> tuple[Item, ...]:
    """Questions that wait, promises past their day without a word, strong feelings, worries."""
    hurt = [item for item in digest.today if item.kind == "hostile"]
    late = [promise for promise in digest.commitments if promise.over]
    return _in_time([*digest.unanswered, *late, *hurt, *digest.concerns])


def _going_home(digest: Digest) -> tuple[Item, ...]:
    """Visits, court, classes, housing; what was done for it and what was promised."""
    visits = [visit for visit in digest.appointments if visit.kind in HOME_KINDS]
    about = [item for item in (*digest.strengths, *digest.commitments) if toward_home(folded(item.quote))]
    return _in_time([*visits, *about])


def _steps(digest: Digest) -> Iterator[Step]:
    """The most pressing first."""
    today, waiting = digest.today, digest.unanswered
    yield from (Step(kind="check_in", item=item) for item in today if item.kind not in {"hostile", "contact"})
    yield from (Step(kind="talk", item=item) for item in today if item.kind == "hostile")
    yield from (Step(kind="answer", item=item) for item in waiting if item.to_staff)
    yield from (Step(kind="share", item=item) for item in today if item.kind == "contact")
    yield from (Step(kind="ask_again", item=item) for item in waiting if not item.to_staff)
    yield from (Step(kind="follow_up", item=item) for item in digest.commitments if item.over)
    ahead = (item for item in digest.appointments if item.kind in HOME_KINDS and _soon(item, digest.now))
    yield from (Step(kind="prepare", item=item) for item in ahead)
    yield from (Step(kind="ask_how", item=item) for item in digest.concerns if item.kind not in TODAY)
    yield from (Step(kind="reach_out", item=_last(part)) for part in digest.parts if part.quiet)


def _once(every: Iterator[Step]) -> Iterator[Step]:
    """One step for a kind and a person is enough."""
    seen: set[tuple[str, str]] = set()
    for step in every:
        key = (step.kind, step.item.author)
        if key not in seen:
            seen.add(key)
            yield step


def _soon(item: Appointment, now: datetime) -> bool:
    return not item.when.over(now) and item.when.day <= (now + _SOON).date()


def _last(part: Part) -> Item:
    return Item(messages=(part.last_message,), author=part.author, name=part.name, at=part.last, quote="")


def _in_time(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.at))
