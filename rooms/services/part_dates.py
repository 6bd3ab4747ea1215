"""What becomes of visits and dates when somebody's part closes, or goes on in another role."""

from datetime import datetime

from django.utils import timezone

from rooms.access import still_open
from rooms.contact import side
from rooms.models import STAFF_ROLES, Approval, Membership, Occasion, OccasionPart
from rooms.services.occasion_steps import changed, is_soon, live_after, tell

Says = OccasionPart.Says


def step_out(member: Membership, *, after: datetime | None = None) -> None:
    """A part was closed, or will be, in this transaction: nothing after that stands that waits for this member alone.

    A visit that nobody else of their side comes to is called off, in the name of the room's staff.
    """
    staff = (
        member.room.memberships.select_related("person")
        .filter(still_open(), role__in=STAFF_ROLES)
        .order_by("role")
        .first()
    )
    for one in live_after(member, after or timezone.now()):
        if not OccasionPart.objects.filter(occasion=one, member=member).exclude(says=Says.NO).update(says=Says.NO):
            continue
        left = one.parts.select_related("member__person", "member__room").exclude(says=Says.NO)
        if not any(side(part.member) == side(member) for part in left):
            one.state = Occasion.State.STOPPED
        changed([one])
        if one.state == Occasion.State.STOPPED and staff is not None:
            staff.room = member.room
            tell(staff, [one], "stopped", client_id=None, soon=is_soon([one.starts], None))


def hand_on(member: Membership, new: Membership) -> None:
    """The same person goes on in another role: what they were asked to, and what is allowed to them, goes along.

    Not to another side: for that one they were not asked, and what the court allows may not speak of them.
    """
    if side(member) != side(new):
        step_out(member)
        return
    OccasionPart.objects.filter(member=member).update(member=new)
    for approval in Approval.objects.filter(people=member):
        approval.people.remove(member)
        approval.people.add(new)
    for one in Occasion.objects.filter(place_for=member):
        one.place_for.remove(member)
        one.place_for.add(new)
