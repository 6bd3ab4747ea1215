"""Sends what is due: taken with a lease, tried outside of any transaction, and written down.

Several workers are safe, since each takes rows that no other holds. A worker that is killed keeps its lease until that
runs out; then another one sends again, under the same topic, so that a device shows it once: at least once, never lost.
"""

import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.models import LIVE, Delivery, Notification, Person, PushSubscription, ReachSettings
from rooms.reach import mail, push, sms, words
from rooms.reach.outcome import Outcome, Result
from rooms.services import ways
from rooms.wishes import Wishes, devices, seen, wishes

LEASE: Final = timedelta(seconds=60)
"""By when a worker that took something is done, or gone. Twice the longest that an attempt takes."""
BATCH: Final = 8
"""Taken at once and tried side by side, so that one slow push service does not hold up the others."""
LONGEST: Final = 20.0
"""Seconds after which the worker looks at its other jobs too."""
FIRST_WAIT: Final = 15.0
LAST_WAIT: Final = 3600.0
ATTEMPTS: Final = 10
"""Tried this often, over about three hours, then given up; staff see that."""
KEPT: Final = timedelta(days=90)
"""For how long is kept who was told when; nothing of what was said."""
UNUSED: Final = timedelta(days=60)
"""After this long without a visit from it a device is forgotten."""

FORGET_EVERY: Final = 3600.0
"""Seconds between looks at what is to be forgotten."""

logger = logging.getLogger(__name__)

Attempt = Callable[[], Outcome]

_forgotten_at = -FORGET_EVERY


def send() -> int:
    """Worker: send what is due. Returns how many attempts were made."""
    until, count = time.monotonic() + LONGEST, 0
    with ThreadPoolExecutor(BATCH, "send") as pool:
        while time.monotonic() < until and (taken := _take(timezone.now())):
            attempts = [(delivery, pool.submit(_safely, attempt)) for delivery, attempt in taken]
            for delivery, attempt in attempts:
                settle(delivery, attempt.result())
            count += len(attempts)
    return count


def settle(delivery: Delivery, outcome: Outcome) -> None:
    """Write down what came of an attempt, unless the lease ran out meanwhile and another worker has it."""
    now = timezone.now()
    with transaction.atomic():
        mine = _still(delivery)
        if outcome.result == Result.SENT:
            mine.update(state=Delivery.State.SENT, sent_at=now, last_error="")
        elif outcome.result == Result.GONE:
            if mine.update(state=Delivery.State.DROPPED, last_error=outcome.error):
                if delivery.subscription is not None:
                    delivery.subscription.delete()
                ways.open_other_ways(delivery.notification, now)
        elif delivery.attempts >= ATTEMPTS:
            _give_up(delivery, outcome.error, now)
        else:
            again = now + timedelta(seconds=wait(delivery.attempts, outcome.wait))
            mine.update(state=Delivery.State.FAILED, last_error=outcome.error, next_at=again)


def wait(attempts: int, asked: float | None = None) -> float:
    """Seconds until the next attempt: twice as long each time, spread, and never sooner than was asked for."""
    usual = min(FIRST_WAIT * 2.0 ** (attempts - 1), LAST_WAIT)
    return max(usual * random.uniform(0.75, 1.25), asked or 0.0)  # noqa: S311 - it only spreads the load


def try_again(*, actor: Person, delivery_id: int) -> None:
    """Staff wants something that was given up to be tried once more. Raises RoomError not_found, bad_choice."""
    delivery = Delivery.objects.select_related("notification__room").filter(pk=delivery_id).first()
    room = delivery.notification.room if delivery else None
    if delivery is None or room is None:
        raise RoomError("not_found")
    try:
        door(actor=actor, room_id=room.public_id, action=Action.MANAGE)
    except RoomError:
        raise RoomError("not_found") from None
    dead = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DEAD)
    dead.update(state=Delivery.State.DUE, attempts=0, next_at=timezone.now())


def forget_old() -> int:
    """Worker, now and then: forget devices that never come any more, and who was told when after three months."""
    global _forgotten_at
    if time.monotonic() < _forgotten_at + FORGET_EVERY:
        return 0
    _forgotten_at, now = time.monotonic(), timezone.now()
    devices_gone, _ = PushSubscription.objects.filter(renewed_at__lt=now - UNUSED).delete()
    old, _ = Notification.objects.filter(at__lt=now - KEPT).exclude(state=Notification.State.WAITING).delete()
    return devices_gone + old


