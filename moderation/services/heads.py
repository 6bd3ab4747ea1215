"""Giving the heads of the record away: daily to the address that an agency set, weekly to members who ask for it.

A head covers all that came before it. Whoever keeps one can tell for ever whether the record was changed since, even by
those who run the server (T8, decision G4). A head holds an id, a number and a digest: no name, and no word.
"""

import logging
import time
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from moderation.models import HeadsMail
from moderation.queries.staff import supervised
from rooms import signing
from rooms.access import open_memberships
from rooms.errors import RoomError
from rooms.models import Agency, Person, ReachSettings, Room
from rooms.reach import mail
from rooms.reach.outcome import Result
from rooms.verify import Head, heads_text

PLAN_EVERY: Final = 600.0
"""Seconds between looks at who is to get a mail."""
LEASE: Final = timedelta(minutes=5)
"""By when a worker that took a mail is done, or gone; each further attempt waits as long again."""
ATTEMPTS: Final = 12
BATCH: Final = 20

logger = logging.getLogger(__name__)

_planned_at = -PLAN_EVERY


def choose_address(*, actor: Person, address: str) -> None:
    """Where the agency's heads go each day; empty for nowhere.

    Raises RoomError: not_found for whoever supervises nobody; bad_contact.
    """
    supervised(actor)
    wanted = address.strip()
    try:
        if wanted:
            validate_email(wanted)
    except ValidationError:
        raise RoomError("bad_contact") from None
    Agency.objects.filter(people=actor).update(heads_to=wanted)


def last_sent(agency: Agency) -> datetime | None:
    """When the agency's heads went out last."""
    last: datetime | None = HeadsMail.objects.filter(agency=agency).aggregate(last=Max("sent_at"))["last"]
    return last


def send() -> int:
    """Worker: send what is due. Several workers are safe. Returns how many mails went out."""
    global _planned_at
    if signing.fault():
        return 0
    if time.monotonic() >= _planned_at + PLAN_EVERY:
        _planned_at = time.monotonic()
        plan(timezone.now())
    return sum(_send(one) for one in _take(timezone.now()))


def plan(now: datetime) -> None:
    """Write down whom to send today's and this week's heads to, once each."""
    agencies = Agency.objects.exclude(heads_to="")
    made = [HeadsMail(agency=one, on=timezone.localdate(now, one.zone), next_at=now) for one in agencies]
    wants = ReachSettings.objects.filter(heads=True, person__is_active=True, person__email__isnull=False)
    made += [
        HeadsMail(person=one.person, on=_monday(now, one.person), next_at=now) for one in wants.select_related("person")
    ]
    HeadsMail.objects.bulk_create(made, ignore_conflicts=True)


def _take(now: datetime) -> list[HeadsMail]:
    with transaction.atomic():
        due = HeadsMail.objects.filter(sent_at=None, next_at__lte=now, attempts__lt=ATTEMPTS)
        locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("agency", "person")
        found = list(locked.order_by("next_at", "pk")[:BATCH])
        for one in found:
            one.attempts += 1
            one.next_at = now + LEASE * one.attempts
        HeadsMail.objects.bulk_update(found, ["attempts", "next_at"])
        return found


def _send(one: HeadsMail) -> int:
    address, language = _to(one)
    found = heads_of(one)
    if address and found:
        with translation.override(language):
            subject, text = _("The seal of the record"), _letter(found)
        if mail.send(address, subject, text).result != Result.SENT:
            logger.warning("a mail with heads did not go out; it is tried again")
            return 0
    HeadsMail.objects.filter(pk=one.pk).update(sent_at=timezone.now())
    return 1


def heads_of(one: HeadsMail) -> list[Head]:
    """Heads of the agency's rooms, or of the rooms that the member may open now."""
    if one.agency is not None:
        rooms = Room.objects.filter(family__agency=one.agency, last_seq__gt=0).order_by("pk")
    else:
        assert one.person is not None  # noqa: S101 - a constraint says so
        keys = [part.room_id for part in open_memberships(one.person)]
        rooms = Room.objects.filter(pk__in=keys, last_seq__gt=0).order_by("pk")
    return [Head(*row) for row in rooms.values_list("public_id", "last_seq", "head_digest")]


def _to(one: HeadsMail) -> tuple[str, str]:
    """The address as it is now, and the language; no address for whoever does not want it any more."""
    if one.agency is not None:
        return one.agency.heads_to, settings.LANGUAGE_CODE
    person = one.person
    wanted = ReachSettings.objects.filter(person=person, heads=True, person__is_active=True).exists()
    return (person.email or "" if person and wanted else "", person.language if person else "")


def _letter(found: list[Head]) -> str:
    about = _(
        "Please keep this mail. Each line below is a seal of a record: it holds no names and no words. If anybody "
        "ever doubts the record, these lines show if it is still the same as today."
    )
    return heads_text(found, sign=True, note=about)


def _monday(now: datetime, person: Person) -> date:
    day = timezone.localdate(now, person.zone)
    return day - timedelta(days=day.weekday())
