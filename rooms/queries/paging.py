"""Long lists of a room in parts: the newest first, each part from where the one before ended, and nothing counted."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from rooms.access import visible
from rooms.models import Event, Kind, Membership

PAGE: Final = 20
"""Rows of one part."""

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Part(Generic[Row]):
    """Some rows, newest first. `older` is the public id after which the next part begins; empty if this is all."""

    rows: list[Row]
    older: str = ""
    newest: bool = True
    """Whether it is the first part."""


def theirs(member: Membership, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those rows whose line, by `seq`, the member may see and nobody took back."""
    seen = Event.objects.filter(visible(member), seq=OuterRef("seq"))
    gone = Event.objects.filter(room=member.room_id, target=OuterRef("seq"), kind=Kind.MESSAGE_RETRACTED)
    return rows.filter(Exists(seen), ~Exists(gone))


def part(rows: QuerySet[Row], by: str, *, before: str = "", of: str = "", size: int | None = None) -> Part[Row]:
    """The newest rows by the field `by`; those that follow the row `before`; or the part that shows the row `of`.

    Rows are named by public id; one that is not there is passed over. What comes in meanwhile moves nothing.
    """
    size = PAGE if size is None else size
    if before and (last := rows.filter(public_id=before).first()):
        return _part(rows.filter(_older(by, last)), by, size)
    first = _part(rows, by, size, newest=True)
    shown = {getattr(row, "public_id", "") for row in first.rows}
    if of and of not in shown and (wanted := rows.filter(public_id=of).first()):
        return _part(rows.filter(_older(by, wanted) | Q(pk=wanted.pk)), by, size)
    return first


def _part(rows: QuerySet[Row], by: str, size: int, *, newest: bool = False) -> Part[Row]:
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    older = str(getattr(found[size - 1], "public_id", "")) if len(found) > size else ""
    return Part(rows=found[:size], older=older, newest=newest)


def _older(by: str, row: Model) -> Q:
    value = getattr(row, by)
    return Q(**{f"{by}__lt": value}) | Q(**{by: value}, pk__lt=row.pk)
