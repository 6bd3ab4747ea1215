"""Whom to ask how it goes, and when: parents and caregivers, seldom, on their own pages; others may answer unasked."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from rooms.access import open_memberships
from rooms.models import Membership, Person, Room, SurveyAnswer
from rooms.models.survey import SURVEY_EVERY
from rooms.sides import SIDE

FIRST_AFTER: Final = timedelta(days=14)
"""How long somebody is in a room before they are asked."""


def asked_now(member: Membership) -> bool:
    """Whether the two questions are due for this member."""
    return bool(_due([member]))


def asked_of(person: Person) -> str:
    """The public id of the first of their rooms in which the questions are due; nothing if there is none."""
    parts = open_memberships(person).filter(role__in=list(SIDE), room__purpose=Room.Purpose.COPARENTING)
    due = _due(list(parts))
    return due[0].room.public_id if due else ""


def latest_answer(member: Membership) -> SurveyAnswer | None:
    """What the member answered last, while it can still be changed."""
    recent = SurveyAnswer.objects.filter(
        membership=member, at__gt=timezone.now() - SURVEY_EVERY, together__isnull=False
    )
    return recent.order_by("-at", "-pk").first()


def _due(members: list[Membership]) -> list[Membership]:
    now = timezone.now()
    old = [one for one in members if one.role in SIDE and one.since <= now - FIRST_AFTER]
    lately = SurveyAnswer.objects.filter(membership__in=old, at__gt=now - SURVEY_EVERY)
    asked = set(lately.values_list("membership", flat=True)) if old else set()
    return [one for one in old if one.pk not in asked]
