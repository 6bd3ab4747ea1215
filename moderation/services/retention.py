"""Destroys closed cases whose time is over (T12). A legal hold goes before every rule; each destruction is recorded.

For the command line only: no role in any room may do this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from graphlib import TopologicalSorter
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Model, QuerySet

from moderation.models import CaseFile, Destruction, RetentionRule
from rooms.guard import lifted
from rooms.media import store
from rooms.models import (
    STAFF_ROLES,
    AccountNote,
    Child,
    Family,
    Incoming,
    Invitation,
    Membership,
    Person,
    Placement,
    RecoveryCode,
    Room,
    State,
    Stored,
)

OWN: Final = (AccountNote, RecoveryCode)
"""What belongs to an account alone and would keep it from being deleted."""


@dataclass(frozen=True)
class Due:
    """A closed family: since when, under which rule, and what keeps it, if anything does."""

    family: Family
    closed_on: date
    years: int
    kept_by: str


def due(today: date) -> list[Due]:
    """Closed families whose years are over, those that something still keeps among them; the longest closed first."""
    years = dict(RetentionRule.objects.values_list("agency", "years"))
    files = CaseFile.objects.select_related("family").filter(closed_on__isnull=False, family__agency__in=years)
    found = [
        Due(file.family, file.closed_on, years[file.family.agency_id], _kept_by(file))
        for file in files.order_by("closed_on", "pk")
        if file.closed_on is not None
    ]
    return [one for one in found if _after(one.closed_on, one.years) <= today]


def count(family: Family) -> dict[str, int]:
    """How many rows of each table belong to the family's rooms."""
    found: dict[str, int] = {}
    for room in Room.objects.filter(family=family):
        for rows in rows_of(room):
            found[rows.model._meta.label] = found.get(rows.model._meta.label, 0) + rows.count()
    return {label: number for label, number in found.items() if number}


def destroy(one: Due) -> dict[str, int]:
    """Destroy what the family's rooms hold, its children, and accounts that were there for it alone. Returns counts.

    One transaction. Raises ValueError if something keeps the family.
    """
    with transaction.atomic():
        file = CaseFile.objects.select_for_update().get(family=one.family)
        rooms = list(Room.objects.select_for_update().filter(family=one.family).order_by("pk"))
        if _kept_by(file) or file.closed_on != one.closed_on:
            raise ValueError("this case must be kept")
        total: dict[str, int] = {}
        for room in rooms:
            people = {
                *Membership.objects.filter(room=room).values_list("person", flat=True),
                *Invitation.objects.filter(room=room, person__isnull=False).values_list("person", flat=True),
            }
            rows = _destroy_room(room, one)
            for label, number in {**rows, **_forget(people)}.items():
                total[label] = total.get(label, 0) + number
        children = Child.objects.filter(family=one.family)
        Placement.objects.filter(child__in=children).delete()
        children.delete()
        file.delete()
        Family.objects.filter(pk=one.family.pk).update(name="–", case_number="", staff_note="")
        return total


def rows_of(room: Room) -> Iterator[QuerySet[Any]]:
    """All that belongs to a room, in an order in which it can be deleted: what points at something comes before it.

    It is read off the tables themselves, so that a new table is never forgotten.
    """
    paths = _paths()
    order: TopologicalSorter[type[Model]] = TopologicalSorter({model: set() for model in paths})
    for model in paths:
        for key in _keys(model):
            if key.related_model in paths and key.related_model is not model:
                order.add(key.related_model, model)
    for model in order.static_order():
        yield model._base_manager.filter(**{paths[model]: room.pk})


def _paths() -> dict[type[Model], str]:
    """Each table that belongs to rooms, and the way from its rows to their room; the shortest."""
    paths: dict[type[Model], str] = {Room: "pk"}
    tables = [
        model
        for app in ("rooms", "moderation")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    found = True
    while found:
        known = dict(paths)
        for model in tables:
            ways = [
                key.name if known[key.related_model] == "pk" else f"{key.name}__{known[key.related_model]}"
                for key in _keys(model)
                if key.related_model in known
            ]
            if ways and model not in paths:
                paths[model] = min(ways, key=lambda way: way.count("__"))
        found = len(paths) > len(known)
    return paths


def _keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def _destroy_room(room: Room, one: Due) -> dict[str, int]:
    rows = {}
    head = {"room_public_id": room.public_id, "last_seq": room.last_seq, "head_digest": room.head_digest}
    with lifted("flush"):
        for found in rows_of(room):
            _forget_files(found)
            number = found._raw_delete(connection.alias)  # past PROTECT, in our own order
            if number:
                rows[found.model._meta.label] = number
    Destruction.objects.create(agency=one.family.agency, closed_on=one.closed_on, years=one.years, rows=rows, **head)
    return rows


def _forget_files(rows: QuerySet[Any]) -> None:
    """Delete the photos and videos that these rows stand for, once the rows are gone for good."""
    names: list[str] = []
    if issubclass(rows.model, Stored):
        names = [name for photo in rows for name in (photo.name, photo.small_name)]
    elif rows.model is Incoming:
        names = [name for video in rows for name in (*video.piece_names, *video.final_names)]
    if names:
        transaction.on_commit(partial(store.delete, *names))


def _forget(people: set[int]) -> dict[str, int]:
    """Delete accounts that have no part in any room any more, with what is theirs alone; staff stay."""
    left = Person.objects.filter(pk__in=people, is_staff=False, memberships=None, invitations=None, looks=None)
    gone = list(left)
    with lifted("flush"):
        for table in OWN:
            table.objects.filter(person__in=gone).delete()
        Person.objects.filter(pk__in=[person.pk for person in gone]).delete()
    return {"accounts": len(gone)} if gone else {}


def _kept_by(file: CaseFile) -> str:
    """What keeps a closed case: a legal hold, or somebody who still has a part in one of its rooms."""
    if file.hold.strip():
        return "legal hold"
    parts = Membership.objects.filter(room__family=file.family).exclude(state=State.ENDED)
    return "somebody still has a part" if parts.exclude(role__in=STAFF_ROLES).exists() else ""


def _after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
