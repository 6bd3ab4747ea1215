"""The form of an export: days, a recipient, a purpose, and what is left out; text only becomes values here."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.services.exports import Wanted
from rooms.errors import RoomError

_RANGE: Final = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
_TO: Final = re.compile(r"\s*[-–]\s*")
_MOST: Final = 10_000
"""Numbers that a form can name."""


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExportForm(forms.Form):
    """What staff asks for. Rules are the service's."""

    start = forms.DateField(label=_("First day"), required=False, widget=_day())
    end = forms.DateField(label=_("Last day"), required=False, widget=_day())
    recipient = forms.CharField(label=_("Who gets it"), required=False, max_length=500)
    purpose = forms.CharField(
        label=_("What for"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    details = forms.BooleanField(label=_("Leave out contact details"), required=False, initial=True)
    treatment = forms.BooleanField(label=_("Tell what is marked as treatment, as far as it is allowed"), required=False)
    hide = forms.CharField(label=_("Leave out these messages"), required=False, max_length=2_000)
    why = forms.CharField(label=_("Why they are left out"), required=False, max_length=500)

    def wanted(self, zone: ZoneInfo, ticked: list[str]) -> Wanted:
        """What is asked for, with days as the agency has them. Raises RoomError bad_lines, bad_date, too_long."""
        self._refuse_what_is_wrong()
        values = self.cleaned_data
        return Wanted(
            recipient=values["recipient"],
            purpose=values["purpose"],
            start=_midnight(values["start"], zone),
            end=_midnight(values["end"], zone, after=1),
            hide=numbers(values["hide"]) | numbers(",".join(ticked)),
            why=values["why"],
            details=values["details"],
            treatment=values["treatment"],
        )

    def _refuse_what_is_wrong(self) -> None:
        wrong: dict[str, Any] = self.errors
        if "start" in wrong or "end" in wrong:
            raise RoomError("nothing_there")
        if wrong:
            raise RoomError("bad_lines" if "hide" in wrong else "too_long")


def numbers(text: str) -> set[int]:
    """Numbers of messages: "12, 15-18". Raises RoomError bad_lines."""
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", _TO.sub("-", text))):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 0 <= last - first < _MOST:
            raise RoomError("bad_lines")
        found |= set(range(first, last + 1))
    if len(found) > _MOST:
        raise RoomError("bad_lines")
    return found


def _midnight(day: date | None, zone: ZoneInfo, *, after: int = 0) -> datetime | None:
    try:
        return datetime.combine(day + timedelta(days=after), time.min, zone) if day else None
    except OverflowError:
        raise RoomError("nothing_there") from None
