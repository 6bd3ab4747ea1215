"""What was celebrated, as a page shows it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from rooms.items.days import CHEERS
from rooms.models import Cheer
from rooms.queries.lines import Line


@dataclass(frozen=True, kw_only=True)
class CheerView:
    """One celebration: what was tapped, and the line that says who, and their few words."""

    label: str | Promise
    line: Line


def of_days(days: Collection[int]) -> dict[int, list[Cheer]]:
    """The celebrations of these days, by the day's key, in order."""
    found: dict[int, list[Cheer]] = defaultdict(list)
    for cheer in Cheer.objects.filter(day__in=days).order_by("seq"):
        found[cheer.day_id or 0].append(cheer)
    return found


def of_entries(entries: Collection[int]) -> dict[int, list[Cheer]]:
    """The same for entries of the book."""
    found: dict[int, list[Cheer]] = defaultdict(list)
    for cheer in Cheer.objects.filter(entry__in=entries).order_by("seq"):
        found[cheer.entry_id or 0].append(cheer)
    return found


def seqs(cheers: Mapping[int, list[Cheer]]) -> set[int]:
    """The numbers of their lines."""
    return {cheer.seq for some in cheers.values() for cheer in some}


def views(cheers: list[Cheer], lines: Mapping[int, Line]) -> list[CheerView]:
    """Those that the reader may see."""
    return [CheerView(label=CHEERS[one.cheer], line=lines[one.seq]) for one in cheers if one.seq in lines]
