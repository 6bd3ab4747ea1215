"""The agency's side: its template of the agreement (S20), and what it changed because families said so (S74)."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from moderation.queries.staff import supervised
from moderation.services.entry import words
from rooms.errors import RoomError
from rooms.models import Agency, AgreementTemplate, Improvement, Person
from rooms.terms import LIMIT, OWN, TERMS

CHANGED: Final = 1_000
"""Characters of what was said, and of what was changed."""


def save_template(*, actor: Person, version: int, points: Mapping[str, tuple[str, str]]) -> AgreementTemplate:
    """Keep a new version of the template; agreements that rooms have begun stay as they are.

    `version` is the one that was seen; `points` are English and Spanish words by key, and a point without English words
    is left out. Raises RoomError: not_found for whoever supervises nobody; changed_since; empty, too_long, bad_text.
    """
    supervised(actor)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(people=actor)
        latest = AgreementTemplate.objects.filter(agency=agency).aggregate(Max("version"))["version__max"] or 0
        if latest != version:
            raise RoomError("changed_since")
        kept = []
        for key in (*(term.key for term in TERMS), *OWN):
            en, es = (words(said, LIMIT, may_be_empty=True) for said in points.get(key, ("", "")))
            if en or es:
                kept.append({"key": key, "en": en or es, "es": es})
        if not kept:
            raise RoomError("empty")
        return AgreementTemplate.objects.create(agency=agency, version=latest + 1, points=kept, by=actor)


def tell_change(*, actor: Person, client_id: UUID, heard: str, changed: str) -> Improvement:
    """Tell all members of the agency's rooms what they said, and what was changed because of it.

    Raises RoomError: not_found for whoever supervises nobody; empty, too_long, bad_text.
    """
    supervised(actor)
    said = {"heard": words(heard, CHANGED), "changed": words(changed, CHANGED), "agency_id": actor.agency_id}
    return Improvement.objects.get_or_create(by=actor, client_id=client_id, defaults=said)[0]
