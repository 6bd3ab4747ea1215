"""What staff does about invitations, each with its row in the trail: that somebody was invited, never whom."""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import transaction

from moderation.models import Look
from moderation.services.looks import looked
from rooms.models import Invitation, Person
from rooms.services import invitations
from rooms.services.invitations import Card, Wanted

INVITED: Final = "invited"
TAKEN_BACK: Final = "uninvited"
LET_IN: Final = "let_in"

Done = TypeVar("Done", Card, Invitation)


def invite(*, actor: Person, room_id: str, wanted: Wanted, client_id: UUID) -> Card:
    """Make a card; see `rooms.services.invitations`, also for the errors of all of these."""
    return _traced(invitations.invite, INVITED, actor=actor, room_id=room_id, wanted=wanted, client_id=client_id)


def invite_again(*, actor: Person, room_id: str, invitation_id: str) -> Card:
    """Make another card in place of one."""
    return _traced(invitations.invite_again, INVITED, actor=actor, room_id=room_id, invitation_id=invitation_id)


def revoke(*, actor: Person, room_id: str, invitation_id: str, reason: str) -> Invitation:
    """Take a card back, or turn away who came with it."""
    about = {"invitation_id": invitation_id, "reason": reason}
    return _traced(invitations.revoke, TAKEN_BACK, actor=actor, room_id=room_id, **about)


def confirm(*, actor: Person, room_id: str, invitation_id: str, number: str) -> Invitation:
    """Say that the one at the door is the one who was invited."""
    about = {"invitation_id": invitation_id, "number": number}
    return _traced(invitations.confirm, LET_IN, actor=actor, room_id=room_id, **about)


def _traced(do: Callable[..., Done], what: str, *, actor: Person, room_id: str, **about: Any) -> Done:
    with transaction.atomic():
        done = do(actor=actor, room_id=room_id, **about)
        about_it = done.invitation if isinstance(done, Card) else done
        looked(actor=actor, room=about_it.room, kind=Look.Kind.STEP, act=what)
        return done
