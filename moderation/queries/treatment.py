"""What is said of somebody's treatment: what is kept out of summaries and exports, and the page where staff says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation.models import TreatmentConsent, TreatmentMark
from moderation.queries import talk
from moderation.queries.kept_out import allowed_for, marks
from moderation.queries.steps import staff_names
from rooms.models import STAFF_ROLES, Event, Membership


@dataclass(frozen=True, kw_only=True)
class MarkView:
    """A marked message. `text` is None if it was taken back; `kept_out`: nothing lets it be told further."""

    seq: int
    author: str
    said_at: datetime
    text: str | None
    about: str
    by: str
    at: datetime
    kept_out: bool


@dataclass(frozen=True, kw_only=True)
class ConsentView:
    """What allows a member's treatment to be told further, or did."""

    id: int
    about: str
    basis: str
    reference: str
    by: str
    at: datetime
    until: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The message that is to be marked, and the member who wrote it, as far as it is a member."""

    seq: int
    author: str
    at: datetime
    text: str | None
    author_id: str


@dataclass(frozen=True, kw_only=True)
class TreatmentPage:
    """The page of a room. `members` are those whose treatment it can be: id and name."""

    room_id: str
    room: str
    members: list[tuple[str, str]]
    asked: Asked | None
    marked: list[MarkView]
    consents: list[ConsentView]
    over: list[ConsentView]


def treatment_page(staff: Membership, seq: int | None) -> TreatmentPage:
    """For staff who has opened the door and left the row of reading. `seq` is the message to be marked, if any."""
    room = staff.room
    names = staff_names([room.pk])
    found = list(marks(room.pk).select_related("about").order_by("seq"))
    quotes = talk.quotes(staff, {mark.seq for mark in found} | ({seq} if seq else set()))
    allowed = allowed_for(room.pk)
    consents = TreatmentConsent.objects.filter(room=room).select_related("about").order_by("-pk")
    live = Q(ended_at__isnull=True, until__gt=timezone.now())
    members = room.memberships.exclude(role__in=STAFF_ROLES).order_by("pk")
    return TreatmentPage(
        room_id=room.public_id,
        room=room.name,
        members=list(members.values_list("public_id", "shown_name")),
        asked=_asked(staff, quotes.get(seq)) if seq else None,
        marked=[_mark(mark, quotes, names, allowed) for mark in found if mark.seq in quotes],
        consents=_consents(consents.filter(live), names),
        over=_consents(consents.exclude(live), names),
    )


def _asked(staff: Membership, quote: talk.Quote | None) -> Asked | None:
    if quote is None:
        return None
    author = Event.objects.filter(room=staff.room_id, seq=quote.seq).values_list("author__public_id", flat=True).first()
    return Asked(seq=quote.seq, author=quote.name, at=quote.at, text=quote.text, author_id=author or "")


def _mark(
    mark: TreatmentMark,
    quotes: Mapping[int, talk.Quote],
    names: Mapping[tuple[int, int | None], str],
    may: Collection[int],
) -> MarkView:
    quote = quotes[mark.seq]
    return MarkView(
        seq=mark.seq,
        author=quote.name,
        said_at=quote.at,
        text=quote.text,
        about=mark.about.shown_name,
        by=names.get((mark.room_id, mark.by_id), ""),
        at=mark.at,
        kept_out=mark.about_id not in may,
    )


def _consents(
    found: QuerySet[TreatmentConsent] | Iterable[TreatmentConsent], names: Mapping[tuple[int, int | None], str]
) -> list[ConsentView]:
    return [
        ConsentView(
            id=one.pk,
            about=one.about.shown_name,
            basis=str(one.get_basis_display()),
            reference=one.reference,
            by=names.get((one.room_id, one.by_id), ""),
            at=one.at,
            until=one.until,
            ended_at=one.ended_at,
        )
        for one in found
    ]
