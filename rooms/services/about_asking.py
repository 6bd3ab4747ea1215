"""Asking: a question to those who know, a big step before it is taken; and "not now" to a question of ours."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rooms.access import Action, door, enter_locked, permit
from rooms.errors import RoomError
from rooms.items import Item
from rooms.limits import BIG_STEPS, ENTRIES_EACH, check_space
from rooms.models import (
    BigStep,
    BigStepAnswer,
    Event,
    ExpertQuestion,
    Person,
    QuestionLater,
)
from rooms.models.about import HOME, Answer
from rooms.services import items
from rooms.services.about_rows import child_in, row_of, topic_of
from rooms.services.home_privacy import leads_to_door

LATER: Final = timedelta(days=7)
"""After "not now" a question is not asked again for so long."""


def ask(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    topic: str,
    child_id: str = "",
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask the others in the room about a topic (S24); without words it is our question, in each reader's language.

    A question about the home, which anybody may ask, does not lead to its door either. Raises RoomError: bad_choice,
    home_private, and as `items.tell`.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.asked"):
            return done
        permit(member, Action.TELL)
        chosen = topic_of(topic)
        child = None if chosen in HOME else child_in(member, child_id)
        if chosen in HOME and leads_to_door(member.room, text):
            raise RoomError("home_private")
        check_space(ExpertQuestion.objects.filter(asked_by=member, child=child, topic=chosen), ENTRIES_EACH)
        asked = ExpertQuestion(room=member.room, child=child, topic=chosen, asked_by=member)
        item = Item(kind="child.asked", id=asked.public_id, facts={"topic": f"topic.{chosen}"})
        event = items.tell(member, item, client_id=client_id, text=text, child=child, sure=sure, at=at)
        asked.seq = event.seq
        asked.save()
        return event


def later(*, actor: Person, room_id: str, client_id: UUID, topic: str, child_id: str = "", never: bool = False) -> None:
    """Not now, or never: our question comes back after `LATER` for this member, or not at all. Nobody is told."""
    member = door(actor=actor, room_id=room_id, action=Action.TELL)
    QuestionLater.objects.update_or_create(
        member=member,
        child=child_in(member, child_id),
        topic=topic_of(topic),
        defaults={"until": None if never else timezone.now() + LATER},
    )


def ask_first(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    kind: str,
    text: str,
    child_id: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Ask before a big step is taken (S26). Raises RoomError: bad_choice, empty, and as `items.tell`."""
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.step"):
            return done
        permit(member, Action.TELL)
        if kind not in BigStep.Kind:
            raise RoomError("bad_choice")
        if not text.strip():
            raise RoomError("empty")
        child = child_in(member, child_id)
        check_space(BigStep.objects.filter(asked_by=member, child=child), BIG_STEPS)
        step = BigStep(room=member.room, child=child, kind=kind, asked_by=member)
        item = Item(kind="child.step", id=step.public_id, facts={"step": f"bigstep.{kind}"})
        event = items.tell(member, item, client_id=client_id, text=text, child=child, sure=sure, at=at)
        step.seq = event.seq
        step.save()
        return event


def answer(
    *,
    actor: Person,
    room_id: str,
    client_id: UUID,
    step_id: str,
    said: str,
    text: str = "",
    sure: bool = True,
    at: datetime | None = None,
) -> Event:
    """Say yes, no or "let's talk" to a step that one was asked about; said anew, the last word counts.

    Raises RoomError: bad_choice, not_found, not_asked, and as `items.tell`.
    """
    with transaction.atomic():
        member = enter_locked(actor=actor, room_id=room_id)
        if done := items.told_before(member, client_id, "child.step_answered"):
            return done
        permit(member, Action.TELL)
        if said not in Answer:
            raise RoomError("bad_choice")
        step = row_of(BigStep, member, step_id)
        if not step.asks(member):
            raise RoomError("not_asked")
        facts = {"answer": f"stepanswer.{said}", "step": f"bigstep.{step.kind}"}
        item = Item(kind="child.step_answered", id=step.public_id, facts=facts)
        event = items.tell(member, item, client_id=client_id, text=text, child=step.child, sure=sure, at=at)
        BigStepAnswer.objects.update_or_create(step=step, member=member, defaults={"answer": said, "seq": event.seq})
        return event
