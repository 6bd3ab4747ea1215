"""Who lets staff give their number to the other side, for calls. The numbers themselves are not here."""

from dataclasses import dataclass
from datetime import datetime

from rooms.access import Action, allowed
from rooms.models import TWO_SIDES, Membership, NumberConsent, State


@dataclass(frozen=True, kw_only=True)
class NumberView:
    """Whether a member lets staff share their number, since when, and who wrote it down."""

    id: str
    name: str
    given_at: datetime | None
    by: str


def numbers(member: Membership) -> list[NumberView]:
    """For whom it can be written down: for everybody by staff who tick off calls, else for oneself."""
    if Action.APPROVE in allowed(member):
        whose = member.room.memberships.filter(state=State.ACTIVE, role__in=TWO_SIDES)
    elif Action.PLAN in allowed(member):
        whose = member.room.memberships.filter(pk=member.pk, role__in=TWO_SIDES)
    else:
        return []
    consents = {
        given.member_id: given
        for given in NumberConsent.objects.filter(member__in=whose, ended_at__isnull=True).select_related("by")
    }
    return [
        NumberView(
            id=one.public_id,
            name=one.shown_name,
            given_at=consents[one.pk].at if one.pk in consents else None,
            by=consents[one.pk].by.shown_name if one.pk in consents else "",
        )
        for one in whose.order_by("pk")
    ]
