"""A person's own settings."""

from zoneinfo import available_timezones

from django.conf import settings

from rooms.errors import RoomError
from rooms.models import Person


def change_settings(*, actor: Person, language: str, time_zone: str) -> None:
    """Change the actor's language and time zone. Raises RoomError bad_choice."""
    if language not in dict(settings.LANGUAGES) or time_zone not in available_timezones():
        raise RoomError("bad_choice")
    actor.language, actor.time_zone = language, time_zone
    actor.save(update_fields=["language", "time_zone"])
