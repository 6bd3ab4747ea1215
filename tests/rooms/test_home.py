"""The way home: one plan of both sides, approved by staff, asked about again when it changes (S65, S66, S67)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from rooms.errors import RoomError
from rooms.items import KINDS, LABELS
from rooms.models import Event, HomeAsk, HomeStep, Placement, StepKind, WayHome
from rooms.queries.going_home import PlanView, dated, plan
from rooms.queries.stage import Stage, stage_of
from rooms.services import home
from tests.cast import Cast

pytestmark = pytest.mark.django_db

_SERVICES = {one.__name__: one for one in (home.begin, home.add, home.change, home.tick, home.take_off, home.send)}


def do(cast: Cast, who: str, act: str, /, *, client_id: UUID | None = None, **what: Any) -> Event:
    service = _SERVICES.get(act) or getattr(home, act)
    return service(
        actor=cast.people[who], room_id=cast.rooms["macia"].public_id, client_id=client_id or uuid4(), **what
    )


def seen(cast: Cast, who: str = "ana") -> PlanView:
    found = plan(cast.member(who, "macia"))
    assert found is not None
    return found


def one(cast: Cast, kind: str) -> HomeStep:
    return HomeStep.objects.get(plan__room=cast.rooms["macia"], kind=kind, taken_off=False)


def version() -> int:
    return WayHome.objects.get().version


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """Ana began the plan in Macia's room."""
    do(cast, "ana", "begin")
    return cast


def test_every_kind_of_step_and_of_time_has_its_words() -> None:
    for kind in (*StepKind.values, *HomeAsk.Kind.values):
        assert LABELS[f"home.{kind}"]
    assert all(kind.startswith("home.") for kind in KINDS if KINDS[kind].page == "going-home")


def test_a_plan_begins_with_goals_and_steps_that_step_up(begun: Cast) -> None:
    """Longer visits, time at home together, a first night, a visit back (S66); telling the child (S67)."""
    found = seen(begun, "brianna")
    titles = {step.kind for _, steps in found.parts for step in steps}
    assert {"longer", "at_home", "first_night", "visit_back", "talk", "goodbye", "book", "objects"} <= titles
    assert [goal.kind for goal in found.goals] == ["goal_people", "goal_same", "goal_calm"]
    assert (found.state, found.done, found.of) == ("writing", 0, 14)
    with pytest.raises(RoomError, match="in_force"):
        do(begun, "brianna", "begin")


@pytest.mark.parametrize("who", ["ana", "brianna", "tianna"])
def test_both_sides_write_it_and_both_see_it(begun: Cast, who: str) -> None:
    """(S65, S61)"""
    do(begun, who, "add", kind="own", text="Practice the bus ride to school")
    day = timezone.localdate() + timedelta(days=5)
    longer = one(begun, "longer")
    do(begun, who, "change", step=longer.public_id, version=version(), on=day, who="foster", text="Saturday first")
    do(begun, who, "tick", step=one(begun, "talk").public_id, version=version())
    for reader in ("ana", "francisco", "brianna", "tianna"):
        found = seen(begun, reader)
        steps = {step.kind: step for _, steps in found.parts for step in steps}
        assert steps["own"].line is not None and steps["own"].line.text == "Practice the bus ride to school"
        assert (steps["longer"].on, steps["longer"].names) == (day, ["Brianna Winter"])
        assert steps["talk"].ticked_at is not None and steps["talk"].by == begun.member(who, "macia").shown_name
        assert [step.kind for step in found.coming] == ["longer"]


def test_a_stranger_finds_nothing_and_who_only_reads_changes_nothing(begun: Cast) -> None:
    """(S3, S7)"""
    with pytest.raises(RoomError, match="not_found"):
        do(begun, "wendy", "add", kind="own", text="A word")
    part = begun.member("francisco", "macia")
    part.read_only = True
    part.save()
    with pytest.raises(RoomError, match="read_only"):
        do(begun, "francisco", "send", version=version())
    with pytest.raises(RoomError, match="not_allowed"):
        do(begun, "brianna", "answer", version=version(), approve=True)


def test_what_makes_no_sense_is_refused(begun: Cast) -> None:
    far = timezone.localdate() + timedelta(days=4000)
    for refused, what in (
        ("bad_choice", {"kind": "party", "text": "A word"}),
        ("words_needed", {"kind": "own"}),
        ("far_day", {"kind": "own", "text": "A word", "on": far}),
        ("bad_choice", {"kind": "own", "text": "A word", "who": "dog"}),
        ("changed_since", {"kind": "longer"}),
    ):
        with pytest.raises(RoomError, match=refused):
            do(begun, "ana", "add", **what)
    with pytest.raises(RoomError, match="bad_choice"):
        do(begun, "ana", "tick", step=one(begun, "goal_calm").public_id, version=version())
    with pytest.raises(RoomError, match="not_found"):
        do(begun, "ana", "tick", step="nothing", version=version())


