"""Visits, calls, appointments and celebrations: asked for, answered, changed, approved, called off.

| step | from | who | to |
| --- | --- | --- | --- |
| `propose` | | one side | asked of the other side |
| `propose` | | staff | set |
| `accept` | asked | the side that is asked | set, or agreed where staff has the last word |
| `accept` | agreed, set | somebody else who is asked | as it was; they come |
| `approve` | agreed | staff | set |
| `change` | asked, agreed, set | anyone concerned | asked of the other side, whoever asked before |
| `change` | asked, agreed, set | staff | set |
| `decline` | asked, agreed, set | anyone asked | as it was; declined or called off if nobody is left |
| `call_off` | asked, agreed, set | anyone concerned | called off |
| `stop` | asked, agreed, set | staff | stopped |

Each is one line of the record, under the room's lock: of two people at once, the second is told that it has changed.
Contact is checked against what the court allows at every step that makes it, moves it or lets it stand.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action
from rooms.contact import STAFF, is_answer, is_concerned, may_call_off, side
from rooms.errors import RoomError
from rooms.limits import DATES, check_space
from rooms.models import LIVE_STATES, Event, Membership, Occasion, Person
from rooms.services import occasion_parts as parts
from rooms.services.occasion_steps import (
    State,
    begin,
    changed,
    check_allowed,
    check_free,
    following,
    found,
    is_soon,
    tell,
)


def propose(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    kind: str,
    starts: datetime,
    ends: datetime,
    place_kind: str,
    whole_day: bool = False,
    place: str = "",
    people: Collection[str] = (),
    weekly_until: date | None = None,
    text: str = "",
    overlap_ok: bool = False,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask for, or invite to, one occasion, or one each week until a day. `people`: who of the birth side is asked.

    Whoever proposes it comes; those who care for the child at home are always asked. Raises RoomError: not_allowed,
    bad_choice, not_to_come, too_often, enough, nobody_asked, OutsideApproval, double_booked, and as `items.tell`.
    """
    with transaction.atomic():
        steps = ("asked", "invited", "set")
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=steps)
        if done:
            return done
        own, zone = side(member), member.room.zone
        if not own:
            raise RoomError("not_allowed")
        parts.check_kind(member.room, kind, place_kind, whole_day=whole_day)
        check_space(Occasion.objects.filter(by=member, state__in=LIVE_STATES, starts__gt=at or timezone.now()), DATES)
        asked = parts.those_asked(member, people)
        first = Occasion(
            room=member.room,
            kind=kind,
            whole_day=whole_day,
            place_kind=place_kind,
            place=parts.clean_place(place),
            state=State.SET if own == STAFF else State.ASKED,
            by=member,
            series=parts.series() if weekly_until else "",
            seq=0,
            at=at or timezone.now(),
        )
        made = [parts.make(first, *each, asked, zone) for each in parts.times(starts, ends, weekly_until, zone, at)]
        if own != STAFF:
            check_free(member, made, overlap_ok)
        step = "set" if own == STAFF else "asked" if own == "birth" else "invited"
        facts = {"at": f"at.{place_kind}", **({"all": "all.weekly"} if len(made) > 1 else {})}
        event = tell(member, made, step, client_id=client_id, text=text, sure=sure, at=at, facts=facts)
        Occasion.objects.filter(pk__in=[one.pk for one in made]).update(seq=event.seq)
        return event


