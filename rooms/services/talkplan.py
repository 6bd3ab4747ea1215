"""The plan for talking: how, when and about what a room's adults write, settled by both sides (S18, S31)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, enter_locked, message, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.items.agreement import FIRST, TOPICS, WAYS
from rooms.models import Event, Membership, Person, RestTime, TalkPlan
from rooms.services import items
from rooms.services.points import having_a_say
from rooms.sides import awaited

WEEK: Final = tuple(range(7))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A plan as it is suggested: keys of labels, weekdays (Monday is 0; none means every day), from and to."""

    ways: Collection[str]
    days: Collection[int] = ()
    starts: time = time(0)
    ends: time = time(0)
    topics: Collection[str] = ()
    ask_first: Collection[str] = ()


def suggest(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    wanted: Wanted,
    latest: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Suggest a plan for talking; it takes the place of one that is still open.

    `latest` is the newest plan that was seen, nothing if there was none. Raises RoomError: changed_since if there is
    another by now; bad_choice.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.planned"):
            return done
        permit(member, Action.AGREE)
        plan = TalkPlan(room=member.room, by=member, **_checked(wanted))
        plans = TalkPlan.objects.filter(room=member.room).order_by("-pk")
        newest = plans.exclude(state=TalkPlan.State.OVER).first()
        if latest != (newest.public_id if newest else ""):
            raise RoomError("changed_since")
        event = _tell(member, "agreement.planned", plan, client_id=client_id, text=text, sure=sure, at=at)
        plans.filter(state=TalkPlan.State.OPEN).update(state=TalkPlan.State.OVER)
        plan.seq, plan.at = event.seq, event.at
        plan.save()
        return event


def take(*, actor: Person, room_id: str, client_id: UUID, plan: str, at: datetime | None = None) -> Event:
    """Say yes to a plan of somebody else; it holds once no side's yes is missing.

    Raises RoomError: not_found; changed_since if it is open no more; not_allowed for one's own; in_force.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.plan_took"):
            return done
        permit(member, Action.AGREE)
        found = TalkPlan.objects.select_related("by").filter(room=member.room, public_id=plan).first()
        if found is None:
            raise RoomError("not_found")
        message(member, found.seq)
        if found.state != TalkPlan.State.OPEN:
            raise RoomError("changed_since")
        if found.by_id == member.pk:
            raise RoomError("not_allowed")
        if found.yes.filter(pk=member.pk).exists():
            raise RoomError("in_force")
        found.yes.add(member)
        if not awaited(found.by, found.yes.all(), having_a_say(member)):
            TalkPlan.objects.filter(room=member.room, state=TalkPlan.State.CURRENT).update(state=TalkPlan.State.OVER)
            found.state, found.since = TalkPlan.State.CURRENT, at or timezone.now()
            found.save(update_fields=["state", "since"])
        return _tell(member, "agreement.plan_took", found, client_id=client_id, at=at)


def rest(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    days: Collection[int] = (),
    starts: time | None = None,
    ends: time | None = None,
    at: datetime | None = None,
) -> Event | None:
    """Say when a message to oneself can wait; the same time twice, or none, takes that back. Where nothing changes
    nobody is told. Raises RoomError bad_choice."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "agreement.rests"):
            return done
        permit(member, Action.AGREE)
        if not set(days) <= set(WEEK) or (starts is None) != (ends is None):
            raise RoomError("bad_choice")
        before = RestTime.objects.filter(membership=member).first()
        if starts is None or ends is None or starts == ends:
            if before is None:
                return None
            before.delete()
        else:
            chosen = sorted(set(days))
            if before is not None and (before.days, before.starts, before.ends) == (chosen, starts, ends):
                return None
            defaults = {"days": chosen, "starts": starts, "ends": ends}
            RestTime.objects.update_or_create(membership=member, defaults=defaults)
        item = Item(kind="agreement.rests", id=member.public_id, facts={})
        return items.tell(member, item, client_id=client_id, at=at)


def _checked(wanted: Wanted) -> dict[str, object]:
    """What was chosen, in the order of the page. Raises RoomError bad_choice."""
    chosen = ((wanted.ways, WAYS), (wanted.topics, TOPICS), (wanted.ask_first, FIRST), (wanted.days, WEEK))
    if not wanted.ways or any(not set(some) <= set(every) for some, every in chosen):
        raise RoomError("bad_choice")
    ways, topics, first, days = ([one for one in every if one in some] for some, every in chosen)
    return {
        "ways": ways,
        "topics": topics,
        "ask_first": first,
        "days": [] if len(days) == len(WEEK) else days,
        "starts": wanted.starts,
        "ends": wanted.ends,
    }


def _tell(
    member: Membership,
    kind: str,
    plan: TalkPlan,
    *,
    client_id: UUID,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    item = Item(kind=kind, id=plan.public_id, facts={})
    return items.tell(member, item, client_id=client_id, text=text, sure=sure, at=at)
