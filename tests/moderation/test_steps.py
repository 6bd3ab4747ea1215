"""Graded steps: each with a reason and an end, undoing nothing but what it did itself (S7, S60)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from moderation.management.commands.work import JOBS
from moderation.models import Look, Step
from moderation.services import flags, steps
from rooms.errors import RoomError
from rooms.models import Membership, Room, StaffAct, State
from rooms.screen import Held
from rooms.services import memberships, posting
from tests.cast import Cast, make_cast

pytestmark = [pytest.mark.django_db]


def soon(hours: float = 24) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def take(cast: Cast, kind: str, member: str = "", **more: object) -> Step:
    fields = {"actor": cast.tianna, "reason": "Words ran hot", "until": soon(), **more}
    about = cast.member(member, "macia").public_id if member else ""
    return steps.take(room_id=cast.rooms["macia"].public_id, kind=kind, **{"member_id": about, **fields})


def end(cast: Cast, step: Step, **more: object) -> Step:
    fields = {"actor": cast.tianna, "reason": "They have talked", "step_id": step.pk, **more}
    return steps.end(**{"room_id": cast.rooms["macia"].public_id, **fields})


def refused(code: str, act: Callable[..., object], *args: object, **fields: object) -> None:
    with pytest.raises(RoomError) as caught:
        act(*args, **fields)
    assert caught.value.code == code


def may_write(cast: Cast) -> set[str]:
    """Who of Macia's parents may write now."""
    return {who for who in ("ana", "francisco", "brianna") if not cast.member(who, "macia").read_only}


def worked() -> int:
    """What the worker does, in its order."""
    ends = [memberships.apply_due, steps.apply_due]
    assert [job for job in JOBS if job in ends] == ends
    return sum(job() for job in ends)


def over(step: Step) -> None:
    """Let its time come."""
    past = timezone.now() - timedelta(minutes=1)
    Membership.objects.filter(read_only_until=step.until).update(read_only_until=past)
    Membership.objects.filter(paused_until=step.until).update(paused_until=past)
    Step.objects.filter(pk=step.pk).update(until=past)


def test_talking_it_over_is_written_down_and_changes_nothing(cast: Cast) -> None:
    """S60: the first step is to talk."""
    step = take(cast, "talk", "ana", until=None)
    assert step.ended_at == step.at
    assert may_write(cast) == {"ana", "francisco", "brianna"}
    refused("step_over", end, cast, step)


def test_mute_until_a_time_and_end_it_early(cast: Cast) -> None:
    step = take(cast, "mute", "ana")
    assert may_write(cast) == {"francisco", "brianna"}
    assert cast.member("ana", "macia").read_only_until == step.until
    refused("in_force", take, cast, "mute", "ana")
    assert end(cast, step).ended_at is not None
    assert may_write(cast) == {"ana", "francisco", "brianna"}
    refused("step_over", end, cast, step)


def test_a_pause_is_the_pause_of_the_room(cast: Cast) -> None:
    step = take(cast, "pause", "ana")
    assert cast.member("ana", "macia").state == State.SUSPENDED
    end(cast, step)
    assert cast.member("ana", "macia").state == State.ACTIVE


def test_freezing_a_room_undoes_only_what_it_did(cast: Cast) -> None:
    room, ana = cast.rooms["macia"].public_id, cast.member("ana", "macia").public_id
    memberships.narrow(actor=cast.tianna, room_id=room, member_id=ana, reason="since last week", until=soon(200))
    step = take(cast, "freeze")
    assert may_write(cast) == set()
    assert not cast.member("tianna", "macia").read_only
    assert sorted(step.did) == sorted(cast.member(who, "macia").public_id for who in ("francisco", "brianna"))
    francisco = cast.member("francisco", "macia").public_id
    memberships.narrow(actor=cast.tianna, room_id=room, member_id=francisco, reason="longer", until=soon(300))
    end(cast, step)
    assert may_write(cast) == {"brianna"}


def recast(cast: Cast) -> Membership:
    """Give Ana another role, which is another part; return it."""
    room, ana = cast.rooms["macia"], cast.member("ana", "macia").public_id
    fields = {"actor": cast.tianna, "room_id": room.public_id, "member_id": ana, "reason": "A judge decided"}
    memberships.change_role(**fields, role="relative")
    return room.memberships.exclude(state=State.ENDED).get(person=cast.ana)


@pytest.mark.parametrize(("kind", "member"), [("mute", "ana"), ("freeze", "")])
def test_a_step_follows_somebody_into_another_role(cast: Cast, kind: str, member: str) -> None:
    step = take(cast, kind, member)
    part = recast(cast)
    assert part.read_only
    end(cast, step)
    part.refresh_from_db()
    assert not part.read_only


def test_a_hold_follows_somebody_into_another_role(cast: Cast) -> None:
    def said() -> object:
        return posting.say(actor=cast.ana, room_id=room.public_id, client_id=uuid4(), text="Now?")

    room, step = cast.rooms["macia"], take(cast, "hold", "ana")
    part = recast(cast)
    assert isinstance(said(), Held)
    fields = {"actor": cast.tianna, "room_id": room.public_id, "member_id": part.public_id, "until": soon()}
    refused("in_force", steps.take, kind="hold", reason="Twice", **fields)
    end(cast, step)
    assert not isinstance(said(), Held)


