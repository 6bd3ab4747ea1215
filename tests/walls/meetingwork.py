"""Something of every kind of meeting, for the worlds of the walls."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from rooms.models import Household, Meeting, MeetingPoint, Membership, Move, Person, Placement, Room
from rooms.services import first_days, meetings, numbers
from tests.cast import Cast


def met(
    parent: Person, carer: Person, staff: Person, room: Room, words: Callable[[], str]
) -> list[Meeting | MeetingPoint | Move]:
    """The first days with a call to come, team meetings held and to come, a hearing, a weekly talk, a move."""
    soon = timezone.now() + timedelta(days=2)

    def form(actor: Person) -> dict[str, object]:
        return {"actor": actor, "room_id": room.public_id, "client_id": uuid4()}

    def the(kind: str) -> str:
        return Meeting.objects.filter(room=room, kind=kind).earliest("pk").public_id

    _stay(room)
    first_days.introduce(**form(parent), meeting_id=the("icebreaker"), text=words())
    meetings.add(**form(carer), meeting_id=the("icebreaker"), what="wish", text=words())
    meetings.add(**form(parent), meeting_id=the("icebreaker"), what="point", text=words())
    first_days.later(**form(parent), meeting_id=the("comfort_call"), again=soon, text=words())
    meetings.weekly(**form(parent), starts=soon)
    Meeting.objects.filter(room=room, kind="talk").update(starts_at=_minute(soon - timedelta(days=7)))
    meetings.hearing(**form(staff), starts=soon)
    for reason in ("school", "visits"):
        meetings.ask(**form(parent), reason=reason, text=words())
    meetings.hold(**form(staff), meeting_id=the("team"), version=0, text=words())
    part = Membership.objects.get(room=room, person=parent)
    numbers.share_number(actor=parent, room_id=room.public_id, member_id=part.public_id, share=True)
    move = Move.objects.create(
        source=room, target=room, by=Membership.objects.get(room=room, person=staff), closed=True
    )
    return [*room.meetings.all(), *MeetingPoint.objects.filter(meeting__room=room), move]


def in_meetings(cast: Cast, words: str = "") -> None:
    """The same in Macia's room, by Ana and Brianna."""
    met(cast.ana, cast.brianna, cast.tianna, cast.rooms["macia"], lambda: words or "I sing a lot")


def _stay(room: Room) -> None:
    """The child has just come."""
    child, home = (
        room.children.get(),
        room.household or Household.objects.create(agency=room.family.agency, name="Home"),
    )
    if not Placement.objects.filter(child=child, household=home).exists():
        Placement.objects.create(child=child, household=home, started_on=timezone.localdate())
    for stay in Placement.objects.filter(child=child, household=home):
        first_days.start(room, stay)
    now = timezone.now()
    room.meetings.update(started_at=now, due_from=now, due_at=now + timedelta(days=1))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
