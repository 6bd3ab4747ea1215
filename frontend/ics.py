"""A calendar as phones read it (RFC 5545), which says when its owner is busy and nothing of anybody.

Titles are neutral; there is no child, person, place, note, sender or address in it. Ids are made for one feed, so that
the feeds of two people who go to the same visit have none in common.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from rooms.items import Page
from rooms.models import CalendarFeed, Occasion
from rooms.queries.calendar import LASTING
from rooms.queries.dated import Dated

REFRESH: Final = timedelta(hours=1)
"""How often a phone is asked to look again."""

_VISITS: Final = frozenset({Occasion.Kind.VISIT, Occasion.Kind.SIBLINGS})
_TOGETHER: Final = frozenset(
    {Occasion.Kind.CELEBRATION, Occasion.Kind.OUTING, Occasion.Kind.SERVICE, Occasion.Kind.HOLIDAY}
)
_PAGES: Final[dict[str, str | Promise]] = {Page.MEETINGS: _("meeting"), Page.GOING_HOME: _("date")}


def calendar_file(found: Iterable[Dated], feed: CalendarFeed, name: str) -> bytes:
    """These entries for this feed, under the name that the person gave to the app."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{name}//1//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    found = list(found)
    often = Counter((one.page, one.id) for one in found)
    for one in found:
        calendar.add_component(_event(one, feed, name, again=often[one.page, one.id] > 1))
    return bytes(calendar.to_ical())


def _event(one: Dated, feed: CalendarFeed, name: str, *, again: bool) -> Event:
    event = Event()
    event.add("uid", _uid(one, feed, again=again))
    event.add("dtstamp", timezone.now())
    if one.starts is not None:
        event.add("dtstart", one.starts)
        event.add("dtend", one.ends or one.starts + LASTING)
    elif one.on is not None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", _title(one, feed, name))
    event.add("sequence", one.changed)
    event.add("status", "CANCELLED" if one.called_off else "CONFIRMED" if one.sure else "TENTATIVE")
    event.add("transp", "TRANSPARENT" if one.called_off or one.on is not None else "OPAQUE")
    event.add("class", "PRIVATE")
    return event


def _uid(one: Dated, feed: CalendarFeed, *, again: bool) -> str:
    """The same each time for the same date, wherever it moves; what comes again has one for each time."""
    which = f"{one.page} {one.id} {one.starts or one.on}" if again else f"{one.page} {one.id}"
    return salted_hmac("frontend.ics.uid", f"{feed.public_id} {which}", algorithm="sha256").hexdigest()[:32]


def _title(one: Dated, feed: CalendarFeed, name: str) -> str:
    """Which kind of date it is, in a word that a stranger may read; or only that its owner is busy."""
    if feed.shows == CalendarFeed.Shows.BUSY:
        return say("Busy")
    if one.page in _PAGES:
        kind = _PAGES[Page(one.page)]
    elif one.kind in _VISITS:
        kind = _("visit")
    elif one.kind == Occasion.Kind.CALL:
        kind = _("call")
    else:
        kind = _("time together") if one.kind in _TOGETHER else _("appointment")
    return f"{name}: {kind}"
