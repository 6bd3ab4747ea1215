"""A person's secret address for the calendar on their phone: made, shown once, taken back (S35, S44)."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from rooms import codes
from rooms.errors import RoomError
from rooms.models import CalendarFeed, Person

NOTED_EVERY: Final = timedelta(minutes=5)
"""How often it is written down that a calendar was fetched: some phones ask all the time."""


def make(*, actor: Person, shows: str) -> str:
    """Make the actor's address; the one before it is over. Returns its secret, which nobody can show again.

    Raises RoomError bad_choice.
    """
    if shows not in CalendarFeed.Shows.values:
        raise RoomError("bad_choice")
    secret = codes.new_secret()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=actor.pk)  # two at once: one after the other
        end(actor=actor)
        CalendarFeed.objects.create(person=actor, secret_hash=codes.secret_hash(secret), shows=shows)
    return secret


def end(*, actor: Person) -> None:
    """The actor's address is over: whoever asks there finds nothing."""
    CalendarFeed.objects.filter(person=actor, revoked_at__isnull=True).update(revoked_at=timezone.now())


def find(secret: str) -> CalendarFeed | None:
    """Whose feed this secret opens, if it still opens one; that it was asked for is written down."""
    feed = (
        CalendarFeed.objects.select_related("person")
        .filter(secret_hash=codes.secret_hash(secret), revoked_at__isnull=True, person__is_active=True)
        .first()
    )
    now = timezone.now()
    if feed is not None and (feed.fetched_at is None or feed.fetched_at <= now - NOTED_EVERY):
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
    return feed


def current(person: Person) -> CalendarFeed | None:
    """The address that this person has now; its secret is not kept."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()
