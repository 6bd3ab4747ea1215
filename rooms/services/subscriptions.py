"""A person's devices: turning notifications on and off there. Each is bound to the sign-in that it was made in."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from rooms.errors import RoomError
from rooms.models import Person, PushSubscription
from rooms.reach import endpoints
from rooms.signins import signature

MOST: Final = 10
"""Devices of one person. With one more, the one that was longest away goes."""


def subscribe(*, actor: Person, session_key: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Turn notifications on for this device. Raises RoomError bad_choice for an address that is no push service's.

    A device that somebody else used before is theirs no more.
    """
    if not endpoints.known(endpoint) or not endpoints.usable_keys(p256dh, auth):
        raise RoomError("bad_choice")
    with transaction.atomic():
        PushSubscription.objects.update_or_create(
            endpoint_hash=PushSubscription.hash_of(endpoint),
            defaults={
                "person": actor,
                "endpoint": endpoint,
                "p256dh": p256dh,
                "auth": auth,
                "session_key": session_key,
                "signature": signature(actor),
                "renewed_at": timezone.now(),
            },
        )
        mine = PushSubscription.objects.filter(person=actor).order_by("-renewed_at", "-pk")
        for device in mine[MOST:]:
            device.delete()


def renew(*, actor: Person, session_key: str, endpoint: str, p256dh: str, auth: str, before: str = "") -> bool:
    """A page was loaded on a device with notifications, or its browser got a new address for one it had `before`.

    Only a device that this person turned them on for; whether it is one. Raises RoomError bad_choice.
    """
    mine = PushSubscription.objects.filter(person=actor)
    known = mine.filter(endpoint_hash__in=[PushSubscription.hash_of(one) for one in (endpoint, before) if one])
    if not known.exists():
        return False
    subscribe(actor=actor, session_key=session_key, endpoint=endpoint, p256dh=p256dh, auth=auth)
    if before and before != endpoint:
        mine.filter(endpoint_hash=PushSubscription.hash_of(before)).delete()
    return True


def unsubscribe(*, actor: Person, endpoint: str) -> None:
    """Turn notifications off for this device. Doing so twice is fine."""
    PushSubscription.objects.filter(person=actor, endpoint_hash=PushSubscription.hash_of(endpoint)).delete()
