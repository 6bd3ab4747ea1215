"""What is screened in a room, as its agency chose, or staff for that room; kept for a few seconds.

Every message asks. What one process changes it knows at once; the others follow within `SECONDS`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from moderation.models import Contact, Policy
from moderation.screening import contacts
from moderation.screening.contacts import Kind, Span
from rooms.models import Child, Room

SECONDS: Final = 15.0
NAMES_SECONDS: Final = 600.0
ROOMS: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What holds in one room. `allowed`: details that everybody may see, in the normal form of a span's value."""

    contact: Contact = Contact.MASK
    wording: bool = True
    light: bool = True
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Names:
    """First names in a room, in lower case: whom a message is about, and which @names are no accounts elsewhere."""

    children: tuple[str, ...]
    adults: tuple[str, ...]


_choices: dict[str, tuple[float, Choices]] = {}
_names: dict[str, tuple[float, Names]] = {}


def choices(room: Room) -> Choices:
    """What holds in this room now, or held a few seconds ago."""
    now = monotonic()
    asked, known = _choices.get(room.public_id, (0.0, None))
    if known is None or now - asked > SECONDS:
        if len(_choices) > ROOMS:
            _choices.clear()
        known = _read(room.pk)
        _choices[room.public_id] = now, known
    return known


def names(room: Room) -> Names:
    """Who is in this room, and whose it is."""
    now = monotonic()
    asked, known = _names.get(room.public_id, (0.0, None))
    if known is None or now - asked > NAMES_SECONDS:
        if len(_names) > ROOMS:
            _names.clear()
        children = Child.objects.filter(rooms=room.pk).values_list("first_name", flat=True)
        shown = Room.objects.filter(pk=room.pk).values_list("memberships__shown_name", flat=True)
        known = Names(
            children=tuple(name.lower() for name in children),
            adults=tuple({name.split()[0].lower() for name in shown if name}),
        )
        _names[room.public_id] = now, known
    return known


def private(room: Room, found: Iterable[Span]) -> list[Span]:
    """Those of the contact details found that members of this room do not see."""
    chosen = choices(room)
    if chosen.contact == Contact.OFF:
        return []
    return [span for span in found if span.value not in chosen.allowed and not _is_somebody_here(span, room)]


def _is_somebody_here(span: Span, room: Room) -> bool:
    """Whether an account's name is only somebody here being called by name."""
    return span.kind is Kind.SOCIAL and span.value.removeprefix("@") in names(room).adults


@receiver([post_save, post_delete], sender=Policy)
def forget(**_: object) -> None:
    """Something was changed: ask again."""
    _choices.clear()
    _names.clear()


def _read(room: int) -> Choices:
    mine = Q(room=room) | Q(room=None, agency__families__rooms=room)
    found = {policy.room_id: policy for policy in Policy.objects.filter(mine)}
    policy = found.get(room) or found.get(None)
    if policy is None:
        return Choices()
    return Choices(
        contact=Contact(policy.contact),
        wording=policy.wording,
        light=policy.light,
        allowed=frozenset(value for one in found.values() for value in _values(one.allowed)),
    )


def _values(lines: str) -> set[str]:
    """Each line as a detector would read it; and as it stands, for what it does not see as a detail."""
    listed = [line.strip() for line in lines.splitlines() if line.strip()]
    return {line.lower() for line in listed} | {span.value for line in listed for span in contacts.find(line)}
