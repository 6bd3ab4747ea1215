"""By which ways a notification is tried: each device, mail after a while, a text message where there is no device."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Least

from rooms.models import LIVE, Delivery, Notification, Person, PushSubscription, ReachSettings, Reading
from rooms.reach.quiet import next_time
from rooms.wishes import Wishes, all_wishes, devices, seen, wishes

AWAY: Final = timedelta(hours=4)
"""For how long nothing is read before a mail goes out, where there is a device that was told."""
NO_DEVICE: Final = timedelta(minutes=30)
"""The same where there is none."""
MORNING: Final = time(8)
"""When the daily mail goes out."""
SMS_EVERY: Final = timedelta(hours=1)
"""No more than one text message in this time, but for what is urgent."""
DIGEST: Final = timedelta(days=7)
"""What is older is no reason for a mail any more."""
NO_MAIL: Final = (Notification.Kind.TEST, Notification.Kind.ACCOUNT)
"""What makes no mail: a test is for devices, and a change of an account sends a letter of its own."""


def open_ways(notification: Notification, wish: Wishes, now: datetime) -> None:
    """Write down each way in which this is to be tried."""
    here = devices(notification.person) if wish.push else []
    made = [_delivery(notification, Delivery.Channel.PUSH, now, device) for device in here]
    made += _otherwise(notification, wish, now, told_on_a_device=bool(here))
    Delivery.objects.bulk_create(made)


def open_other_ways(notification: Notification, now: datetime) -> None:
    """A device is gone, or was given up: unless another one was told, try without."""
    pushes = notification.deliveries.filter(channel=Delivery.Channel.PUSH)
    if notification.kind == Notification.Kind.TEST or pushes.filter(state__in=(*LIVE, Delivery.State.SENT)).exists():
        return
    wish = wishes(notification.person, notification.room)
    Delivery.objects.bulk_create(_otherwise(notification, wish, now, told_on_a_device=False))
    if wish.settings.mail == ReachSettings.Mail.AWAY:
        _mails(notification.person).update(next_at=Least("next_at", now + NO_DEVICE))


def unseen(person: Person, now: datetime) -> bool:
    """Whether there is anything this person was to be told of, has not seen, and had no mail about.

    A few queries, however much there is: on SQLite nobody else can write meanwhile.
    """
    mails = Delivery.objects.filter(notification__person=person, channel=Delivery.Channel.EMAIL)
    last = mails.aggregate(last=Max("sent_at"))["last"] or now - DIGEST
    planned = Notification.objects.filter(
        person=person, state=Notification.State.PLANNED, next_at__gt=max(last, now - DIGEST)
    ).exclude(kind__in=NO_MAIL)
    rooms = planned.values_list("room").annotate(Max("upto_seq"), Count("pk"), Count("upto_seq"))
    wanted = all_wishes(person)
    return any(_mail_about(wanted.get(room), upto if lines == all_ else None) for room, upto, all_, lines in rooms)


def at_it(person: Person, now: datetime) -> datetime | None:
    """When this person last read something, if that is less than `AWAY` ago."""
    lately = Reading.objects.filter(membership__person=person, at__gt=now - AWAY)
    last: datetime | None = lately.aggregate(last=Max("at"))["last"]
    return last


def _mail_about(wish: Wishes | None, upto_seq: int | None) -> bool:
    return wish is not None and wish.may_be_told() and wish.mail and not seen(upto_seq, wish.member)


def _otherwise(
    notification: Notification, wish: Wishes, now: datetime, *, told_on_a_device: bool
) -> Sequence[Delivery]:
    """Mail and text message, unless one is on its way already; what is urgent waits for no other, and goes once."""
    if notification.kind == Notification.Kind.TEST:
        return []
    made = []
    urgent, person = notification.is_urgent, notification.person
    tried = set(notification.deliveries.values_list("channel", flat=True))
    by_mail = wish.mail and notification.kind not in NO_MAIL and Delivery.Channel.EMAIL not in tried
    if by_mail and (urgent or not _mails(person).exists()):
        when = now if urgent else _mail_at(wish, now, told_on_a_device=told_on_a_device)
        made.append(_delivery(notification, Delivery.Channel.EMAIL, when))
    by_text = wish.sms and Delivery.Channel.SMS not in tried
    if by_text and (urgent or not (told_on_a_device or _had_sms(person, now))):
        made.append(_delivery(notification, Delivery.Channel.SMS, now))
    return made


def _mail_at(wish: Wishes, now: datetime, *, told_on_a_device: bool) -> datetime:
    if wish.settings.mail == ReachSettings.Mail.SOON:
        return now
    if wish.settings.mail == ReachSettings.Mail.DAILY:
        return next_time(now, wish.zone, MORNING)
    return now + (AWAY if told_on_a_device else NO_DEVICE)


def _mails(person: Person) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notification__person=person, channel=Delivery.Channel.EMAIL, state__in=LIVE)


def _had_sms(person: Person, now: datetime) -> bool:
    texts = Delivery.objects.filter(notification__person=person, channel=Delivery.Channel.SMS)
    return texts.filter(state__in=LIVE).exists() or texts.filter(sent_at__gt=now - SMS_EVERY).exists()


def _delivery(
    notification: Notification, channel: str, when: datetime, device: PushSubscription | None = None
) -> Delivery:
    return Delivery(notification=notification, channel=channel, subscription=device, next_at=when)
