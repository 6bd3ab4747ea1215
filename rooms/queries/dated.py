"""What stands in a calendar: the one shape in which every noun tells of its days and times."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from rooms.items import Page


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One entry of somebody's calendar, as that person may see it.

    From `starts` (a moment) to `ends`, or all of the day `on`. `place` is empty where the reader may not see one.
    `kind` is the noun's own key for what it is: a feed makes a title of it that says nothing. `sure` is whether it is
    settled; what is only asked for stands in the calendar as that. Where the day alone is told, `time_told` is false:
    it does not take all day, staff tells its time with its place. `changed` counts the changes of it, for readers of
    feeds.
    """

    page: Page
    id: str
    room_id: str
    room_name: str
    title: str | Promise
    kind: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    on: date | None = None
    place: str = ""
    sure: bool = True
    called_off: bool = False
    changed: int = 0
    time_told: bool = True
