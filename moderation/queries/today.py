"""What waits for a staff member today over all her rooms, and what went well: counts and facts, few words.

However many rooms there are, it takes the same few queries.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from moderation.models import Flag, HeldMessage, Step, Summary
from moderation.queries.needs import YES, Glad, Need, Place, Today
from moderation.queries.quiet import quiet_rooms, unreached
from rooms.models import Meeting, MeetingResult, Membership, Person, Role, SickCard, State, WayHome
from rooms.queries.approvals import joined
from rooms.queries.invitations import waiting_at
from rooms.queries.occasions import waiting_for_staff
from rooms.queries.waits import NEAR, Waits

SOON: Final = timedelta(days=3)
"""How far ahead a pause or a step that ends is told."""
AGAIN: Final = timedelta(days=1)
"""When to ask again whoever wants to be called another time, and said no time."""
WEEK: Final = timedelta(days=7)
GLAD: Final = 6
"""Good things that are shown at most."""
WORKING: Final = "working"
"""The section of a summary that says what works well."""


def today(person: Person, parts: Sequence[Membership], waiting: Mapping[int, Waits]) -> Today:
    """What waits in the rooms of these parts, which are a person's open staff parts (`moderation.desk.parts`).

    `waiting` is what waits on the pages of these rooms, by membership's key (`rooms.queries.waits`).
    """
    now = timezone.now()
    places = {
        part.room_id: Place(id=part.room.public_id, name=part.room.name, family=part.room.family.name) for part in parts
    }
    supervised = {part.room_id for part in parts if part.role == Role.SUPERVISOR}
    workers = {part.room_id: places[part.room_id] for part in parts if part.role == Role.SOCIAL_WORKER}
    needs = [
        *_flags(person, places, supervised, now),
        *_sick(waiting.values(), places),
        *_held(places),
        *_at_the_door(places),
        *_meetings(workers, now),
        *_plans(places),
        *_occasions(places),
    ]
    return Today(
        needs=sorted(needs, key=_first),
        summaries=list(_summaries(places, now)),
        ending=sorted(_ending(places, now), key=lambda need: need.due or need.at),
        glad=_glad(places, now),
        quiet=quiet_rooms(person, parts, now),
        unreached=unreached(parts, now),
    )


def _first(need: Need) -> tuple[int, bool, datetime]:
    """Among what waits for a yes the nearest date comes first, and what has none last."""
    return need.rank, need.kind in YES and need.due is None, need.due or need.at


def _flags(person: Person, places: Mapping[int, Place], supervised: Collection[int], now: datetime) -> Iterator[Need]:
    """Open flags; an appeal waits for the supervisor alone."""
    waiting = Q(state__in=(Flag.State.OPEN, Flag.State.CLAIMED)) & ~Q(category=Flag.Category.GOOD)
    found = Flag.objects.filter(
        waiting | Q(state=Flag.State.APPEALED, room__in=supervised), room__in=places.keys()
    ).select_related("member", "raised_by", "claimed_by")
    for flag in found:
        appealed = flag.state == Flag.State.APPEALED
        question = flag.category == Flag.Category.QUESTION
        whom = (flag.raised_by or flag.member) if question else (flag.member or flag.raised_by)
        due = None if appealed else flag.due_at
        yield Need(
            kind="appeal" if appealed else "question" if question else "flag",
            ref=flag.public_id,
            room=places[flag.room_id],
            about=str(flag.category),
            who=whom.shown_name if whom else "",
            with_name=flag.claimed_by.name if flag.claimed_by and not appealed else "",
            mine=flag.claimed_by_id == person.pk,
            at=flag.at,
            due=due,
            late=due is not None and due < now,
        )


def _sick(waiting: Iterable[Waits], places: Mapping[int, Place]) -> Iterator[Need]:
    """Sick children of whom this person has not said yet that they know."""
    news = [card for one in waiting for card in one.news]
    for card in SickCard.objects.filter(pk__in=news).select_related("child") if news else ():
        room, who = places[card.room_id], card.child.first_name
        yield Need(kind="sick", ref=card.public_id, room=room, who=who, at=card.at)


def _held(places: Mapping[int, Place]) -> Iterator[Need]:
    found = HeldMessage.objects.filter(room__in=places.keys(), state=HeldMessage.State.WAITING)
    for held in found.select_related("author").defer("text"):
        room, who = places[held.room_id], held.author.shown_name
        yield Need(kind="held", ref=held.public_id, room=room, who=who, at=held.at)


def _at_the_door(places: Mapping[int, Place]) -> Iterator[Need]:
    """Newcomers who wait for somebody to say that it is them."""
    for one in waiting_at(places):
        yield Need(
            kind="door", ref=one.public_id, room=places[one.room_id], who=one.name, at=one.opened_at or one.created_at
        )


def _meetings(places: Mapping[int, Place], now: datetime) -> Iterator[Need]:
    """Calls and meetings to set up, and those whose time has come; for social workers, who hold them (S9, S10).

    A call that is to be tried again comes back at its new time; without one, a day after that was said.
    """
    waiting = Q(state=Meeting.State.OPEN) | Q(state=Meeting.State.SET, starts_at__lte=now + NEAR)
    said = MeetingResult.objects.filter(meeting=OuterRef("pk")).order_by("-pk").values("at")[:1]
    found = Meeting.objects.filter(waiting, room__in=places.keys()).exclude(kind=Meeting.Kind.TALK)
    for one in found.select_related("asked_by").annotate(said=Subquery(said)).order_by("pk"):
        again = one.said + AGAIN if one.said is not None and one.starts_at is None else None
        due = again or one.starts_at or one.due_at
        yield Need(
            kind="meeting",
            ref=one.public_id,
            room=places[one.room_id],
            about=f"{one.kind}:{one.state}",
            who=one.asked_by.shown_name if one.asked_by and not one.asked_by.is_staff else "",
            at=one.at,
            due=due,
            late=due is not None and due < now,
        )


def _plans(places: Mapping[int, Place]) -> Iterator[Need]:
    """Plans for the way home that wait to be approved."""
    for plan in WayHome.objects.filter(room__in=places.keys(), state=WayHome.State.SENT):
        yield Need(kind="way_home", ref=plan.public_id, room=places[plan.room_id], at=plan.moved_at)


def _occasions(places: Mapping[int, Place]) -> Iterator[Need]:
    """Visits and dates that both sides agreed on, a series once; and what both sides ask for together (S38, S39)."""
    told = set()
    for one in waiting_for_staff(places):
        if one.series not in told:
            place = places[one.room_id]
            yield Need(kind="date", ref=one.public_id, room=place, about=one.kind, at=one.at, due=one.starts)
        told |= {one.series} - {""}
    for wish in joined(places):
        yield Need(kind="wish", ref=wish.public_id, room=places[wish.room_id], at=wish.at)


def _summaries(places: Mapping[int, Place], now: datetime) -> Iterator[Need]:
    """Drafts of periods that are over, the oldest first."""
    found = Summary.objects.filter(
        room__in=places.keys(), signed_at__isnull=True, replaced_by__isnull=True, end__lte=now
    )
    for summary in found.defer("lines").order_by("end", "pk"):
        room = places[summary.room_id]
        yield Need(kind="summary", ref=summary.public_id, room=room, at=summary.end)


def _ending(places: Mapping[int, Place], now: datetime) -> Iterator[Need]:
    """Steps, changed parts and parts whose end is near. What a step changed is not told again beside it."""
    soon = now + SOON
    steps = Step.objects.filter(room__in=places.keys(), ended_at__isnull=True, until__range=(now, soon))
    stepped = set()
    for step in steps.select_related("member"):
        stepped.add((step.room_id, step.member and step.member.person_id))
        yield Need(
            kind="step",
            ref=step.member.public_id if step.member else "",
            room=places[step.room_id],
            about=str(step.kind),
            who=step.member.shown_name if step.member else "",
            at=step.at,
            due=step.until,
        )
    span = (now, soon)
    near = Q(until__range=span) | Q(paused_until__range=span) | Q(read_only_until__range=span)
    parts = Membership.objects.filter(near, room__in=places.keys(), state__in=(State.ACTIVE, State.SUSPENDED))
    for part in parts:
        by_step = (part.room_id, part.person_id) in stepped
        for about, due in _dates(part):
            if due is not None and now <= due <= soon and (about == "over" or not by_step):
                room, who = places[part.room_id], part.shown_name
                yield Need(kind="part", ref=part.public_id, room=room, about=about, who=who, at=part.since, due=due)


def _dates(part: Membership) -> Iterator[tuple[str, datetime | None]]:
    """When somebody is back from a pause or able to write again, and when the part is over."""
    if part.state == State.SUSPENDED:
        yield "back", part.paused_until
    elif part.read_only:
        yield "writes", part.read_only_until
    yield "over", part.until


def _glad(places: Mapping[int, Place], now: datetime) -> list[Glad]:
    """Good flags of the week; where there are few, what the latest summaries say works well."""
    flags = Flag.objects.filter(room__in=places.keys(), category=Flag.Category.GOOD, at__gte=now - WEEK)
    found = [
        Glad(room=places[flag.room_id], who=_of(flag), words=flag.words, at=flag.at)
        for flag in flags.select_related("member", "raised_by").order_by("-at")[:GLAD]
    ]
    return [*found, *_working(places, now, but={one.room.id for one in found})][:GLAD]


def _of(flag: Flag) -> str:
    whom = flag.member or flag.raised_by
    return whom.shown_name if whom else ""


def _working(places: Mapping[int, Place], now: datetime, *, but: Collection[str]) -> Iterator[Glad]:
    """One line of the latest summary of each other room."""
    told = set(but)
    recent = Summary.objects.filter(room__in=places.keys(), end__gte=now - WEEK - SOON, replaced_by__isnull=True)
    for summary in recent.order_by("-end", "-pk"):
        room, words = places[summary.room_id], next(_lines(summary.lines), "")
        if words and room.id not in told:
            told.add(room.id)
            yield Glad(room=room, who="", words=words, at=summary.end)


def _lines(lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    return (str(line.get("text", "")) for line in lines if line.get("section") == WORKING)
