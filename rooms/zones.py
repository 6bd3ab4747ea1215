"""Time zones by name, and what a clock on the wall shows."""

from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _


def zone_named(name: str) -> ZoneInfo:
    """A zone; one that this machine's tables do not have is read as UTC rather than as an error."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def clock_time(at: time) -> str:
    """What a clock on the wall shows: "4:12 pm"."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {_('am') if at.hour < 12 else _('pm')}"
