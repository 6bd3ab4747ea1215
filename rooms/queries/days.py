"""A child's days as one reader may see them: the last ones like a letter, and a week to look back on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise

from rooms.access import fresh
from rooms.items.days import TILES
from rooms.models import Day, Membership
from rooms.queries import cheers, sick
from rooms.queries.cheers import CheerView
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.queries.paging import theirs

PAGE: Final = 30
"""Tellings on one page; those of one day stay together."""
WEEK: Final = 7

Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day as one member told it."""

    id: str
    child: str
    on: date
    taps: dict[str, str]
    labels: list[Label]
    line: Line
    can_change: bool
    cheers: list[CheerView]


@dataclass(frozen=True, kw_only=True)
class DaysPage:
    """The last days, newest first. `older` is the day before which there is more; None if this is all."""

    days: list[DayView]
    older: date | None


@dataclass(frozen=True, kw_only=True)
class Good:
    """Something good of a week, and on how many days it was told."""

    label: Label
    count: int


@dataclass(frozen=True, kw_only=True)
class WeekDay:
    """One day of a week: whether the child was sick, with the signs told, what was tapped, what was said and shown."""

    on: date
    sick: bool
    signs: list[Label]
    labels: list[Label]
    views: list[DayView]

    @property
    def empty(self) -> bool:
        return not (self.sick or self.views)


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven days of one child, and what was good in them."""

    first: date
    last: date
    days: list[WeekDay]
    good: list[Good]
    told: int
    """On how many of the days something was told."""
    sick: int
    """How many of them were sick days."""


def page(member: Membership, *, before: date | None = None) -> DaysPage:
    """The last days of a room before a given one, or up to now, as far as this member may see them."""
    rows = theirs(member, Day.objects.filter(room=member.room_id)).select_related("child").order_by("-on", "-seq")
    if before is not None:
        rows = rows.filter(on__lt=before)
    found = list(rows[: PAGE + 1])
    older = None
    if len(found) > PAGE:
        last = found[-1].on
        whole = [row for row in found if row.on > last]
        found, older = (whole, whole[-1].on) if whole else (list(rows.filter(on=last)), last)
    return DaysPage(days=_views(member, found), older=older)


def one(member: Membership, day_id: str) -> DayView | None:
    """One telling of a day; None if it is not there for this reader."""
    rows = Day.objects.filter(room=member.room_id, public_id=day_id).select_related("child")
    return next(iter(_views(member, rows)), None)


def week(member: Membership, first: date, child: str) -> Week:
    """The week of a child, by public id, that begins with `first`."""
    span = [first + timedelta(days=number) for number in range(WEEK)]
    rows = Day.objects.filter(room=member.room_id, child__public_id=child, on__range=(span[0], span[-1]))
    views = _views(member, rows.select_related("child").order_by("on", "seq"))
    ill = sick.days_of(member, child, span)
    return Week(
        first=first,
        last=span[-1],
        days=[_day(day, ill.get(day), [view for view in views if view.on == day]) for day in span],
        good=_good(views),
        told=len({view.on for view in views}),
        sick=len(ill),
    )


def _day(day: date, signs: list[Label] | None, views: list[DayView]) -> WeekDay:
    labels = dict.fromkeys(label for view in views for label in view.labels)
    return WeekDay(on=day, sick=signs is not None, signs=signs or [], labels=list(labels), views=views)


def _views(member: Membership, rows: Iterable[Day]) -> list[DayView]:
    rows = list(rows)
    celebrated = cheers.of_days([row.pk for row in rows])
    lines = told(member, {row.seq for row in rows} | cheers.seqs(celebrated))
    now = timezone.now()
    return [
        DayView(
            id=row.public_id,
            child=row.child.first_name,
            on=row.on,
            taps=_known(row),
            labels=[TILES[name].choices[label] for name, label in _known(row).items()],
            line=lines[row.seq],
            can_change=lines[row.seq].mine and fresh(row.at, now),
            cheers=cheers.views(celebrated.get(row.pk, []), lines),
        )
        for row in rows
        if row.seq in lines
    ]


def _known(row: Day) -> dict[str, str]:
    """Its taps in the order of the cards, which databases do not keep, as far as there are still cards for them."""
    return {name: row.taps[name] for name, tile in TILES.items() if row.taps.get(name) in tile.choices}


def _good(views: list[DayView]) -> list[Good]:
    days = {(view.on, name, label) for view in views for name, label in view.taps.items()}
    counts = Counter((name, label) for _, name, label in days if label in TILES[name].good)
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [Good(label=TILES[name].choices[label], count=count) for (name, label), count in ordered[:4]]
