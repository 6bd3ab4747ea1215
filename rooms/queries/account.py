"""What happened to how somebody signs in, for themselves."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from rooms.models import AccountNote, Person

LATELY: Final = timedelta(days=7)
SHOWN: Final = 20


def latest_by_others(person: Person) -> list[AccountNote]:
    """What staff did to it in the last days: it must not be missed."""
    since = timezone.now() - LATELY
    return list(person.account_notes.filter(at__gt=since, actor__isnull=False).order_by("-at", "-pk")[:3])


def history(person: Person) -> list[AccountNote]:
    """What happened to it, newest first."""
    return list(person.account_notes.order_by("-at", "-pk")[:SHOWN])
