"""The form in which staff writes down what the court allows: what is unclear in it is said beside its field."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from frontend import forms
from frontend.dates_form import a_day, a_time
from rooms.errors import RoomError
from rooms.models import Approval
from rooms.services.approvals import MOST_MINUTES, MOST_TIMES

LENGTHS: Final = (30, 45, 60, 90, 120, 180, 240, 360, 480, 1440, 2880)
"""How long visits usually may be, in minutes."""
REPLACES: Final = "replaces"
BESIDE: Final = "beside"
_OLDER: Final = "older-"


class Unclear(RoomError):
    """Something in the form has to be written anew; `fields` says what, in the order of the form."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("bad_allowance")
        self.fields = fields


def allowance(request: HttpRequest) -> dict[str, Any]:
    """What the court allows, as staff wrote it. Raises Unclear."""
    wrong: dict[str, str] = {}
    known = {
        **_whom(request, wrong),
        "times": _number(request, wrong, "times", MOST_TIMES),
        "minutes": _number(request, wrong, "minutes", MOST_MINUTES),
        "places": request.POST.getlist("places"),
        "earliest": _typed(request, wrong, "earliest", a_time),
        "latest": _typed(request, wrong, "latest", a_time),
        "from_on": _typed(request, wrong, "from_on", a_day),
        "until_on": _typed(request, wrong, "until_on", a_day),
        "staff_decides": request.POST.get("staff_decides") == "1",
    }
    if not known["places"]:
        wrong["places"] = _("Please choose at least one kind of place.")
    if known["from_on"] is None:
        wrong.setdefault("from_on", _("Please choose the first day."))
    if not _in_order(known["earliest"], known["latest"]):
        wrong["latest"] = _("This has to be later than the time before it.")
    if not _in_order(known["from_on"], known["until_on"], same=True):
        wrong["until_on"] = _("This day cannot be before the first one.")
    if wrong:
        raise Unclear(wrong)
    return {**known, **_older(request)}


def answers(request: HttpRequest) -> dict[str, str]:
    """What was said of each that is in force, by its id: that the new one takes its place, or stands beside it."""
    return {key.removeprefix(_OLDER): str(value) for key, value in request.POST.items() if key.startswith(_OLDER)}


def _older(request: HttpRequest) -> dict[str, list[str]]:
    said = {key: value for key, value in answers(request).items() if "\x00" not in key}
    return {way: [key for key, value in said.items() if value == way] for way in (REPLACES, BESIDE)}


def _whom(request: HttpRequest, wrong: dict[str, str]) -> dict[str, Any]:
    who, people = request.POST.get("who", ""), request.POST.getlist("people")
    if who not in ("everyone", "some"):
        wrong["who"] = _("Please choose for whom it is.")
    elif who == "some" and not people:
        wrong["who"] = _("Please choose at least one name, or “everybody on the parents’ side”.")
    supervised, per = request.POST.get("supervised", ""), request.POST.get("per", "")
    if supervised not in Approval.Supervised.values:
        wrong["supervised"] = _("Please choose who watches over it.")
    if per not in Approval.Per.values:
        wrong["per"] = _("Please choose a week or a month.")
    everyone = who == "everyone"
    return {"everyone": everyone, "people": [] if everyone else people, "supervised": supervised, "per": per}


def _number(request: HttpRequest, wrong: dict[str, str], key: str, most: int) -> int:
    number = forms.number(request.POST, key) or 0
    if not 0 < number <= most:
        wrong[key] = _("Please write a whole number from 1 to %(most)s, in digits.") % {"most": most}
    return number


def _typed(request: HttpRequest, wrong: dict[str, str], key: str, read: Callable[[HttpRequest, str], Any]) -> Any:
    """What was typed, or None; what is none of its kind, or far away, is wrong."""
    try:
        value = read(request, key)
    except RoomError as error:
        wrong[key] = error.message
        return None
    if value is None and request.POST.get(key):
        of_time, of_day = _("Please write a time like 15:30."), _("Please write a day like 2026-11-30.")
        wrong[key] = of_time if read is a_time else of_day
    return value


def _in_order(first: date | time | None, last: date | time | None, *, same: bool = False) -> bool:
    if first is None or last is None:
        return True
    return first < last or (same and first == last)  # type: ignore[operator]  # both are days, or both are times
