"""What an agency says in its own words: techniques, sentences to begin with, places that help, what may be shared.

Every change is a new version; none is ever changed or deleted. Whoever manages a room of the agency may do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from rooms.access import ROLE_ACTIONS, Action, open_memberships
from rooms.errors import RoomError
from rooms.knowhow import SHARING, TECHNIQUES, Topic
from rooms.models import Agency, AgencyCard, Person
from rooms.models.ids import new_public_id
from rooms.starters import by_key
from rooms.text import check_message

PARTS: Final[dict[str, tuple[str, ...]]] = {
    AgencyCard.Kind.TECHNIQUE: ("title", "when", "steps", "sentence"),
    AgencyCard.Kind.STARTER: ("text",),
    AgencyCard.Kind.PLACE: ("name", "helps", "reach"),
    AgencyCard.Kind.SHARING: ("must", "may", "not"),
}
"""The parts of a card's words, by its kind; all are needed in one language at least."""
LANGUAGES: Final = ("en", "es")
LIMIT: Final = 1_000
OLDEST: Final = 21
_MANAGES: Final = [role for role, actions in ROLE_ACTIONS.items() if Action.MANAGE in actions]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A card as it is to be. `words`: by language, then by part; a language without any word is left out."""

    kind: str
    key: str = ""
    hidden: bool = False
    topic: str = ""
    side: str = AgencyCard.Side.BOTH
    age_from: int = 0
    age_to: int = 17
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    version: int = 0
    """The version that the form was made from."""


def staff_of(actor: Person) -> Agency:
    """The agency whose cards this person may change. Raises RoomError not_found for everybody else."""
    parts = open_memberships(actor).filter(role__in=_MANAGES, room__family__agency=actor.agency_id)
    agency = Agency.objects.filter(pk=actor.agency_id).first() if actor.agency_id and parts.exists() else None
    if agency is None:
        raise RoomError("not_found")
    return agency


def save(*, actor: Person, client_id: UUID, wanted: Wanted) -> AgencyCard:
    """Add a version of a card. Without words one of ours is hidden, or shown again in our words.

    Raises RoomError: not_found, bad_choice, words_missing, too_long, bad_text, changed_since.
    """
    agency = staff_of(actor)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        done = AgencyCard.objects.filter(by=actor, client_id=client_id).first()
        if done is not None:
            return done
        _check(wanted)
        words = _words(wanted)
        versions = AgencyCard.objects.filter(agency=agency, kind=wanted.kind, key=wanted.key)
        last = versions.order_by("version").last() if wanted.key else None
        ours = wanted.key in ours_of(wanted.kind)
        if wanted.key and last is None and not ours:
            raise RoomError("not_found")
        if (last.version if last else 0) != wanted.version:
            raise RoomError("changed_since")
        if not words and not ours:
            if last is None or not wanted.hidden:
                raise RoomError("words_missing")
            words = last.words
        return AgencyCard.objects.create(
            agency=agency,
            kind=wanted.kind,
            key=wanted.key or new_public_id(),
            version=wanted.version + 1,
            hidden=wanted.hidden,
            topic=wanted.topic,
            side=wanted.side,
            age_from=wanted.age_from,
            age_to=wanted.age_to,
            words=words,
            by=actor,
            client_id=client_id,
        )


def ours_of(kind: str) -> frozenset[str]:
    """The keys of our own cards of a kind."""
    if kind == AgencyCard.Kind.STARTER:
        return frozenset(by_key())
    ours = {AgencyCard.Kind.TECHNIQUE: (one.key for one in TECHNIQUES), AgencyCard.Kind.SHARING: ("sharing",)}
    return frozenset(ours.get(AgencyCard.Kind(kind), ()))


def our_words(kind: str, key: str) -> dict[str, dict[str, str]]:
    """What one of our own cards says, as an agency would fill it in; nothing for a card that is not ours."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            one = next((one for one in TECHNIQUES if one.key == key), None)
            if kind == AgencyCard.Kind.TECHNIQUE and one is not None:
                words = {"title": one.title, "when": one.when, "sentence": one.sentence}
                found[language] = {**_said(words), "steps": "\n".join(map(str, one.steps))}
            elif kind == AgencyCard.Kind.SHARING and key == "sharing":
                parts = PARTS[AgencyCard.Kind.SHARING]
                found[language] = {part: str(card.text) for part, card in zip(parts, SHARING, strict=True)}
    return found


def _said(words: Mapping[str, object]) -> dict[str, str]:
    return {part: str(text) for part, text in words.items()}


def _check(wanted: Wanted) -> None:
    topics = wanted.topic in Topic.values or (not wanted.topic and wanted.kind != AgencyCard.Kind.TECHNIQUE)
    ages = 0 <= wanted.age_from <= wanted.age_to <= OLDEST
    if wanted.kind not in AgencyCard.Kind.values or wanted.side not in AgencyCard.Side.values or not ages:
        raise RoomError("bad_choice")
    if not (topics or wanted.hidden):
        raise RoomError("bad_choice")


def _words(wanted: Wanted) -> dict[str, dict[str, str]]:
    """By language, each whole or not there; none if all is as in ours.

    Raises RoomError words_missing, too_long, bad_text.
    """
    found = {}
    for language in LANGUAGES:
        given = {part: _clean(wanted.words.get(language, {}).get(part, "")) for part in PARTS[wanted.kind]}
        if any(given.values()):
            if not all(given.values()):
                raise RoomError("words_missing")
            found[language] = given
    one = next((one for one in TECHNIQUES if one.key == wanted.key), None)
    moved = one is not None and (one.topic, *one.ages) != (wanted.topic, wanted.age_from, wanted.age_to)
    return found if moved or found != our_words(wanted.kind, wanted.key) else {}


def _clean(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if len(said) > LIMIT:
        raise RoomError("too_long")
    return check_message(said) if said else ""
