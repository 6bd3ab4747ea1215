"""What staff can change about a part beside pausing it: show what was missed, give another role (S7, G1)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from rooms.access import Action, door, visible
from rooms.errors import RoomError
from rooms.models import Event, Membership, Role, RoomReach, StaffAct, State
from rooms.queries.members import member_views
from rooms.services import memberships, preferences
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


@pytest.fixture
def ends(cast: Cast) -> datetime:
    """Francisco's part ends in ten days."""
    date = timezone.now() + timedelta(days=10)
    Membership.objects.filter(pk=cast.member("francisco", "macia").pk).update(until=date)
    return date


def by_staff(cast: Cast) -> None:
    memberships.restore(**asked(cast))


def by_date(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.member("francisco", "macia").pk).update(paused_until=timezone.now())
    assert memberships.apply_due() == 1


@pytest.mark.parametrize("back", [by_staff, by_date])
def test_a_pause_does_not_touch_the_date_on_which_a_part_ends(
    cast: Cast, ends: datetime, back: Callable[[Cast], None]
) -> None:
    lifted = timezone.now() + timedelta(days=2)
    memberships.suspend(**asked(cast), until=lifted)
    part = cast.member("francisco", "macia")
    assert (part.state, part.until, part.paused_until) == (State.SUSPENDED, ends, lifted)
    assert [one.until for one in member_views([part], me=cast.member("tianna", "macia"))] == [lifted]
    back(cast)
    part = cast.member("francisco", "macia")
    assert (part.state, part.until, part.paused_until) == (State.ACTIVE, ends, None)


def test_a_part_ends_by_its_date_during_a_pause_too(cast: Cast, ends: datetime) -> None:
    memberships.suspend(**asked(cast), until=ends + timedelta(days=10))
    assert memberships.apply_due() == 0
    Membership.objects.filter(until=ends).update(until=timezone.now())
    assert memberships.apply_due() == 1
    assert cast.member("francisco", "macia").state == State.ENDED
    assert not Event.objects.filter(kind="member.restored").exists()
    act = StaffAct.objects.latest("pk")
    assert (act.act, act.actor) == ("end", None)


def test_a_part_whose_pause_and_date_are_over_ends(cast: Cast, ends: datetime) -> None:
    memberships.suspend(**asked(cast), until=ends)
    Membership.objects.filter(until=ends).update(until=timezone.now(), paused_until=timezone.now())
    assert memberships.apply_due() == 1
    assert cast.member("francisco", "macia").state == State.ENDED


def test_pauses_from_before_keep_their_end(cast: Cast, ends: datetime) -> None:
    ana, francisco = cast.member("ana", "macia"), cast.member("francisco", "macia")
    Membership.objects.filter(pk=ana.pk).update(state=State.SUSPENDED, until=ends)
    pauses = import_module("rooms.migrations.0012_pause_end")
    pauses.keep_pauses(apps, None)
    dates = {part.pk: (part.until, part.paused_until) for part in Membership.objects.filter(room=ana.room)}
    assert (dates[ana.pk], dates[francisco.pk]) == ((None, ends), (ends, None))
    pauses.pauses_in_until(apps, None)
    assert cast.member("ana", "macia").until == ends


def test_another_role_keeps_the_date_and_the_wishes(cast: Cast, ends: datetime) -> None:
    quiet = timezone.now() + timedelta(days=1)
    preferences.change_room(
        actor=cast.francisco, room_id=cast.rooms["macia"].public_id, what="asked", mail=False, muted_until=quiet
    )
    old = memberships.change_role(**asked(cast), role=Role.RELATIVE)
    new = Membership.objects.get(person=cast.francisco, room=cast.rooms["macia"], state="active")
    assert new.until == ends
    kept = RoomReach.objects.get(membership=new)
    assert (kept.what, kept.push, kept.mail, kept.sms, kept.muted_until) == ("asked", True, False, True, quiet)
    assert RoomReach.objects.filter(membership=old).exists()