def test_it_is_sent_approved_and_asked_about_again_when_it_changes(begun: Cast) -> None:
    """(S65) Ticking keeps it approved; approving starts the stage "on the way home" (S78)."""
    room = begun.rooms["macia"]
    do(begun, "brianna", "send", version=version(), text="Ready, we think")
    assert seen(begun).waits and seen(begun).answer.text == "Ready, we think"  # type: ignore[union-attr]  # it is there
    with pytest.raises(RoomError, match="in_force"):
        do(begun, "ana", "send", version=version())
    do(begun, "tianna", "answer", version=version(), approve=True)
    assert seen(begun).state == "approved" and stage_of(room, timezone.localdate()) == Stage.GOING_HOME
    do(begun, "ana", "tick", step=one(begun, "talk").public_id, version=version())
    assert seen(begun).state == "approved"
    do(begun, "ana", "change", step=one(begun, "day").public_id, version=version(), on=timezone.localdate())
    assert seen(begun).state == "changed" and seen(begun).can_send
    do(begun, "ana", "send", version=version())
    with pytest.raises(RoomError, match="words_needed"):
        do(begun, "tianna", "answer", version=version(), approve=False)
    do(begun, "tianna", "answer", version=version(), approve=False, text="A second night first, please")
    assert (seen(begun, "brianna").state, seen(begun, "brianna").can_send) == ("returned", True)


def test_two_at_once_end_in_one_plan_that_both_see(begun: Cast) -> None:
    """Who changes the same line second is told, and changes nothing; other lines go through (S65)."""
    day, read = timezone.localdate() + timedelta(days=9), version()
    first_night = one(begun, "first_night").public_id
    do(begun, "ana", "change", step=first_night, version=read, on=day)
    with pytest.raises(RoomError, match="changed_since"):
        do(begun, "brianna", "change", step=first_night, version=read, on=day + timedelta(days=7))
    with pytest.raises(RoomError, match="changed_since"):
        do(begun, "brianna", "take_off", step=first_night, version=read)
    do(begun, "brianna", "tick", step=one(begun, "school").public_id, version=read)
    assert seen(begun, "ana") == seen(begun, "brianna")
    assert one(begun, "first_night").on == day


def test_staff_approves_what_it_read_and_nothing_newer(begun: Cast) -> None:
    do(begun, "ana", "send", version=version())
    read = version()
    do(begun, "brianna", "add", kind="own", text="Bring the dog along")
    with pytest.raises(RoomError, match="changed_since"):
        do(begun, "tianna", "answer", version=read, approve=True)
    do(begun, "tianna", "answer", version=version(), approve=True)
    with pytest.raises(RoomError, match="settled"):
        do(begun, "tianna", "answer", version=version(), approve=False, text="Later")


def test_a_form_sent_twice_does_once(begun: Cast) -> None:
    sent = uuid4()
    again = [do(begun, "ana", "add", client_id=sent, kind="own", text="Visit the school").seq for _ in range(2)]
    assert again[0] == again[1] and HomeStep.objects.filter(kind="own").count() == 1
    with pytest.raises(RoomError, match="id_reused"):
        do(begun, "ana", "send", client_id=sent, version=version())


def test_what_was_taken_out_can_be_put_back(begun: Cast) -> None:
    do(begun, "ana", "take_off", step=one(begun, "school").public_id, version=version())
    assert [kind for kind, _ in seen(begun).off] == ["school"]
    do(begun, "brianna", "add", kind="school")
    assert not seen(begun).off


def test_words_of_a_pause_stay_hidden(begun: Cast) -> None:
    """A step in own words, written while Francisco was out, is not his to see (P8)."""
    begun.suspend("francisco", "macia")
    do(begun, "ana", "add", kind="own", text="A word of the pause")
    begun.restore("francisco", "macia")
    mine = [step.kind for _, steps in seen(begun, "francisco").parts for step in steps]
    assert "own" not in mine and "own" in [step.kind for _, steps in seen(begun).parts for step in steps]


def test_days_stand_in_the_calendar_and_are_sure_once_approved(begun: Cast) -> None:
    """(S65)"""
    day, now = timezone.localdate() + timedelta(days=5), timezone.now()
    do(begun, "ana", "change", step=one(begun, "day").public_id, version=version(), on=day)

    def entries() -> list[tuple[Any, bool]]:
        return [(one.on, one.sure) for one in dated(begun.member("brianna", "macia"), now, now + timedelta(days=30))]

    assert entries() == [(day, False)]
    do(begun, "ana", "send", version=version())
    do(begun, "tianna", "answer", version=version(), approve=True)
    assert entries() == [(day, True)]
    assert Placement.objects.get(child__rooms=begun.rooms["macia"]).going_home_from == timezone.localdate()
