"""Items of the noun `dates`: visits, calls, appointments, celebrations, and what the court allows."""

from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page


def _as_day(said: str | Promise) -> str:
    return str(said).replace("{starts}", "{on}")


_day = lazy(_as_day, str)

_SAID: Final[dict[str, str | Promise]] = {
    "asked": _("asked for {what}: {starts}"),
    "invited": _("invited to {what}: {starts}"),
    "set": _("put in the calendar: {what}, {starts}"),
    "yes": _("said yes to {what}: {starts}"),
    "countered": _("suggested another time for {what}: {starts}"),
    "no": _("cannot make {what} possible: {starts}"),
    "absent": _("cannot come to {what}: {starts}"),
    "approved": _("approved {what}: {starts}"),
    "changed": _("changed {what}. The new time: {starts}"),
    "called_off": _("called off {what}: {starts}"),
    "stopped": _("stopped {what}: {starts}"),
    "unallowed": _("had to call off {what}, since what the court allows has changed: {starts}"),
    "again": _("looks at {what} once more, since what the court allows has changed: {starts}"),
    "seen": _("has seen what is new about {what}: {starts}"),
    "place": _("said who can see where this is: {what}, {starts}"),
    "planned": _("wrote in the plan for {what}, {starts}"),
    "ride": _("{ride} for {what}: {starts}"),
    "topic": _("would like help with something at {what}: {starts}"),
    "noted": _("wrote a note after {what}, {starts}"),
}
"""What is told of an occasion; each also of one that shows its day only."""

KINDS: Final[dict[str, ItemKind]] = {
    **{f"dates.{key}": ItemKind(page=Page.DATES, said=said) for key, said in _SAID.items()},
    **{f"dates.{key}_day": ItemKind(page=Page.DATES, said=_day(said)) for key, said in _SAID.items()},
    "dates.allowed": ItemKind(page=Page.DATES, said=_("wrote down what the court allows for visits")),
    "dates.allowance_ended": ItemKind(page=Page.DATES, said=_("changed what the court’s order says about visits")),
    "dates.wished": ItemKind(page=Page.DATES, said=_("would like to ask the worker for {wish}")),
    "dates.wish_joined": ItemKind(page=Page.DATES, said=_("asks the worker together with the other side for {wish}")),
    "dates.wish_answered": ItemKind(page=Page.DATES, said=_("answered the question for {wish}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    "what.visit": _("a visit"),
    "what.call": _("a call"),
    "what.doctor": _("a doctor’s appointment"),
    "what.dentist": _("a dentist’s appointment"),
    "what.therapy": _("a therapist’s appointment"),
    "what.school": _("a school date"),
    "what.court": _("a court date"),
    "what.celebration": _("a celebration"),
    "what.outing": _("an outing"),
    "what.service": _("a service"),
    "what.holiday": _("a holiday"),
    "what.siblings": _("time for brothers and sisters"),
    "all.follow": _("and all that follow"),
    "all.weekly": _("every week"),
    "at.agency": _("at the agency"),
    "at.foster_home": _("at the foster home"),
    "at.birth_home": _("at the parent’s home"),
    "at.public": _("in a public place"),
    "at.relative": _("at a relative’s home"),
    "at.remote": _("by phone or video"),
    "at.office": _("at the office, school or court"),
    "part.coach": _("who helps and coaches"),
    "part.bring": _("what to bring"),
    "part.snacks": _("snacks and meals"),
    "part.hello": _("how we say hello"),
    "part.goodbye": _("how we say goodbye"),
    "part.well": _("what went well"),
    "part.try": _("one thing to try"),
    "ride.ride_asked": _("asked for a ride"),
    "ride.ride_offered": _("offered a ride"),
    "ride.voucher_asked": _("asked for a travel voucher"),
    "ride.voucher_offered": _("offered a travel voucher"),
    "wish.longer": _("longer visits"),
    "wish.often": _("more frequent visits"),
    "wish.natural": _("visits in a more natural place"),
}
