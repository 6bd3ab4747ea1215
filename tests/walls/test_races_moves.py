"""Two people act in the same instant around a move, the way home, a sick card and an agreement (S12, S65, S68, S19)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.models import (
    Agreement,
    AgreementPoint,
    Assent,
    Event,
    Household,
    Kind,
    Membership,
    Move,
    Person,
    Placement,
    PointTurn,
    Room,
    SickCard,
    WayHome,
)
from rooms.services import (
    about,
    agreement,
    came_home,
    home,
    memberships,
    occasions,
    placements,
    planning,
    points,
    posting,
    sick,
)
from rooms.services.about import Told
from rooms.services.placements import MovePlan
from rooms.verify import verify
from tests.cast import Cast
from tests.walls.test_races_dates import HOUR, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

SIBLINGS = ("macia", "gladys", "jon")


def here(cast: Cast, who: str, room: str = "macia") -> dict[str, Any]:
    return {"actor": cast.people[who], "room_id": cast.rooms[room].public_id, "client_id": uuid4()}


def moving(cast: Cast, who: str = "tianna") -> Callable[[], object]:
    room = cast.rooms["macia"]
    home, _ = Household.objects.get_or_create(agency=cast.ana.agency, name="Okafor")
    Person.objects.filter(pk=cast.francis.pk).update(household=home)
    plan = MovePlan(
        children=[child.public_id for child in room.children.all()],
        household=home.pk,
        when=timezone.now(),
        along=[cast.member("ana", "macia").public_id],
        ask_in=True,
    )
    form = here(cast, who)
    return lambda: placements.move(**form, plan=plan)


def opened(cast: Cast) -> Room:
    ids = [cast.rooms[name].public_id for name in SIBLINGS]
    return planning.open_planning(actor=cast.tianna, room_ids=ids, reason="Sisters and a brother")


def test_what_is_told_while_a_child_moves_comes_along_or_is_refused(cast: Cast) -> None:
    """S12: nothing is lost between two rooms, and nothing is said in a room that is closed."""
    told = at_once(
        moving(cast),
        lambda: about.tell(**here(cast, "ana"), told=Told(topic="sleep", text="The hall light stays on")),
        lambda: about.tell(**here(cast, "brianna"), told=Told(topic="food", text="Rice and beans")),
        lambda: posting.post(**here(cast, "brianna"), text="Goodbye, little one"),
    )
    assert told[0] == "done" and set(told) <= {"done", "read_only", "not_found"}
    target = Move.objects.get().target
    for said, text in zip(told[1:3], ("The hall light stays on", "Rice and beans"), strict=True):
        assert (said == "done") == Event.objects.filter(room=target, text=text).exists()
    ended = Event.objects.filter(room=cast.rooms["macia"], kind=Kind.MEMBER_ENDED).latest("seq")
    later = Event.objects.filter(room=cast.rooms["macia"], seq__gt=ended.seq, author__person=cast.brianna)
    assert not later.exists() and all(verify(room).whole for room in (cast.rooms["macia"], target))


def test_a_child_is_moved_once(cast: Cast) -> None:
    """S12: two of the staff at once."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role="supervisor")
    told = at_once(moving(cast), moving(cast), moving(cast, "samara"))
    assert sorted(told) == ["done", "not_living_there", "not_living_there"]
    assert Move.objects.count() == 1 and Placement.objects.filter(child__first_name="Macia").count() == 2


