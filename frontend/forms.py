"""What comes in from forms. Rules are the services'; here text only becomes values."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from frontend.zones import LANGUAGES, zones
from rooms.errors import RoomError

_DIGITS = 9
"""A line's number, as long as any database takes."""


def text(request: HttpRequest) -> str:
    """The words as they were typed. Browsers send line ends as CR LF; people type one."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def client_id(request: HttpRequest) -> UUID:
    """The id that makes sending twice do once. Raises RoomError bad_frame."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        raise RoomError("bad_frame") from None


def new_id() -> UUID:
    """A new one for each page: sending its form twice does once, sending it changed is something new."""
    return uuid4()


def sure(request: HttpRequest) -> bool:
    """Whether the writer has thought it over, and wants it sent as it is."""
    return request.POST.get("sure") == "1"


def number(values: QueryDict, key: str) -> int | None:
    """A line's number, or None if there is none that could be one."""
    raw = values.get(key, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS else None


def chosen(values: Mapping[str, Any], key: str) -> str:
    """The id of something, as a form names it; none for what is no id, which PostgreSQL could not even look for."""
    raw = str(values.get(key, ""))
    return "" if "\x00" in raw else raw


def ids(values: QueryDict, key: str) -> list[str]:
    """All the ids that were chosen under one name."""
    return [raw for raw in values.getlist(key) if "\x00" not in raw]


def moment(values: Mapping[str, Any], key: str) -> datetime | None:
    """The day and time that was chosen, where the reader is; None for what is none."""
    try:
        when = parse_datetime(str(values.get(key, "")))
        return None if when is None else timezone.make_aware(when) if timezone.is_naive(when) else when
    except (ValueError, OverflowError):
        return None


class SettingsForm(forms.Form):
    """A person's own settings."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: QueryDict | None = None, *, zone: str, **kwargs: object) -> None:
        super().__init__(data, **kwargs)  # type: ignore[arg-type]  # passed through as they came
        self.fields["time_zone"].choices = zones(zone)  # type: ignore[attr-defined]  # it is the ChoiceField above


class ManageForm(forms.Form):
    """Why a person's part changes, and until when or into which role."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if roles:
            self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles)

    def until_when(self) -> datetime | None:
        """The start of the chosen day, where the social worker is."""
        day: date | None = self.cleaned_data.get("until")
        return datetime.combine(day, time.min, timezone.get_current_timezone()) if day else None
