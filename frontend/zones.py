"""The languages and time zones that settings offer."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: Final = [("en", "English"), ("es", "Español")]
"""Each in its own words, so that whoever landed in the wrong one finds the way out."""

_ZONES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("America/Los_Angeles", _("Pacific (Los Angeles)")),
    ("America/Denver", _("Mountain (Denver)")),
    ("America/Phoenix", _("Arizona (Phoenix)")),
    ("America/Chicago", _("Central (Chicago)")),
    ("America/New_York", _("Eastern (New York)")),
    ("America/Anchorage", _("Alaska (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
    ("America/Puerto_Rico", _("Puerto Rico (San Juan)")),
    ("Pacific/Guam", _("Guam")),
    ("America/Tijuana", _("Mexico, northwest (Tijuana)")),
    ("America/Mexico_City", _("Mexico, center (Mexico City)")),
    ("America/Guatemala", _("Guatemala")),
    ("America/El_Salvador", _("El Salvador")),
    ("America/Tegucigalpa", _("Honduras (Tegucigalpa)")),
    ("America/Bogota", _("Colombia (Bogotá)")),
    ("America/Santo_Domingo", _("Dominican Republic (Santo Domingo)")),
    ("UTC", _("World time (UTC)")),
)


def named(zone: str) -> str:
    """A zone in words."""
    return str(dict(zones(zone))[zone])


def zones(present: str) -> Sequence[tuple[str, str | Promise]]:
    """Zones to choose from. One that a person has already stays a choice, even if it is not on the list."""
    if any(name == present for name, _label in _ZONES):
        return _ZONES
    return ((present, present.replace("_", " ")), *_ZONES)
