"""Choosing what is screened: a supervisor for the agency, staff for one room (decision 10; S1, S60, P17).

Each change leaves a row that cannot be changed; that of a room is in the trail that its members read as well.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction

from moderation import policy
from moderation.models import Contact, Look, Policy, PolicyChange
from moderation.queries.staff import supervised
from moderation.services.entry import words
from moderation.services.looks import looked
from rooms.access import Action, enter_locked
from rooms.errors import RoomError
from rooms.models import Agency, Person, Room

LIMIT: Final = 4_000
"""Characters of the list of contact details that may be shown."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to hold. `allowed`: contact details that everybody may see, one a line."""

    contact: str
    wording: bool
    light: bool
    allowed: str = ""


def choose_for_agency(*, actor: Person, wanted: Wanted) -> bool:
    """What holds in every room that has no choice of its own. Returns whether anything changed.

    Raises RoomError: not_found for whoever supervises nobody; bad_choice, too_long, bad_text.
    """
    supervised(actor)
    with transaction.atomic():
        agency = Agency.objects.select_for_update().get(people=actor)
        return _change(actor, agency, None, _checked(wanted))


def choose_for_room(*, actor: Person, room_id: str, wanted: Wanted | None) -> bool:
    """What holds in one room; None lets it go by its agency's choice again. Returns whether anything changed.

    Raises RoomError: not_found, not_allowed; bad_choice, too_long, bad_text.
    """
    with transaction.atomic():
        staff = enter_locked(actor=actor, room_id=room_id, action=Action.MANAGE)
        room = Room.objects.select_related("family__agency").get(pk=staff.room_id)
        changed = _change(actor, room.family.agency, room, wanted and _checked(wanted))
        if changed:
            looked(actor=actor, room=room, kind=Look.Kind.STEP, act="policy")
        return changed


def _checked(wanted: Wanted) -> Wanted:
    if wanted.contact not in Contact.values:
        raise RoomError("bad_choice")
    lines = words(wanted.allowed, LIMIT, may_be_empty=True).splitlines()
    allowed = "\n".join(line.strip() for line in lines if line.strip())
    return Wanted(contact=str(wanted.contact), wording=wanted.wording, light=wanted.light, allowed=allowed)


def _change(actor: Person, agency: Agency, room: Room | None, wanted: Wanted | None) -> bool:
    found = Policy.objects.filter(agency=agency, room=room).first()
    before, after = _fields(found), asdict(wanted) if wanted else {}
    if before == after:
        return False
    if wanted is None:
        assert found is not None  # noqa: S101 - else nothing would change
        found.delete()
    else:
        chosen = found or Policy(agency=agency, room=room)
        for name, value in after.items():
            setattr(chosen, name, value)
        chosen.save()
    PolicyChange.objects.create(agency=agency, room=room, by=actor, before=before, after=after)
    transaction.on_commit(policy.forget)  # what another thread read meanwhile is old
    return True


def _fields(found: Policy | None) -> dict[str, Any]:
    names = Wanted.__dataclass_fields__
    return {} if found is None else {name: getattr(found, name) for name in names}
