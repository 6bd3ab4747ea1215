"""What the desk shows of flags: one queue across the caseload, and one flag with all that belongs to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone

from moderation.models import Appeal, Flag, HeldMessage
from moderation.outcomes import Outcome, tells_author, tells_reporter, usual
from moderation.queries.steps import Names, StepView, staff_names, step_view
from rooms.access import Action, door, open_memberships
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Event, Kind, Membership, Person, Role, Room, State
from rooms.queries.lines import Line, lines, reader_of
from rooms.queries.timeline import page

WAITING: Final = (Flag.State.OPEN, Flag.State.CLAIMED, Flag.State.APPEALED)
"""States in which somebody still has to do something."""
VIEWS: Final = {"waiting": WAITING, "mine": WAITING, "settled": (Flag.State.RESOLVED, Flag.State.CLOSED)}
"""What the queue can be narrowed to, and the states that are in it."""
SHOWN: Final = 100
"""Rows of the queue on one page."""
AROUND: Final = 3
"""Lines shown before and after a message that a flag rests on."""
PLACES: Final = 5
"""Stretches of the conversation that are shown on the page of one flag."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One flag in the queue."""

    id: str
    category: str
    label: str
    urgency: str
    state: str
    state_label: str
    room: str
    family: str
    by: str
    about: str
    words: str
    at: datetime
    due_at: datetime | None
    waits: bool
    late: bool
    safety: bool
    claimed_by: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue: what is due first, and apart from it the good things. `open` counts what nobody has claimed."""

    due: list[Row]
    good: list[Row]
    open: int
    families: list[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A stretch of the conversation with a message that the flag rests on."""

    seqs: frozenset[int]
    lines: list[Line]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What staff wrote for staff."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class FlagPage:
    """One flag, as staff of its room sees it."""

    row: Row
    room_id: str
    member_id: str
    member_may_be_muted: bool
    labels: list[str]
    places: list[Place]
    held: list[HeldMessage]
    notes: list[Note]
    steps: list[StepView]
    colleagues: list[tuple[str, str]]
    tells_author: bool
    tells_reporter: bool
    may_settle: bool
    usual: str
    outcome: str
    told_author: str
    told_reporter: str
    resolved_by: str
    resolved_at: datetime | None
    appeal: Appeal | None
    appeal_by: str
    decided_by: str
    may_decide: bool
    outcomes: list[tuple[str, str]] = field(default_factory=lambda: [(str(k), str(v)) for k, v in Outcome.choices])


def queue(person: Person, *, view: str = "waiting", family: int | None = None) -> Queue:
    """Every flag of this person's rooms in that view, with one family's rooms alone if asked. See `VIEWS`."""
    parts = desk_parts(person)
    rooms = {part.room_id: part.room for part in parts if family in (None, part.room.family_id)}
    found = _flags(rooms).filter(state__in=VIEWS[view])
    if view == "mine":
        found = found.filter(claimed_by=person)
    newest, due = [F("resolved_at").desc(nulls_last=True)], [F("due_at").asc(nulls_last=True), F("at").asc()]
    order = newest if view == "settled" else due
    names = staff_names(rooms)
    rows = [_row(flag, person, names) for flag in found.order_by(*order)[:SHOWN]]
    return Queue(
        due=[row for row in rows if row.category != Flag.Category.GOOD],
        good=[row for row in rows if row.category == Flag.Category.GOOD],
        open=open_count(person),
        families=sorted({(part.room.family_id, part.room.family.name) for part in parts}, key=lambda one: one[1]),
    )


def open_count(person: Person) -> int:
    """How many flags of this person's rooms nobody has claimed yet; good things apart, since they wait for nobody."""
    mine = open_memberships(person).filter(role__in=STAFF_ROLES).values("room")
    return Flag.objects.filter(room__in=mine, state=Flag.State.OPEN).exclude(category=Flag.Category.GOOD).count()


