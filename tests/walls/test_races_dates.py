"""Two people change one visit in the same instant: one state is left, and both see it (S35, S37)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from moderation.services import reminders
from rooms.errors import RoomError
from rooms.models import LIVE_STATES, Approval, Notification, Occasion, OccasionLine, OccasionPart, Reminder
from rooms.queries.calendar import entries, member_parts
from rooms.services import approvals, occasions, planning
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

HOUR = timedelta(hours=1)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each is told who does something in the same instant as the others: "done" where it worked."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except RoomError as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def a_visit(cast: Cast, days: int = 3) -> Occasion:
    where = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id}
    approvals.keep(
        **where, client_id=uuid4(), supervised="nobody", times=1, per="week", minutes=300, places=["agency"],
        everyone=True, from_on=timezone.localdate() - timedelta(days=1), staff_decides=False,
    )  # fmt: skip
    starts = (timezone.now() + timedelta(days=days)).replace(hour=18, minute=0, second=0, microsecond=0)
    named = [cast.member("ana", "macia").public_id]
    occasions.propose(
        **where, client_id=uuid4(), kind="visit", starts=starts, ends=starts + HOUR, place_kind="agency", people=named
    )
    return Occasion.objects.get()


def seen_by(cast: Cast, name: str) -> list[tuple[object, ...]]:
    person, now = cast.people[name], timezone.now()
    found = entries(member_parts(person), now, now + timedelta(days=30))
    return [(one.id, one.starts, one.ends, one.sure, one.called_off, one.changed) for one in found]


def test_of_two_changes_one_stands_and_both_see_it(cast: Cast) -> None:
    """S37: the other is told that it has changed since, and nothing of theirs is kept."""
    one = a_visit(cast)
    about = {"room_id": cast.rooms["macia"].public_id, "occasion": one.public_id, "version": one.version}

    def move(who: str, hours: int) -> object:
        times = {"starts": one.starts + hours * HOUR, "ends": one.ends + hours * HOUR}
        return occasions.change(actor=cast.people[who], client_id=uuid4(), **about, **times)

    told = at_once(
        lambda: move("ana", 1),
        lambda: move("brianna", 2),
        lambda: occasions.call_off(actor=cast.tianna, client_id=uuid4(), **about),
        lambda: occasions.accept(actor=cast.brianna, client_id=uuid4(), **about),
    )
    assert sorted(told) == ["changed_since", "changed_since", "changed_since", "done"]
    one.refresh_from_db()
    assert one.version == about["version"] + 1
    assert seen_by(cast, "ana") == seen_by(cast, "brianna")


def test_two_visits_asked_for_at_once_are_not_more_than_allowed(cast: Cast) -> None:
    """S35: once a week is once, whoever was quicker."""
    one = a_visit(cast)
    occasions.call_off(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), occasion=one.public_id,
        version=one.version,
    )  # fmt: skip

    def ask(hours: int) -> object:
        times = {"starts": one.starts + hours * HOUR, "ends": one.ends + hours * HOUR}
        where = {"actor": cast.ana, "room_id": cast.rooms["macia"].public_id, "client_id": uuid4()}
        return occasions.propose(**where, kind="visit", place_kind="agency", **times)

    told = at_once(*(lambda hours=hours: ask(hours) for hours in range(4)))
    assert sorted(told) == ["done", *["outside_approval"] * 3]


def test_a_stricter_order_in_the_instant_of_a_proposal(cast: Cast) -> None:
    """S35: whichever is first, nothing outside the new order stands: refused, or called off with a word to all."""
    where = {"room_id": cast.rooms["macia"].public_id}
    for hours in range(3):
        for table in (OccasionLine, OccasionPart, Occasion):
            table.objects.all().delete()
        older = list(Approval.objects.filter(ended_at=None).values_list("public_id", flat=True))
        terms = {"supervised": "nobody", "per": "week", "places": ["agency"], "everyone": True, "staff_decides": False}
        keep = {**where, **terms, "actor": cast.tianna, "from_on": timezone.localdate()}
        wide = approvals.keep(**keep, client_id=uuid4(), times=3, minutes=300, replaces=older).data["item"]["id"]
        starts = timezone.now() + timedelta(days=3, hours=hours)
        visit = {"kind": "visit", "place_kind": "agency", "starts": starts, "ends": starts + 2 * HOUR}

        def stricter(keep: dict[str, Any] = keep, wide: str = wide) -> object:
            return approvals.keep(**keep, client_id=uuid4(), times=3, minutes=60, replaces=[wide])

        def ask(who: str, visit: dict[str, Any] = visit) -> object:
            return occasions.propose(actor=cast.people[who], **where, client_id=uuid4(), **visit)

        told = at_once(lambda: ask("ana"), stricter, lambda: ask("francisco"))
        assert told[1] == "done" and set(told) <= {"done", "outside_approval"}
        assert not Occasion.objects.filter(state__in=LIVE_STATES).exists()
        called_off = Occasion.objects.filter(state="called_off").count()
        assert called_off == told.count("done") - 1


def test_of_two_new_orders_at_once_one_asks_about_the_other(cast: Cast) -> None:
    """S35: two of the staff replace the same one: the second is told, and nothing stands unseen beside it."""
    one = a_visit(cast)
    older = Approval.objects.get().public_id
    terms = {"supervised": "nobody", "times": 1, "per": "week", "places": ["agency"], "everyone": True}
    keep = {**terms, "room_id": cast.rooms["macia"].public_id, "from_on": timezone.localdate(), "replaces": [older]}
    told = at_once(
        lambda: approvals.keep(actor=cast.tianna, client_id=uuid4(), minutes=30, **keep),
        lambda: approvals.keep(actor=cast.tianna, client_id=uuid4(), minutes=45, **keep),
    )
    assert sorted(told) == ["changed_since", "done"]
    one.refresh_from_db()
    assert one.state == "called_off"


def test_several_workers_remind_once(cast: Cast) -> None:
    """No doubles: whoever comes second finds the rows of the first."""
    one = a_visit(cast)
    Occasion.objects.filter(pk=one.pk).update(starts=timezone.now() + HOUR, ends=timezone.now() + 2 * HOUR)

    def look() -> None:
        cache.clear()
        reminders.remind()

    at_once(look, look, look, look)
    assert Notification.objects.filter(kind="tomorrow").count() == 2
    members = cast.rooms["macia"].memberships.count()
    assert Reminder.objects.count() == members


def test_one_planning_room_is_opened(cast: Cast) -> None:
    """S44: two of the staff who open it at once open one."""
    rooms = [cast.rooms[name].public_id for name in ("macia", "gladys", "jon")]
    wanted = {"actor": cast.tianna, "room_ids": rooms, "reason": "Sisters and brother"}
    told = at_once(*[lambda: planning.open_planning(**wanted)] * 3)
    assert sorted(told) == ["done", "planned_already", "planned_already"]