def test_a_pause_step_leaves_alone_a_pause_that_was_changed_and_the_date_of_the_part(cast: Cast) -> None:
    ends = soon(500)
    Membership.objects.filter(pk=cast.member("ana", "macia").pk).update(until=ends)
    step, ana = take(cast, "pause", "ana"), cast.member("ana", "macia")
    there = {"actor": cast.tianna, "room_id": ana.room.public_id, "member_id": ana.public_id, "reason": "Longer"}
    memberships.restore(**there)
    memberships.suspend(**there, until=soon(300))
    end(cast, step)
    part = cast.member("ana", "macia")
    assert (part.state, part.until) == (State.SUSPENDED, ends)


def test_steps_end_by_themselves(cast: Cast) -> None:
    mute, pause, freeze = (
        take(cast, "mute", "ana"),
        take(cast, "pause", "francisco"),
        take(cast, "freeze", until=soon(9)),
    )
    for step in (mute, pause, freeze):
        over(step)
    assert worked() == 6
    assert may_write(cast) == {"ana", "francisco", "brianna"}
    assert cast.member("francisco", "macia").state == State.ACTIVE
    assert not Step.objects.filter(ended_at__isnull=True).exists()
    assert worked() == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_ends_steps_and_says_how_many() -> None:
    cast, said = make_cast(), StringIO()
    call_command("work", "--once", stdout=StringIO())  # the first days of the new rooms are due too
    over(take(cast, "mute", "ana"))
    call_command("work", "--once", stdout=said)
    assert "2 things were due" in said.getvalue()
    assert may_write(cast) == {"ana", "francisco", "brianna"}


def test_holding_marks_the_room_as_long_as_any_step_asks_for_it(cast: Cast) -> None:
    def under_review() -> bool:
        return Room.objects.get(pk=cast.rooms["macia"].pk).under_review

    whole, one = take(cast, "hold"), take(cast, "hold", "ana")
    assert under_review()
    end(cast, whole)
    assert under_review()
    over(one)
    worked()
    assert not under_review()


def test_a_hold_is_for_whom_it_names_and_while_it_lasts(cast: Cast) -> None:
    room = cast.rooms["macia"].public_id

    def waits(who: str) -> bool:
        sent = posting.say(actor=cast.people[who], room_id=room, client_id=uuid4(), text="Good morning")
        return isinstance(sent, Held)

    step = take(cast, "hold", "ana")
    assert (waits("ana"), waits("brianna")) == (True, False)
    end(cast, step)
    assert not waits("ana")


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("reason_needed", {"reason": " "}),
        ("too_long", {"reason": "x" * 2_001}),
        ("bad_text", {"reason": "a\x00"}),
        ("bad_choice", {"kind": "shout"}),
        ("bad_date", {"until": None}),
        ("bad_date", {"until": datetime.fromisoformat("2001-01-01T00:00:00+00:00")}),
        ("not_found", {"member_id": "0a1b2c3d4e5f"}),
        ("not_found", {"member_id": ""}),
        ("not_found", {"flag_id": "0a1b2c3d4e5f"}),
    ],
)
def test_what_is_refused(cast: Cast, code: str, fields: dict[str, object]) -> None:
    ana = cast.member("ana", "macia").public_id
    given = {"member_id": ana, "kind": "mute", **fields}
    refused(code, take, cast, str(given.pop("kind")), **given)
    assert not Step.objects.exists()
    assert not StaffAct.objects.exclude(act="add").exists()


def test_no_step_is_about_staff_or_somebody_elsewhere(cast: Cast) -> None:
    refused("bad_choice", take, cast, "mute", "tianna")
    refused("not_found", take, cast, "mute", member_id=cast.member("samara", "jaylan").public_id)
    cast.suspend("ana", "macia")
    refused("bad_choice", take, cast, "mute", "ana")


@pytest.mark.parametrize(("who", "code"), [("ana", "not_allowed"), ("samara", "not_found")])
def test_only_staff_of_the_room(cast: Cast, who: str, code: str) -> None:
    step, actor = take(cast, "mute", "ana"), cast.people[who]
    refused(code, take, cast, "freeze", actor=actor)
    refused(code, end, cast, step, actor=actor)
    elsewhere = cast.rooms["jaylan"].public_id
    refused("not_found", end, cast, step, room_id=elsewhere)
    refused("reason_needed", end, cast, step, reason="")


def test_a_step_names_its_flag_and_its_reason_stays_with_staff(cast: Cast) -> None:
    room = cast.rooms["macia"].public_id
    flag = flags.raise_by_member(actor=cast.ana, room_id=room, client_id=uuid4(), category="help")
    step = take(cast, "freeze", flag_id=flag.public_id)
    assert step.flag == flag
    look = Look.objects.get(kind="step")
    assert (look.purpose, look.detail) == ("", {})
    other = flags.raise_by_member(
        actor=cast.samara, room_id=cast.rooms["jaylan"].public_id, client_id=uuid4(), category="help"
    )
    end(cast, step)
    refused("not_found", take, cast, "freeze", flag_id=other.public_id)