def _safely(attempt: Attempt) -> Outcome:
    """Whatever goes wrong with one must not keep the others from being told."""
    try:
        return attempt()
    except Exception as error:
        logger.warning("a delivery failed with %s", type(error).__name__)
        return Outcome(Result.LATER, "fault")


def _take(now: datetime) -> list[tuple[Delivery, Attempt]]:
    """Take some of what is due. What is not needed any more is let go; what must wait for the morning waits."""
    with transaction.atomic():
        due = Delivery.objects.filter(state__in=LIVE, next_at__lte=now).order_by("next_at", "pk")
        locked = due.select_for_update(skip_locked=True, of=("self",))
        found = locked.select_related("notification__person", "notification__room", "subscription")[:BATCH]
        taken = []
        for delivery in found:
            attempt = _ready(delivery, now)
            if attempt is not None and delivery.attempts >= ATTEMPTS:  # whoever took it ended before it was done
                _give_up(delivery, "worker", now)
                continue
            if attempt is not None:
                delivery.state, delivery.attempts = Delivery.State.SENDING, delivery.attempts + 1
                delivery.next_at = now + LEASE
                taken.append((delivery, attempt))
            delivery.save(update_fields=["state", "attempts", "next_at", "last_error"])
        return taken


def _give_up(delivery: Delivery, error: str, now: datetime) -> None:
    """It was tried often enough: try the other ways. In the caller's transaction."""
    if _still(delivery).update(state=Delivery.State.DEAD, last_error=error):
        ways.open_other_ways(delivery.notification, now)


def _still(delivery: Delivery) -> QuerySet[Delivery]:
    """The delivery, unless another worker has it by now."""
    return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)


def _ready(delivery: Delivery, now: datetime) -> Attempt | None:
    """What to try, if this is still to be sent now; else None, with `state` or `next_at` changed."""
    notification = delivery.notification
    wish = wishes(notification.person, notification.room)
    if delivery.channel == Delivery.Channel.EMAIL:
        return _ready_mail(delivery, wish, now)
    done = seen(notification.upto_seq, wish.member) or not wish.want(notification.kind)
    if not wish.may_be_told() or done or not (wish.push if delivery.channel == Delivery.Channel.PUSH else wish.sms):
        delivery.state = Delivery.State.DROPPED
        return None
    if (hold := wish.hold_until(notification.kind, now)) is not None:
        delivery.next_at = hold
        return None
    return _sms(wish) if delivery.channel == Delivery.Channel.SMS else _push(delivery, wish)


def _push(delivery: Delivery, wish: Wishes) -> Attempt | None:
    device, notification = delivery.subscription, delivery.notification
    if device is None or device not in devices(wish.person):
        delivery.state = Delivery.State.DROPPED
        return None
    to = push.Device(endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth)
    payload = words.push(
        language=wish.person.language,
        app_name=_app_name(wish),
        notification_id=notification.public_id,
        urgent=notification.is_urgent,
    )
    topic = words.URGENT_TAG if notification.is_urgent else words.TAG
    return lambda: push.send(to, payload, topic=topic)


def _sms(wish: Wishes) -> Attempt:
    number, text = wish.person.phone, words.sms(language=wish.person.language, app_name=_app_name(wish))
    return lambda: sms.send(number, text)


def _ready_mail(delivery: Delivery, wish: Wishes, now: datetime) -> Attempt | None:
    """One mail for all that is new; it waits while the person reads, and through the night."""
    person, urgent = wish.person, delivery.notification.is_urgent
    if not person.is_active or not person.email or not ways.unseen(person, now):
        delivery.state = Delivery.State.DROPPED
        return None
    lately = ways.at_it(person, now) if wish.settings.mail == ReachSettings.Mail.AWAY and not urgent else None
    holds = [lately + ways.AWAY if lately else None, wish.quiet_until(now), wish.settings.muted_until]
    hold = max((one for one in holds if one and one > now), default=None)
    if hold is not None and not urgent:
        delivery.next_at = hold
        return None
    address = person.email
    subject, text = words.mail(language=person.language, app_name=_app_name(wish))
    return lambda: mail.send(address, subject, text)


def _app_name(wish: Wishes) -> str:
    with translation.override(wish.person.language):
        return str(wish.settings.get_app_name_display())
