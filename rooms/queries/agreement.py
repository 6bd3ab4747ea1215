"""A room's agreement as one of its readers sees it: the points, what is said of them, and who agrees since when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import get_language

from rooms.access import Action, allowed
from rooms.models import Agreement, AgreementPoint, Assent, Membership, Placement, PointTurn, Role
from rooms.queries.items import told
from rooms.queries.lines import Line
from rooms.sides import SIDE, awaited
from rooms.terms import ROLES, TITLES

_Turn = PointTurn.State
ASKED: Final = frozenset({*SIDE, Role.SOCIAL_WORKER})
"""Whose yes is looked for; all others are named once they agree."""
_ROLES: Final = frozenset(term.key for term in ROLES)


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """A remark, or other words that are open. `yes` are names; `waits` says that a side's yes is missing."""

    id: str
    line: Line
    yes: list[str] = field(default_factory=list)
    mine: bool = False
    said_yes: bool = False
    waits: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class PointView:
    """A point. Its words are `words` of the template or, once others were agreed on, `line`; neither, if those were
    said while the reader was away. `new` asks who agreed before to look at it again. `missing` are those of both sides
    who have not agreed to it as it stands now, `some` says that others of them have."""

    id: str
    key: str
    number: int
    title: str | Promise
    words: str
    line: Line | None
    away: bool
    version: int
    new: bool
    missing: list[str]
    some: bool
    remarks: list[TurnView]
    others: list[TurnView]

    @property
    def is_role(self) -> bool:
        """Whether it tells what a role brings."""
        return self.key in _ROLES

    @property
    def asks_me(self) -> list[TurnView]:
        """Other words that wait for the reader's yes, or might have it."""
        return [turn for turn in self.others if not turn.mine and not turn.said_yes]

    def holds(self, place: str) -> bool:
        """Whether it is this point, or something said of it, that has this id."""
        return place in {self.id, *(turn.id for turn in (*self.remarks, *self.others))}


@dataclass(frozen=True, kw_only=True)
class AssentView:
    """One who has a say. `at` is None for who has not agreed; `whole` is False where a point changed since."""

    name: str
    role_label: str
    me: bool
    at: datetime | None
    whole: bool


@dataclass(frozen=True, kw_only=True)
class AgreementView:
    """The agreement. `mine` is what the reader agreed to; `due` says why it is time to look at it again."""

    id: str
    version: int
    points: list[PointView]
    roles: list[PointView]
    people: list[AssentView]
    begun_at: datetime
    reviewed_at: datetime
    review_on: date
    due: str
    mine: AssentView | None

    @property
    def changed(self) -> list[PointView]:
        """The points that ask the reader again."""
        return [point for point in self.all if point.new]

    @property
    def all(self) -> list[PointView]:
        """Every point, on what we do and on what each of us brings."""
        return [*self.points, *self.roles]

    @property
    def settled(self) -> int:
        """On how many of them both sides agree."""
        return sum(not point.missing for point in self.all)

    @property
    def whole(self) -> bool:
        """Whether all whose yes is looked for agree with every point."""
        return all(one.whole for one in self.people)


def agreement_of(member: Membership) -> AgreementView | None:
    """The room's agreement for a member that the door let in; None while there is none."""
    found = Agreement.objects.filter(room=member.room_id).first()
    if found is None:
        return None
    members = list(member.room.memberships.select_related("person").order_by("pk"))
    assents = {one.member_id: one for one in Assent.objects.filter(agreement=found, withdrawn_at=None)}
    mine = assents.get(member.pk)
    sides = [one for one in members if one.role in SIDE and Action.AGREE in allowed(one)]
    yes = [(one.shown_name, assents[one.pk].version if one.pk in assents else 0) for one in sides]
    points = _points(found, member, members, mine.version if mine else None, yes)
    people = [_person(one, member, assents.get(one.pk), found) for one in members if _counts(one, assents)]
    return AgreementView(
        id=found.public_id,
        version=found.version,
        points=[point for point in points if not point.is_role],
        roles=[point for point in points if point.is_role],
        people=people,
        begun_at=found.begun_at,
        reviewed_at=found.reviewed_at,
        review_on=found.review_on,
        due=due(found, member),
        mine=next((one for one in people if one.me and one.at), None),
    )


