"""What staff can change about a part beside pausing it: show what was missed, give another role (S7, G1)."""

import pytest

from rooms.access import Action, door, visible
from rooms.errors import RoomError
from rooms.models import Event, Membership, Role, StaffAct, State
from rooms.services import memberships
from rooms.verify import verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def seen(cast: Cast, person: str) -> list[str]:
    member = door(actor=cast.people[person], room_id=cast.rooms["macia"].public_id, action=Action.READ)
    return list(Event.objects.filter(visible(member), kind="message").order_by("seq").values_list("text", flat=True))


def asked(cast: Cast, person: str = "francisco", actor: str = "tianna") -> dict[str, object]:
    room, member = cast.rooms["macia"].public_id, cast.member(person, "macia").public_id
    return {"actor": cast.people[actor], "room_id": room, "member_id": member, "reason": "A judge decided"}


@pytest.fixture
def back(cast: Cast) -> Cast:
    """Francisco is back after a pause, during which one line was said."""
    cast.say("ana", "macia", "before")
    cast.suspend("francisco", "macia")
    cast.say("ana", "macia", "meanwhile")
    cast.restore("francisco", "macia")
    return cast


def test_what_was_missed_stays_hidden_until_staff_shows_it(back: Cast) -> None:
    assert seen(back, "francisco") == ["before"]
    memberships.show_missed(**asked(back))
    assert seen(back, "francisco") == ["before", "meanwhile"]
    act = StaffAct.objects.latest("pk")
    assert (act.act, act.reason, act.actor) == ("show", "A judge decided", back.tianna)


def test_nothing_is_shown_to_whoever_missed_nothing_or_is_away(back: Cast) -> None:
    with pytest.raises(RoomError, match="bad_choice"):
        memberships.show_missed(**asked(back, "ana"))
    back.suspend("francisco", "macia")
    with pytest.raises(RoomError, match="bad_choice"):
        memberships.show_missed(**asked(back))


def test_another_role_is_another_part_that_sees_what_the_first_saw(back: Cast) -> None:
    old = memberships.change_role(**asked(back), role=Role.RELATIVE)
    new = Membership.objects.select_related("room").get(person=back.francisco, room=back.rooms["macia"], state="active")
    assert (Membership.objects.get(pk=old.pk).state, new.state, new.role) == (State.ENDED, State.ACTIVE, Role.RELATIVE)
    assert (new.shown_name, new.read_seq) == (old.shown_name, old.read_seq)
    assert seen(back, "francisco") == ["before"]
    kinds = list(Event.objects.filter(room=new.room).order_by("-seq").values_list("kind", flat=True)[:2])
    assert kinds == ["member.joined", "member.ended"]
    assert verify(new.room).whole


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.BIRTH_PARENT, "king", ""])
def test_nobody_becomes_staff_or_something_unknown(back: Cast, role: str) -> None:
    with pytest.raises(RoomError, match="bad_choice"):
        memberships.change_role(**asked(back), role=role)


@pytest.mark.parametrize("actor", ["ana", "brianna", "joshua"])
def test_only_staff_of_the_room_may(back: Cast, actor: str) -> None:
    refusal = "not_found" if actor == "joshua" else "not_allowed"
    with pytest.raises(RoomError, match=refusal):
        memberships.show_missed(**asked(back, actor=actor))
    with pytest.raises(RoomError, match=refusal):
        memberships.change_role(**asked(back, actor=actor), role=Role.RELATIVE)


def test_a_reason_is_needed(back: Cast) -> None:
    with pytest.raises(RoomError, match="reason_needed"):
        memberships.change_role(**{**asked(back), "reason": " "}, role=Role.RELATIVE)
