"""Dear things: what comforts a child, and where it is, so that nothing stays behind between homes (S71)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rooms.access import Action, enter_locked, permit, visible
from rooms.errors import RoomError
from rooms.limits import DEAR_THINGS, check_space
from rooms.models import DearThing, Event, Membership, Person, ThingMove
from rooms.models.about import Place
from rooms.services import items
from rooms.services.about_rows import child_in, item_of_thing, row_of


def write_down(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    text: str,
    where: str,
    child_id: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Write down a dear thing and where it is. Raises RoomError: bad_choice, empty, and as `items.tell`."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.thing"):
            return done
        permit(member, Action.TELL)
        if not text.strip():
            raise RoomError("empty")
        child = child_in(member, child_id)
        check_space(DearThing.objects.filter(room=member.room, child=child), DEAR_THINGS)
        thing = DearThing(room=member.room, child=child, where=_place(where))
        event = items.tell(
            member,
            item_of_thing("child.thing", thing),
            client_id=client_id,
            text=text,
            child=child,
            sure=sure,
            at=at,
        )
        thing.seq = thing.moved_seq = event.seq
        thing.save()
        return event


def move(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    thing_id: str,
    where: str,
    seen: int | None,
    at: datetime | None = None,
) -> Event:
    """Say where a dear thing is now. `seen` is the line that told so on the form: the newest that the member sees.

    Raises RoomError: bad_choice, not_found, changed_since.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.moved"):
            return done
        permit(member, Action.TELL)
        thing = row_of(DearThing, member, thing_id)
        if _told_last(member, thing) != seen:
            raise RoomError("changed_since")
        thing.where = _place(where)
        event = items.tell(member, item_of_thing("child.moved", thing), client_id=client_id, child=thing.child, at=at)
        thing.moved_seq = event.seq
        thing.save()
        ThingMove.objects.create(thing=thing, where=thing.where, seq=event.seq)
        return event


def _told_last(member: Membership, thing: DearThing) -> int | None:
    """The newest line on where it is that this member sees: what was told while they were paused is not theirs."""
    told = [thing.seq, *thing.moves.values_list("seq", flat=True)]
    seen = Event.objects.filter(visible(member), seq__in=told).order_by("-seq")
    return seen.values_list("seq", flat=True).first()


def _place(where: str) -> Place:
    if where not in Place:
        raise RoomError("bad_choice")
    return Place(where)
