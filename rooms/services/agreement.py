"""A room's agreement as a whole: begun from the agency's template, agreed to by each for themselves, looked at again.

Nobody has to agree to anything: no service asks whether somebody has (S17).
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.models import Agency, Agreement, AgreementPoint, AgreementTemplate, Assent, Event, Membership, Person
from rooms.services import items
from rooms.terms import default

REVIEWS: Final = (30, 60, 90, 180)
"""Days until the agreement is looked at again, as members choose them."""
USUAL: Final = 90


def begin(*, actor: Person, room_id: str, client_id: UUID, at: datetime | None = None) -> Event:
    """Open the room's agreement, made of the agency's template as it is now. Raises RoomError changed_since if it is
    there already."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.begun"):
            return done
        permit(member, Action.AGREE)
        if Agreement.objects.filter(room=member.room).exists():
            raise RoomError("changed_since")
        agency = Agency.objects.get(families__rooms=member.room)
        template = AgreementTemplate.objects.filter(agency=agency).order_by("-version").first()
        now = at or timezone.now()
        made = Agreement.objects.create(
            room=member.room,
            template=template,
            begun_by=member,
            begun_at=now,
            reviewed_at=now,
            review_on=_ahead(now, agency, USUAL),
        )
        AgreementPoint.objects.bulk_create(
            AgreementPoint(agreement=made, key=point["key"], place=place, en=point["en"], es=point["es"])
            for place, point in enumerate(template.points if template else default(), start=1)
        )
        return _tell(member, "agreement.begun", made, client_id, at)


def agree(*, actor: Person, room_id: str, client_id: UUID, version: int, at: datetime | None = None) -> Event:
    """Agree, for oneself alone, with the whole agreement as one saw it.

    Raises RoomError: changed_since if a point has other words since that version; in_force for who agreed to it before.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.agreed"):
            return done
        permit(member, Action.AGREE)
        found = of_room(member)
        if version != found.version:
            raise RoomError("changed_since")
        mine = Assent.objects.filter(agreement=found, member=member).first() or Assent(agreement=found, member=member)
        if mine.pk and mine.withdrawn_at is None and mine.version == found.version:
            raise RoomError("in_force")
        mine.version, mine.at, mine.withdrawn_at = found.version, at or timezone.now(), None
        mine.save()
        return _tell(member, "agreement.agreed", found, client_id, at)


def withdraw(*, actor: Person, room_id: str, client_id: UUID, at: datetime | None = None) -> Event:
    """Take one's own yes back. Raises RoomError not_found for who has not agreed."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.withdrew"):
            return done
        permit(member, Action.AGREE)
        found = of_room(member)
        mine = Assent.objects.filter(agreement=found, member=member, withdrawn_at=None).first()
        if mine is None:
            raise RoomError("not_found")
        mine.withdrawn_at = at or timezone.now()
        mine.save(update_fields=["withdrawn_at"])
        return _tell(member, "agreement.withdrew", found, client_id, at)


def keep(*, actor: Person, room_id: str, client_id: UUID, days: int, at: datetime | None = None) -> Event:
    """Say that the agreement was looked at, and when to do that next (S19). Raises RoomError bad_choice."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.kept"):
            return done
        permit(member, Action.AGREE)
        if days not in REVIEWS:
            raise RoomError("bad_choice")
        found, now = of_room(member), at or timezone.now()
        agency = Agency.objects.get(families__rooms=member.room)
        found.reviewed_at, found.review_on = now, _ahead(now, agency, days)
        found.save(update_fields=["reviewed_at", "review_on"])
        return _tell(member, "agreement.kept", found, client_id, at, on=found.review_on.isoformat())


def of_room(member: Membership) -> Agreement:
    """The room's agreement. Raises RoomError not_found while there is none."""
    found = Agreement.objects.filter(room=member.room_id).first()
    if found is None:
        raise RoomError("not_found")
    return found


def _ahead(now: datetime, agency: Agency, days: int) -> date:
    return timezone.localdate(now, agency.zone) + timedelta(days=days)


def _tell(member: Membership, kind: str, found: Agreement, client_id: UUID, at: datetime | None, **facts: str) -> Event:
    return items.tell(member, Item(kind=kind, id=found.public_id, facts=facts), client_id=client_id, at=at)