def flag_page(person: Person, flag_id: str) -> FlagPage:
    """One flag with the lines around it; the caller leaves the row in the trail. Raises RoomError not_found."""
    staff, flag = find(person, flag_id)
    seqs = [one.seq for one in flag.messages.all() if one.seq is not None]
    staffers = staff.room.memberships.filter(role__in=STAFF_ROLES, state=State.ACTIVE).select_related("person")
    others = [one for one in staffers if one.pk != staff.pk]
    names = staff_names([staff.room_id])

    def called(who: int | None) -> str:
        return names.get((staff.room_id, who), "")

    appeal = Appeal.objects.filter(flag=flag).select_related("by").first()
    about = flag.member
    own = about is not None and about.person_id == person.pk
    return FlagPage(
        row=_row(flag, person, names),
        room_id=staff.room.public_id,
        member_id=about.public_id if about and not about.is_staff else "",
        member_may_be_muted=about is not None and not about.is_staff and about.state == State.ACTIVE,
        labels=[str(label) for label in flag.labels],
        places=_places(staff, sorted(seqs)),
        held=[one.held for one in flag.messages.all() if one.held is not None],
        notes=[Note(author=called(one.author_id), at=one.at, text=one.text) for one in flag.notes.order_by("pk")],
        steps=[step_view(one, names) for one in flag.steps.select_related("member").order_by("-pk")],
        colleagues=[(one.public_id, one.shown_name) for one in others],
        tells_author=tells_author(flag),
        tells_reporter=tells_reporter(flag),
        may_settle=flag.state in (Flag.State.OPEN, Flag.State.CLAIMED)
        and flag.claimed_by_id in (None, person.pk)
        and not (own and others),
        usual=usual(flag.category),
        outcome=str(Outcome(flag.outcome).label) if flag.outcome else "",
        told_author=flag.told_author,
        told_reporter=flag.told_reporter,
        resolved_by=called(flag.resolved_by_id),
        resolved_at=flag.resolved_at,
        appeal=appeal,
        appeal_by=appeal.by.shown_name if appeal else "",
        decided_by=called(appeal.decided_by_id) if appeal else "",
        may_decide=flag.state == Flag.State.APPEALED
        and staff.role == Role.SUPERVISOR
        and flag.resolved_by_id != person.pk,
    )


def find(person: Person, flag_id: str) -> tuple[Membership, Flag]:
    """The staff part of this person in the room of a flag, and the flag. Raises RoomError not_found."""
    flag = _all().filter(public_id=flag_id).prefetch_related("messages__held__author").first()
    if flag is None:
        raise RoomError("not_found")
    try:
        staff = door(actor=person, room_id=flag.room.public_id, action=Action.MANAGE)
    except RoomError:
        raise RoomError("not_found") from None
    return staff, flag


def desk_parts(person: Person) -> list[Membership]:
    """The staff parts of this person, each with its room and family."""
    parts = open_memberships(person).filter(role__in=STAFF_ROLES)
    return list(parts.select_related("room__family", "person").prefetch_related("room__children"))


def _all() -> QuerySet[Flag]:
    related = ("room__family", "raised_by", "member")
    return Flag.objects.select_related(*related).prefetch_related("room__children")


def _flags(rooms: Iterable[int]) -> QuerySet[Flag]:
    return _all().filter(room__in=list(rooms))


def _row(flag: Flag, person: Person, names: Names) -> Row:
    waiting = flag.state in (Flag.State.OPEN, Flag.State.CLAIMED)
    return Row(
        id=flag.public_id,
        category=flag.category,
        label=str(Flag.Category(flag.category).label),
        urgency=flag.urgency,
        state=flag.state,
        state_label=str(Flag.State(flag.state).label),
        room=flag.room.name,
        family=flag.room.family.name,
        by=flag.raised_by.shown_name if flag.raised_by else "",
        about=flag.member.shown_name if flag.member else "",
        words=flag.words,
        at=flag.at,
        due_at=flag.due_at,
        waits=waiting,
        late=waiting and flag.due_at is not None and flag.due_at < timezone.now(),
        safety=flag.urgency == Flag.Urgency.NOW,
        claimed_by=names.get((flag.room_id, flag.claimed_by_id), ""),
        mine=flag.claimed_by_id == person.pk,
    )


def _places(staff: Membership, seqs: Sequence[int]) -> list[Place]:
    """The lines around these messages, as staff sees them; messages close to each other share a stretch."""
    groups: list[list[int]] = []
    for seq in seqs:
        if groups and seq - groups[-1][-1] <= 2 * AROUND:
            groups[-1].append(seq)
        else:
            groups.append([seq])
    return [_place(staff, group) for group in groups[:PLACES]]


def _place(staff: Membership, seqs: Sequence[int]) -> Place:
    room: Room = staff.room
    after = Event.objects.filter(room=room, seq__gt=seqs[-1], kind=Kind.MESSAGE).order_by("seq")
    upto = list(after.values_list("seq", flat=True)[:AROUND])
    window = page(staff, before=(upto[-1] if upto else room.last_seq) + 1, limit=2 * AROUND + 1 + seqs[-1] - seqs[0])
    said = [line for line in lines(reader_of(staff), window.events) if line.kind == Kind.MESSAGE]
    before = [line for line in said if line.seq < seqs[0]][-AROUND:]
    return Place(seqs=frozenset(seqs), lines=[*before, *(line for line in said if line.seq >= seqs[0])])
