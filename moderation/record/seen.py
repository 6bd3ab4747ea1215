"""When each member first saw an event, from the steps of their read cursors."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from moderation.record.scope import Scope
from rooms.models import Event, Membership, Reading


class Seen:
    """The steps of one stretch: numbers and times only, in memory for as long as the pages are written."""

    def __init__(self, scope: Scope) -> None:
        self._members = scope.members
        self._starts: dict[int, list[int]] = defaultdict(list)
        self._steps: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
        steps = Reading.objects.filter(
            membership__in=list(scope.members), last_seq__gte=scope.first, first_seq__lte=scope.last
        ).order_by("first_seq", "pk")
        for member, first, last, at in steps.values_list("membership_id", "first_seq", "last_seq", "at").iterator():
            self._starts[member].append(first)
            self._steps[member].append((last, at))

    def of(self, event: Event) -> Iterator[tuple[Membership, datetime]]:
        """Who has seen this event, and when first; its author is left out."""
        for key, starts in self._starts.items():
            place = bisect_right(starts, event.seq) - 1
            if place >= 0 and key != event.author_id:
                last, at = self._steps[key][place]
                if event.seq <= last:
                    yield self._members[key], at
