"""Who is given papers of a room and has no part in it: advocates, attorneys, the court's staff (S77).

All that they have is the invitation they came in with, one in each room. No door knows it: to every page and socket of
the room they are strangers. What staff shares with them is in `moderation`, and on one page.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from rooms.errors import RoomError
from rooms.models import PAPER_ROLES, Invitation, Person, Room


def live() -> Q:
    """Filter on Invitation: somebody came in with it who is given papers, and it is neither ended nor over."""
    return Q(
        role__in=PAPER_ROLES,
        state=Invitation.State.ACCEPTED,
        until__gt=timezone.now(),
        person__is_active=True,
    )


def entry(actor: Person, room_id: str) -> Invitation:
    """What lets this person see what they were given of a room. Raises RoomError not_found, whatever is missing."""
    found = entries(actor).filter(room__public_id=room_id).first()
    if found is None:
        raise RoomError("not_found")
    return found


def entries(actor: Person) -> QuerySet[Invitation]:
    """All of these that the person has now, each with its room."""
    return Invitation.objects.select_related("room", "person").filter(live(), person_id=actor.pk).order_by("pk")


def comes_in(actor: Person, room: Room, *, beside: Invitation) -> bool:
    """Whether the person is given papers of the room, or stands at its door for them, with another card than this."""
    taken = (Invitation.State.WAITING, Invitation.State.CONFIRMED)
    coming = Q(role__in=PAPER_ROLES, state__in=taken, expires_at__gt=timezone.now())
    return room.invitations.filter(live() | coming, person_id=actor.pk).exclude(pk=beside.pk).exists()


def had_any(actor: Person) -> bool:
    """Whether the person was ever given papers."""
    return (
        Invitation.objects.filter(person_id=actor.pk, role__in=PAPER_ROLES, membership=None)
        .exclude(settled_at=None)
        .exists()
    )


def readers(room: Room) -> QuerySet[Invitation]:
    """Who is given papers of this room now, in the order in which they came."""
    return room.invitations.select_related("person").filter(live()).order_by("settled_at", "pk")
