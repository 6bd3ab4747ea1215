"""What comes in from the forms about being told: choices become values here, the rules are the services'."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.models import ReachSettings, RoomReach

NEVER: Final = time(0)
MORNING: Final = time(8)

MUTES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", _("No")),
    ("hour", _("For an hour")),
    ("morning", _("Until tomorrow morning")),
    ("week", _("For a week")),
)
KEEP: Final = "keep"
"""Leave a mute that is in force as it is."""


class ReachForm(forms.Form):
    """A person's choices for all their rooms."""

    push = forms.BooleanField(required=False)
    mail = forms.ChoiceField(choices=ReachSettings.Mail.choices, widget=forms.RadioSelect)
    sms = forms.BooleanField(required=False)
    heads = forms.BooleanField(required=False)
    quiet = forms.BooleanField(required=False)
    quiet_from = forms.TimeField(required=False)
    quiet_to = forms.TimeField(required=False)
    mute = forms.ChoiceField(required=False, choices=[*MUTES, (KEEP, "")])
    app_name = forms.ChoiceField(choices=ReachSettings.AppName.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Quiet hours need two times, and between them some time."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("quiet") or self.errors:
            return found
        if self.times is None:
            self.add_error("quiet_from", _("Please give both times, or take the check mark away."))
        elif found["quiet_from"] == found["quiet_to"]:
            self.add_error("quiet_from", _("Please give two different times, or take the check mark away."))
        return found

    @property
    def times(self) -> tuple[str, str] | None:
        """The quiet hours that were typed, whether they are switched on or not."""
        begins, ends = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_to")
        return None if begins is None or ends is None else (begins.isoformat(), ends.isoformat())

    def chosen(self, before: ReachSettings) -> dict[str, Any]:
        """As `preferences.change` takes it."""
        found = self.cleaned_data
        quiet = (found["quiet_from"], found["quiet_to"]) if found["quiet"] else (NEVER, NEVER)
        return {
            "push": found["push"],
            "mail": found["mail"],
            "sms": found["sms"],
            "heads": found["heads"],
            "quiet_from": quiet[0],
            "quiet_to": quiet[1],
            "app_name": found["app_name"],
            "muted_until": muted_until(found["mute"], before.muted_until),
        }


class RoomReachForm(forms.Form):
    """What a person wants to hear of from one room."""

    what = forms.ChoiceField(choices=RoomReach.What.choices)
    push = forms.BooleanField(required=False)
    mail = forms.BooleanField(required=False)
    sms = forms.BooleanField(required=False)
    mute = forms.ChoiceField(required=False, choices=[*MUTES, (KEEP, "")])

    def chosen(self, before: datetime | None) -> dict[str, Any]:
        """As `preferences.change_room` takes it."""
        found = dict(self.cleaned_data)
        return {"muted_until": muted_until(found.pop("mute"), before), **found}


def initial(chosen: ReachSettings, typed: tuple[str, str] | None = None) -> dict[str, Any]:
    """The form as it stands for these choices; while quiet hours are off, with the times that were `typed` last."""
    quiet = chosen.quiet_from != chosen.quiet_to
    off = tuple(time.fromisoformat(one) for one in typed) if typed else (time(21), time(7))
    return {
        "push": chosen.push,
        "mail": chosen.mail,
        "sms": chosen.sms,
        "heads": chosen.heads,
        "quiet": quiet,
        "quiet_from": chosen.quiet_from if quiet else off[0],
        "quiet_to": chosen.quiet_to if quiet else off[1],
        "app_name": chosen.app_name,
    }


def muted_until(choice: str, before: datetime | None) -> datetime | None:
    """The moment until which it is to be quiet, where the person is."""
    now = timezone.localtime()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), MORNING, timezone.get_current_timezone())
    ends = {KEEP: before, "hour": now + timedelta(hours=1), "morning": tomorrow, "week": now + timedelta(days=7)}
    return ends.get(choice)