def due(found: Agreement, member: Membership) -> str:
    """Why the agreement asks to be looked at: "move" after a change of placement, "day" on its day; nothing if not."""
    today, since = member.room.day(), member.room.day(found.reviewed_at)
    moves = Q()
    for day in ("started_on", "going_home_from", "ended_on"):
        moves |= Q(**{f"{day}__gt": since, f"{day}__lte": today})
    here = Placement.objects.filter(child__rooms=found.room_id, household=F("child__rooms__household"))
    if here.filter(moves).exists():
        return "move"
    return "day" if found.review_on <= today else ""


def _points(
    found: Agreement,
    member: Membership,
    members: Iterable[Membership],
    agreed: int | None,
    yes: Sequence[tuple[str, int]],
) -> list[PointView]:
    turns: dict[int, list[PointTurn]] = defaultdict(list)
    rows = PointTurn.objects.filter(point__agreement=found, state__in=[_Turn.SAID, _Turn.OPEN]).select_related("by")
    for turn in rows.prefetch_related("yes").order_by("pk"):
        turns[turn.point_id].append(turn)
    points = list(AgreementPoint.objects.filter(agreement=found).order_by("place"))
    seqs = {point.seq for point in points if point.seq} | {turn.seq for some in turns.values() for turn in some}
    lines = told(member, seqs)
    say = [one for one in members if Action.AGREE in allowed(one)]
    return [
        _point(number, point, lines, [_turn(one, lines, member, say) for one in turns[point.pk]], agreed, yes)
        for number, point in enumerate(points, start=1)
    ]


def _point(
    number: int,
    point: AgreementPoint,
    lines: Mapping[int, Line],
    turns: Iterable[tuple[str, TurnView] | None],
    agreed: int | None,
    yes: Sequence[tuple[str, int]],
) -> PointView:
    missing = [name for name, version in yes if version < point.version]
    line = lines.get(point.seq) if point.seq else None
    seen = [turn for turn in turns if turn is not None]
    spanish = (get_language() or "").startswith("es") and point.es
    return PointView(
        id=point.public_id,
        key=point.key,
        number=number,
        title=TITLES.get(point.key, ""),
        words="" if point.seq else (point.es if spanish else point.en),
        line=line,
        away=bool(point.seq) and line is None,
        version=point.version,
        new=agreed is not None and point.version > agreed,
        missing=missing,
        some=len(missing) < len(yes),
        remarks=[view for kind, view in seen if kind == PointTurn.Kind.TALK],
        others=[view for kind, view in seen if kind == PointTurn.Kind.WORDS],
    )


def _turn(
    turn: PointTurn, lines: Mapping[int, Line], me: Membership, say: list[Membership]
) -> tuple[str, TurnView] | None:
    """With its kind; None for a line that is not the reader's to see."""
    line, yes = lines.get(turn.seq), list(turn.yes.all())
    if line is None:
        return None
    view = TurnView(
        id=turn.public_id,
        line=line,
        yes=[one.shown_name for one in yes],
        mine=turn.by_id == me.pk,
        said_yes=any(one.pk == me.pk for one in yes),
        waits=awaited(turn.by, yes, say),
    )
    return turn.kind, view


def _counts(one: Membership, assents: Mapping[int, Assent]) -> bool:
    return one.pk in assents or (one.role in ASKED and Action.AGREE in allowed(one))


def _person(one: Membership, me: Membership, assent: Assent | None, found: Agreement) -> AssentView:
    return AssentView(
        name=one.shown_name,
        role_label=str(Role(one.role).label),
        me=one.pk == me.pk,
        at=assent.at if assent else None,
        whole=assent is not None and assent.version == found.version,
    )