def test_a_move_and_a_pause_where_homes_plan(cast: Cast) -> None:
    """S44, S7: whatever comes first, the home that was is out, and nobody waits for another for ever."""
    room = opened(cast)
    starts = timezone.now() + 48 * HOUR
    times = {"starts": starts, "ends": starts + HOUR, "place_kind": "public", "kind": "siblings"}
    there = {"room_id": room.public_id, "client_id": uuid4()}
    told = at_once(
        moving(cast),
        lambda: cast.suspend("brianna", "macia"),
        lambda: cast.suspend("wendy", "gladys"),
        lambda: cast.suspend("wendy", "jon"),
        lambda: occasions.propose(actor=cast.brianna, **there, **times),
        lambda: posting.post(actor=cast.brianna, room_id=room.public_id, client_id=uuid4(), text="On Sunday?"),
    )
    assert (told[0], told[2], told[3]) == ("done", "done", "done") and set(told) <= {"done", "bad_choice", "not_found"}
    states = dict(Membership.objects.filter(room=room).values_list("person__name", "state"))
    assert states["Brianna Winter"] == "ended" and states["Wendy Chadwick"] == "suspended"
    ended = Event.objects.filter(room=room, kind__in=(Kind.MEMBER_ENDED, Kind.MEMBER_SUSPENDED)).order_by("seq")
    first = {event.data["member"]: event.seq for event in reversed(ended)}
    for part in Membership.objects.filter(room=room, public_id__in=first):
        assert not Event.objects.filter(room=room, author=part, seq__gt=first[part.public_id]).exists()
    assert not room.occasions.filter(state__in=("asked", "set"), by__person=cast.brianna).exists()


def test_coming_home_is_written_down_once(cast: Cast) -> None:
    """S68: two of the staff at once; the stay has one end."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role="supervisor")
    today = timezone.localdate()
    told = at_once(
        lambda: came_home.arrived(**here(cast, "tianna"), on=today),
        lambda: came_home.arrived(**here(cast, "tianna"), on=today),
        moving(cast),
    )
    assert sorted(told)[0] == "done" and set(told[:2]) <= {"done", "home_already"} and told.count("done") == 1
    assert Placement.objects.filter(child__first_name="Macia", ended_on=None).count() == (told[2] == "done")


def test_what_staff_approves_is_what_stands(cast: Cast) -> None:
    """S66: a change in the same instant makes the plan asked about again, or is what staff has to look at anew."""
    home.begin(**here(cast, "ana"))
    plan = WayHome.objects.get()
    home.send(**here(cast, "ana"), version=plan.version)
    plan.refresh_from_db()
    step = plan.steps.exclude(kind__startswith="goal").last()
    seen = {"step": step.public_id, "version": plan.version}
    told = at_once(
        lambda: home.answer(**here(cast, "tianna"), version=plan.version, approve=True),
        lambda: home.change(**here(cast, "brianna"), **seen, text="On the first Friday"),
        lambda: home.add(**here(cast, "ana"), kind="own", text="A walk with the dog"),
    )
    was = plan.version
    plan.refresh_from_db()
    done = told.count("done")
    assert told[2] == "done" and plan.version == was + done
    assert told[0] in ("done", "changed_since") and told[1] == "done"
    assert plan.state == ("changed" if told[0] == "done" else "sent")


def test_a_sick_card_is_ended_once(cast: Cast) -> None:
    """S27: both say at once that she is better; the room hears it once."""
    sick.tell(**here(cast, "brianna"), signs=[])
    card = SickCard.objects.get().public_id
    told = at_once(
        lambda: sick.better(**here(cast, "brianna"), card_id=card),
        lambda: sick.better(**here(cast, "tianna"), card_id=card),
    )
    assert sorted(told) == ["already_better", "done"]
    assert Event.objects.filter(data__item__kind="sick.better").count() == 1


def test_nobody_agrees_to_words_they_did_not_see(cast: Cast) -> None:
    """S19: a yes in the instant in which a point gets other words is a yes to the words before, or asks again."""
    agreement.begin(**here(cast, "tianna"))
    point = AgreementPoint.objects.order_by("place").first()
    points.reword(**here(cast, "ana"), point=point.public_id, version=1, text="We both fill it")
    turn = PointTurn.objects.get().public_id
    told = at_once(
        lambda: agreement.agree(**here(cast, "francisco"), version=1),
        lambda: agreement.agree(**here(cast, "ana"), version=1),
        lambda: points.take(**here(cast, "brianna"), turn=turn),
    )
    assert told[2] == "done" and set(told) <= {"done", "changed_since"}
    assert Agreement.objects.get().version == 2
    assert set(Assent.objects.values_list("version", flat=True)) <= {1}
    assert Assent.objects.count() == told[:2].count("done")
