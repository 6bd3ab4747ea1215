"""Agreements for staff: where each of their rooms stands, the agency's template, and what families say of it all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from moderation.queries.staff import supervised
from rooms.access import Action, allowed, open_memberships
from rooms.errors import RoomError
from rooms.models import (
    Agency,
    Agreement,
    AgreementTemplate,
    Assent,
    Feedback,
    Improvement,
    Membership,
    Person,
    PointTurn,
    Role,
    Room,
)
from rooms.queries.agreement import due
from rooms.sides import SIDE
from rooms.terms import OWN, TERMS, default

SHOWN: Final = 50
"""Words of families, and changes, on a page: the latest."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where the agreement of one room stands: none yet, or how many of those asked agree, and what is open."""

    room_id: str
    room: str
    begun: bool
    agreed: int = 0
    asked: int = 0
    suggested: int = 0
    review_on: date | None = None
    due: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One point of a template, as the form shows it."""

    key: str
    title: str
    en: str
    es: str


@dataclass(frozen=True, kw_only=True)
class TemplatePage:
    """The template as it is now: `version` 0 is the default. `versions` are who changed it when, the latest first."""

    version: int
    entries: list[Entry]
    versions: list[tuple[int, str, datetime]]


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words of somebody in the agency's care: their role, never their name."""

    role_label: str
    text: str
    at: datetime


def stands(person: Person) -> list[Stand]:
    """Where each room of a staff member stands: what is due first, then by name. Raises RoomError not_found."""
    parts = [part for part in open_memberships(person) if Action.OBSERVE in allowed(part)]
    if not parts:
        raise RoomError("not_found")
    rooms = {part.room_id: part for part in parts if part.room.purpose == Room.Purpose.COPARENTING}
    found = {one.room_id: one for one in Agreement.objects.filter(room__in=rooms)}
    members: dict[int, list[Membership]] = {}
    for one in Membership.objects.filter(room__in=rooms).select_related("person"):
        members.setdefault(one.room_id, []).append(one)
    assents: dict[int, list[Assent]] = {}
    for assent in Assent.objects.filter(agreement__in=found.values(), withdrawn_at=None):
        assents.setdefault(assent.agreement_id, []).append(assent)
    suggested = PointTurn.objects.filter(state=PointTurn.State.OPEN, point__agreement__room__in=rooms)
    open_in = list(suggested.values_list("point__agreement__room", flat=True))
    rows = [_stand(part, found.get(pk), members.get(pk, []), assents, open_in.count(pk)) for pk, part in rooms.items()]
    return sorted(rows, key=lambda row: (not row.due, row.begun, row.room, row.room_id))


def template_page(person: Person) -> TemplatePage:
    """For a supervisor. Raises RoomError not_found for whoever supervises nobody."""
    supervised(person)
    versions = list(AgreementTemplate.objects.filter(agency=person.agency_id).select_related("by").order_by("-version"))
    points = versions[0].points if versions else default()
    kept = {point["key"]: point for point in points}
    titles = {term.key: str(term.title) for term in TERMS}
    return TemplatePage(
        version=versions[0].version if versions else 0,
        entries=[_entry(key, titles.get(key, ""), kept) for key in (*titles, *OWN)],
        versions=[(one.version, one.by.name, one.at) for one in versions[:SHOWN]],
    )


def with_typed(page: TemplatePage, typed: Mapping[str, tuple[str, str]]) -> TemplatePage:
    """The page with what was typed in the place of what holds."""
    entries = [replace(entry, en=typed[entry.key][0], es=typed[entry.key][1]) for entry in page.entries]
    return replace(page, entries=entries)


def feedback_page(person: Person) -> tuple[list[Said], list[Improvement]]:
    """What families of the agency wrote, and what was changed. Raises RoomError not_found for who supervises nobody."""
    supervised(person)
    rows = Feedback.objects.filter(membership__room__family__agency=person.agency_id).select_related("membership")
    said = [
        Said(role_label=str(Role(row.membership.role).label), text=row.text, at=row.at)
        for row in rows.order_by("-at", "-pk")[:SHOWN]
    ]
    return said, list(Improvement.objects.filter(agency=person.agency_id).order_by("-at", "-pk")[:SHOWN])


def improvements_for(member: Membership) -> list[Improvement]:
    """What the agency of a member's room changed because families said so, the latest first."""
    found = Improvement.objects.filter(agency__families__rooms=member.room_id)
    return list(found.order_by("-at", "-pk")[:SHOWN])


def _entry(key: str, title: str, kept: Mapping[str, Mapping[str, str]]) -> Entry:
    point = kept.get(key, {})
    return Entry(key=key, title=title, en=point.get("en", ""), es=point.get("es", ""))


def _stand(
    part: Membership,
    found: Agreement | None,
    members: Iterable[Membership],
    assents: Mapping[int, Iterable[Assent]],
    suggested: int,
) -> Stand:
    if found is None:
        return Stand(room_id=part.room.public_id, room=part.room.name, begun=False)
    asked = {one.pk for one in members if one.role in SIDE and Action.AGREE in allowed(one)}
    whole = {one.member_id for one in assents.get(found.pk, ()) if one.version == found.version}
    return Stand(
        room_id=part.room.public_id,
        room=part.room.name,
        begun=True,
        agreed=len(asked & whole),
        asked=len(asked),
        suggested=suggested,
        review_on=found.review_on,
        due=due(found, part),
    )


def clock_of(member: Membership) -> str:
    """The agency's time zone, where it is not the reader's own; plans are made on its clock."""
    zone = Agency.objects.filter(families__rooms=member.room_id).values_list("time_zone", flat=True).first() or ""
    return "" if zone == member.person.time_zone else zone.rpartition("/")[2].replace("_", " ")