def accept(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    all_to_come: bool = False,
    text: str = "",
    overlap_ok: bool = False,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say yes for oneself, and if it waits for the answer of one's side, for that.

    Raises RoomError: not_asked, changed_since, occasion_over, OutsideApproval, double_booked, and as `items.tell`.
    """
    with transaction.atomic():
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=("yes",))
        if done:
            return done
        one, zone = found(member, occasion, version, at=at), member.room.zone
        group = parts.for_each(following(one, all_to_come), lambda each: parts.come(each, member, zone))
        check_free(member, group, overlap_ok)
        changed(group)
        return tell(member, group, "yes", client_id=client_id, text=text, sure=sure, at=at)


def change(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    starts: datetime,
    ends: datetime,
    place_kind: str = "",
    place: str | None = None,
    all_to_come: bool = False,
    text: str = "",
    overlap_ok: bool = False,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Suggest another time, as an answer or later; the others answer that again. What staff changes, stands.

    A new place is for staff alone until they say who else sees it. Raises RoomError as `propose` and `accept`.
    """
    with transaction.atomic():
        steps = ("countered", "changed")
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=steps)
        if done:
            return done
        one, zone = found(member, occasion, version, at=at), member.room.zone
        if not side(member) or not is_concerned(one, member):
            raise RoomError("not_asked")
        parts.check_kind(member.room, one.kind, place_kind or one.place_kind, whole_day=one.whole_day)
        step = "countered" if is_answer(one, member) else "changed"
        ((starts, ends),) = parts.times(starts, ends, None, zone, at)
        group, later = following(one, all_to_come), parts.wall(starts, zone) - parts.wall(one.starts, zone)
        before = [each.starts for each in group]
        for each in group:
            begins = parts.at_wall(parts.wall(each.starts, zone) + later, zone)
            parts.move(each, member, begins, ends - starts, place_kind, place)
        for each in group:
            check_allowed(each, zone)
        if side(member) != STAFF:
            check_free(member, group, overlap_ok)
        changed(group)
        soon = is_soon([*before, *(each.starts for each in group)], at)
        where = {"at": f"at.{one.place_kind}"}
        return tell(member, group, step, client_id=client_id, text=text, soon=soon, sure=sure, at=at, facts=where)


def decline(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    text: str,
    all_to_come: bool = False,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say that one cannot, and why. Raises RoomError: words_needed, not_asked, changed_since, occasion_over …"""
    with transaction.atomic():
        steps = ("no", "absent", "called_off")
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=steps)
        if done:
            return done
        if not text.strip():
            raise RoomError("words_needed")
        one = found(member, occasion, version, at=at)
        group = parts.for_each(following(one, all_to_come), lambda each: parts.stay_away(each, member))
        changed(group)
        step = "absent" if one.is_live else "no" if one.state == State.DECLINED else "called_off"
        soon = is_soon([each.starts for each in group], at)
        return tell(member, group, step, client_id=client_id, text=text, soon=soon, sure=sure, at=at)


def call_off(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    all_to_come: bool = False,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Call it off for everybody. Raises RoomError: not_asked, changed_since, occasion_over, and as `items.tell`."""
    with transaction.atomic():
        steps = ("called_off",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.PLAN, steps=steps)
        if done:
            return done
        one = found(member, occasion, version, at=at)
        if not may_call_off(one, member):
            raise RoomError("not_asked")
        group = following(one, all_to_come)
        return _end(member, group, State.CALLED_OFF, "called_off", client_id=client_id, text=text, sure=sure, at=at)


def approve(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    all_to_come: bool = False,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Staff says yes to what both sides agreed on. Raises RoomError: not_allowed, changed_since, OutsideApproval …"""
    with transaction.atomic():
        steps = ("approved",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.APPROVE, steps=steps)
        if done:
            return done
        one, zone = found(member, occasion, version, at=at), member.room.zone
        if one.state != State.AGREED:
            raise RoomError("changed_since")
        group = following(one, all_to_come)
        for each in group:
            check_allowed(each, zone)
            each.state = State.SET
        changed(group)
        return tell(member, group, "approved", client_id=client_id, text=text, sure=sure, at=at)


def stop(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    occasion: str,
    version: int,
    text: str,
    all_to_come: bool = False,
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Staff says no, at any time before, and why, for everybody to read (S38). Raises as `approve`, words_needed."""
    with transaction.atomic():
        steps = ("stopped",)
        member, done = begin(actor=actor, room_id=room_id, client_id=client_id, action=Action.APPROVE, steps=steps)
        if done:
            return done
        if not text.strip():
            raise RoomError("words_needed")
        group = following(found(member, occasion, version, at=at), all_to_come)
        return _end(member, group, State.STOPPED, "stopped", client_id=client_id, text=text, sure=sure, at=at)


def _end(
    member: Membership,
    group: Sequence[Occasion],
    state: str,
    step: str,
    *,
    client_id: UUID,
    text: str,
    sure: bool,
    at: datetime | None,
) -> Event:
    for each in group:
        each.state = state
    changed(group)
    soon = is_soon([each.starts for each in group], at)
    return tell(member, group, step, client_id=client_id, text=text, soon=soon, sure=sure, at=at)
