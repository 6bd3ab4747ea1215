"""An agency's own cards as pages show them, together with ours: the last version of each holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rooms.knowhow import SHARING, TECHNIQUES, Card, Technique, Topic
from rooms.models import Agency, AgencyCard, Membership
from rooms.starters import BIRTH, BOTH, FOSTER, Starter, by_key, starters_for

Kind = AgencyCard.Kind
_SIDES: Final = {AgencyCard.Side.BIRTH: BIRTH, AgencyCard.Side.FOSTER: FOSTER, AgencyCard.Side.BOTH: BOTH}


@dataclass(frozen=True, kw_only=True)
class PlaceView:
    """A place that helps, as the agency keeps it."""

    key: str
    name: str
    helps: str
    reach: str


@dataclass(frozen=True, kw_only=True)
class CardView:
    """A card at the desk: what holds now, whether it is ours, hidden or changed, and who made its versions."""

    kind: str
    key: str
    title: str
    ours: bool
    hidden: bool = False
    version: int = 0
    topic: str = ""
    side: str = str(AgencyCard.Side.BOTH)
    age_from: int = 0
    age_to: int = 17
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    versions: tuple[tuple[int, str, datetime], ...] = ()


def of_room(member: Membership, kind: str) -> dict[str, AgencyCard]:
    """The cards of the agency of a member's room, by key, each in its last version."""
    return _latest(AgencyCard.objects.filter(agency__families__rooms=member.room_id, kind=kind))


def techniques(member: Membership) -> list[Technique]:
    """Ours and the agency's, without those that it hides; in the active language."""
    own = of_room(member, Kind.TECHNIQUE)
    ours = [_technique(own[one.key], one) if one.key in own else one for one in TECHNIQUES]
    known = {one.key for one in TECHNIQUES}
    theirs = [_technique(card) for key, card in own.items() if key not in known]
    return [one for one in (*theirs, *ours) if one.key not in own or not own[one.key].hidden]


def starters(member: Membership, stage: str, names: Sequence[str], *, role: str = "") -> list[Starter]:
    """Sentences to begin with for a member, or for another `role`: ours and the agency's, in the active language."""
    own = of_room(member, Kind.STARTER)
    topic = _("From our agency")
    theirs = [
        Starter(_in_language(card)["text"], topic, _SIDES[AgencyCard.Side(card.side)])
        for card in own.values()
        if card.words and not card.hidden
    ]
    hidden = {key for key, card in own.items() if card.hidden}
    return starters_for(role or member.role, stage, names, hidden=hidden, own=theirs)


def places(member: Membership) -> list[PlaceView]:
    """Places that help, by name."""
    found = [(card.key, _in_language(card)) for card in of_room(member, Kind.PLACE).values() if not card.hidden]
    return sorted((PlaceView(key=key, **words) for key, words in found), key=lambda place: place.name.lower())


def sharing(member: Membership) -> list[Card]:
    """What must, may and may not be shared: in the agency's words, or in ours until it has some (S6)."""
    card = of_room(member, Kind.SHARING).get("sharing")
    if card is None or not card.words:
        return list(SHARING)
    words = _in_language(card)
    parts = ("must", "may", "not")
    return [Card(key=one.key, title=one.title, text=words[part]) for one, part in zip(SHARING, parts, strict=True)]


def at_the_desk(agency: Agency) -> dict[str, list[CardView]]:
    """All cards of an agency by kind: its own first, then ours."""
    found: dict[str, list[CardView]] = {}
    for kind in Kind.values:
        rows = list(AgencyCard.objects.filter(agency=agency, kind=kind).select_related("by").order_by("version"))
        latest = {row.key: row for row in rows}
        history = {
            key: tuple((row.version, row.by.name, row.at) for row in reversed(rows) if row.key == key) for key in latest
        }
        ours = _titles(kind)
        theirs = [_view(row, history[key]) for key, row in latest.items() if key not in ours]
        found[kind] = theirs + [
            _view(latest[key], history[key], title) if key in latest else _ours(kind, key, title)
            for key, title in ours.items()
        ]
    return found


def _titles(kind: str) -> dict[str, str]:
    """Our cards of a kind, by key, by what they are called."""
    if kind == Kind.TECHNIQUE:
        return {one.key: str(one.title) for one in TECHNIQUES}
    if kind == Kind.STARTER:
        return {key: str(one.text).replace("{child}", "…") for key, one in by_key().items()}
    return {"sharing": _("What must, may and may not be shared")} if kind == Kind.SHARING else {}


def _ours(kind: str, key: str, title: str) -> CardView:
    """A card of ours that the agency left as it is."""
    one = next((one for one in TECHNIQUES if one.key == key), None)
    if kind != Kind.TECHNIQUE or one is None:
        return CardView(kind=kind, key=key, title=title, ours=True)
    first, last = one.ages
    return CardView(kind=kind, key=key, title=title, ours=True, topic=one.topic, age_from=first, age_to=last)


def _view(row: AgencyCard, versions: tuple[tuple[int, str, datetime], ...], title: str = "") -> CardView:
    words = _in_language(row)
    return CardView(
        kind=row.kind,
        key=row.key,
        title=words.get("title") or words.get("name") or words.get("text") or title,
        ours=bool(title),
        hidden=row.hidden,
        version=row.version,
        topic=row.topic,
        side=row.side,
        age_from=row.age_from,
        age_to=row.age_to,
        words=row.words,
        versions=versions,
    )


def _latest(rows: QuerySet[AgencyCard]) -> dict[str, AgencyCard]:
    return {row.key: row for row in rows.order_by("version")}


def _in_language(card: AgencyCard) -> dict[str, str]:
    """A card's words in the active language, or in the one that it has."""
    words: dict[str, dict[str, str]] = card.words
    return words.get((get_language() or "en")[:2]) or next(iter(words.values()), {})


def _technique(card: AgencyCard, ours: Technique | None = None) -> Technique:
    words = _in_language(card)
    if not words and ours is not None:
        return ours
    return Technique(
        key=card.key,
        topic=Topic(card.topic or Topic.EVERYDAY),
        ages=(card.age_from, card.age_to),
        title=words["title"],
        when=words["when"],
        steps=tuple(line for line in words["steps"].splitlines() if line.strip()),
        sentence=words["sentence"],
    )
