"""Two people act in the same instant around a move, the way home, a sick card and an agreement (S12, S65, S68, S19)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from moderation.queries.staff import handle
from moderation.services import steps
from moderation.services.handover import hand_over
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
    planning_parts,
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
    home, _ = Household.objects.get_or_create(agency=cast.ana.agency, name="Hudson")
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
    assert (told[0], told[2], told[3]) == ("done", "done", "done")
    assert set(told) <= {"done", "bad_choice", "not_found", "nobody_asked"}  # nobody, once Wendy is out
    states = dict(Membership.objects.filter(room=room).values_list("person__name", "state"))
    assert states["Brianna Winter"] == "ended" and states["Wendy Chadwick"] == "suspended"
    ended = Event.objects.filter(room=room, kind__in=(Kind.MEMBER_ENDED, Kind.MEMBER_SUSPENDED)).order_by("seq")
    first = {event.data["member"]: event.seq for event in reversed(ended)}
    for part in Membership.objects.filter(room=room, public_id__in=first):
        assert not Event.objects.filter(room=room, author=part, seq__gt=first[part.public_id]).exists()
    assert not room.occasions.filter(state__in=("asked", "set"), by__person=cast.brianna).exists()


def waiting() -> bool:
    """Whether somebody waits for a lock of another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def free(room: Room) -> bool:
    """Whether nobody else has locked a room."""
    try:
        with transaction.atomic():
            return bool(Room.objects.select_for_update(nowait=True).get(pk=room.pk))
    except OperationalError:
        return False
    finally:
        if not connection.in_atomic_block:
            connection.close()


def staff_acts(cast: Cast, room: Room) -> dict[str, Callable[[], object]]:
    """What staff does in a room and, with its people, where its foster homes plan."""
    agency, public_id = cast.tianna.agency, room.public_id
    lead = Person.objects.create_user("lead@example.test", name="Rosa Lead", agency=agency)
    colleague = Person.objects.create_user("colleague@example.test", name="Noor", agency=agency, is_staff=True)
    memberships.add(actor=None, room=room, person=lead, role="supervisor")
    ana = room.memberships.get(person=cast.ana).public_id
    here = {"actor": cast.tianna, "room_id": public_id}
    until = timezone.now() + 24 * HOUR
    mute = steps.take(**here, kind="mute", member_id=ana, reason="Words ran hot", until=until)
    people = {"leaving": handle(cast.tianna), "to": handle(colleague)}
    return {
        "take": lambda: steps.take(**here, kind="freeze", reason="Words ran hot", until=until),
        "end": lambda: steps.end(**here, step_id=mute.pk, reason="They have talked"),
        "hand_over": lambda: hand_over(actor=lead, **people, room_ids=[public_id], reason="She moves away"),
        "suspend": lambda: memberships.suspend(**here, member_id=ana, reason="Words ran hot"),
    }


@pytest.mark.parametrize("name", ["take", "end", "hand_over", "suspend"])
def test_whoever_waits_where_homes_plan_keeps_nobody_from_the_room_of_the_child(cast: Cast, name: str) -> None:
    """S7, S44, S64: the room of the next home has the higher key, so it is locked second: no circle of two who wait."""
    planned = opened(cast)
    moving(cast)()
    room = Move.objects.get().target
    act = staff_acts(cast, room)[name]
    if connection.vendor == "sqlite":  # one writer at a time
        act()
        return
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=planned.pk)
            told = pool.submit(at_once, act)
            while not waiting():
                assert not told.done()
            assert room.pk > planned.pk and free(room)
        assert told.result() == ["done"]


def test_where_homes_plan_is_locked_too_if_it_was_opened_meanwhile(cast: Cast) -> None:
    """S44: whoever waited for the room of the child while it was opened did not lock it with that."""
    planned, part = opened(cast), cast.member("brianna", "macia")
    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Room.objects.select_for_update().get(pk=part.room_id)
        planning_parts.follow(part, None)
        assert connection.vendor == "sqlite" or not pool.submit(free, planned).result()


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
