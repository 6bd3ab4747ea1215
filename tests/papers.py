"""Somebody who is given papers of a room, and what staff shares with them: for the tests of S77."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from moderation.digest import labels
from moderation.models import Summary
from moderation.services import shared_papers, summaries
from moderation.services.summaries import OWN, Written
from rooms.models import Event, Invitation, Role
from rooms.services import invitations, joining
from rooms.services.invitations import Wanted
from rooms.services.joining import Account
from tests.cast import Cast

REMARK = "Both homes keep the same bedtime. Ask at (213) 555-0142."
SECTION = next(iter(labels.PAGE))
ACCOUNT = Account(username="quiet.reader", password="four plain words here", language="en", time_zone="UTC")


def reader(cast: Cast, *, room: str = "macia", role: str = Role.ATTORNEY, days: int = 60) -> Invitation:
    """Somebody comes in with a card, by voice, as one who is given papers."""
    ends = timezone.now() + timedelta(days=days)
    wanted = Wanted(role=role, name="A Reader", word=True, until=ends, phone="(213) 555-0177")
    about = {"actor": cast.tianna, "room_id": cast.rooms[room].public_id}
    card = invitations.invite(**about, wanted=wanted, client_id=uuid4())
    joining.open_card(card.code)
    account = Account(**{**vars(ACCOUNT), "username": f"reader.{card.invitation.public_id}"})
    person = joining.sign_up(invitation_id=card.invitation.public_id, knows_word=True, account=account)
    return joining.accept_papers(actor=person)


def signed(
    cast: Cast, *, room: str = "macia", text: str = REMARK, seqs: tuple[int, ...] = (), sign: bool = True
) -> Summary:
    """A summary of the last days with this one line."""
    now, about = timezone.now(), {"actor": cast.tianna, "room_id": cast.rooms[room].public_id}
    made = summaries.draft(**about, start=now - timedelta(days=2), end=now)
    lines = [Written(section=SECTION, text=text, seqs=seqs, basis="" if seqs else OWN)]
    revision = "-" if made.edited_at is None else made.edited_at.isoformat()
    return summaries.save(**about, summary_id=made.public_id, revision=revision, lines=lines, sign=sign)


def share(
    cast: Cast, to: Invitation, summary: Summary | None, who: str = "tianna", room: str = "macia", **more: Any
) -> Event:
    asked = {"client_id": uuid4(), "confirmed": True, **more}
    return shared_papers.share(
        actor=cast.people[who],
        room_id=cast.rooms[room].public_id,
        reader=to.public_id,
        summary=summary.public_id if summary else "",
        **asked,
    )
