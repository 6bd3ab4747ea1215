"""What waits for a member on a room's pages: what those pages offer them, and nothing that they may not see."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rooms.access import Action, allowed, open_memberships
from rooms.items import Page
from rooms.models import (
    CARERS,
    Approval,
    Event,
    HomeAsk,
    Meeting,
    Membership,
    Occasion,
    Person,
    Placement,
    Role,
    WayHome,
)
from rooms.queries import about, agreement, approvals, going_home, occasions, passed, sick
from rooms.queries.waits import Waits, waits
from rooms.services import about as telling
from rooms.services import about_asking, days, home_asks, memberships, occasion_plans, points, wishes
from rooms.services import agreement as agreeing
from rooms.services import approvals as allowing
from rooms.services import occasions as planning
from rooms.services import passed as passing
from rooms.services import sick as telling_sick
from rooms.sides import SIDE
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def act(cast: Cast, service: Callable[..., Any], who: str, room: str = "jon", **more: Any) -> Any:
    return service(actor=cast.people[who], room_id=cast.rooms[room].public_id, client_id=uuid4(), **more)


def of(cast: Cast, who: str, room: str = "jon") -> Waits:
    member = cast.member(who, room)
    return waits([member])[member.pk]


def asked_visit(cast: Cast, who: str = "joshua", weeks: int = 1) -> Occasion:
    if not Approval.objects.filter(room=cast.rooms["jon"]).exists():
        terms = {"everyone": True, "supervised": "agency", "times": 7, "per": "week", "minutes": 240}
        act(cast, allowing.keep, "tianna", **terms, places=["agency"], from_on=date(2026, 1, 1), beside=[])
    starts = timezone.now() + timedelta(weeks=weeks)
    when = {"starts": starts, "ends": starts + timedelta(hours=1)}
    act(cast, planning.propose, who, kind="visit", place_kind="agency", **when)
    return Occasion.objects.latest("pk")


def item(event: Event) -> str:
    return str(event.data["item"]["id"])


def test_where_nothing_was_done_nothing_waits(cast: Cast) -> None:
    for who in ("ana", "joshua", "wendy"):
        assert (of(cast, who).pages, of(cast, who).sick, of(cast, who).count) == ({}, (), 0)


def test_a_sick_child_is_named_to_all_and_waits_for_whoever_has_not_said_that_they_saw_it(cast: Cast) -> None:
    """S29: until it is better, then for nobody."""
    card = item(act(cast, telling_sick.tell, "wendy", signs=["sick.fever"]))
    assert of(cast, "wendy").sick == of(cast, "ana").sick == of(cast, "tianna").sick == ("Jon",)
    assert (of(cast, "wendy").pages, of(cast, "ana").pages) == ({}, {Page.DAYS: 1})
    act(cast, telling_sick.see, "ana", card_id=card)
    assert (of(cast, "ana").pages, of(cast, "ana").sick, of(cast, "ana").news) == ({}, ("Jon",), ())
    act(cast, telling_sick.better, "wendy", card_id=card)
    assert not of(cast, "joshua").sick and not of(cast, "joshua").count


def test_words_wait_for_whoever_the_child_is_with(cast: Cast) -> None:
    """S32"""
    words = item(act(cast, passing.send, "ana", way="to", text="Good night, my love"))
    assert of(cast, "wendy").pages == {Page.DAYS: 1}
    assert not of(cast, "joshua").count and not of(cast, "ana").count
    act(cast, passing.told, "wendy", words_id=words)
    assert not of(cast, "wendy").count


def test_a_visit_waits_for_the_other_side_then_for_staff(cast: Cast) -> None:
    """S35, S36"""
    one = asked_visit(cast)
    assert of(cast, "wendy").pages == {Page.DATES: 1}
    assert not of(cast, "joshua").count and not of(cast, "ana").count and not of(cast, "tianna").count
    act(cast, planning.accept, "wendy", occasion=one.public_id, version=one.version)
    assert of(cast, "tianna").pages == {Page.DATES: 1}
    assert not of(cast, "wendy").count


def test_what_would_have_been_answered_by_now_waits_no_more(cast: Cast) -> None:
    one = asked_visit(cast)
    past = timezone.now() - timedelta(days=3)
    Occasion.objects.filter(pk=one.pk).update(starts=past, ends=past + timedelta(hours=1))
    assert not of(cast, "wendy").count


def test_a_late_change_waits_to_be_seen_once(cast: Cast) -> None:
    """S37: by everybody but whoever made it; a visit that waits for an answer too is one thing, not two."""
    one = asked_visit(cast)
    act(cast, planning.accept, "wendy", occasion=one.public_id, version=one.version)
    soon = timezone.now() + timedelta(hours=5)
    Occasion.objects.filter(pk=one.pk).update(starts=soon, ends=soon + timedelta(hours=1))
    one.refresh_from_db()
    act(cast, planning.call_off, "joshua", occasion=one.public_id, version=one.version)
    assert (of(cast, "joshua").count, of(cast, "ana").pages, of(cast, "wendy").pages) == (
        0,
        {Page.DATES: 1},
        {Page.DATES: 1},
    )
    act(cast, occasion_plans.seen, "ana", occasion=one.public_id)
    assert (of(cast, "ana").count, of(cast, "wendy").count) == (0, 1)


def test_a_wish_waits_for_the_other_side_then_for_staff(cast: Cast) -> None:
    """S39"""
    asked_visit(cast)
    Occasion.objects.update(state="declined")
    wish = item(act(cast, wishes.wish, "ana", what="longer"))
    assert (of(cast, "wendy").pages, of(cast, "joshua").count, of(cast, "tianna").count) == ({Page.DATES: 1}, 0, 0)
    act(cast, wishes.join, "wendy", wish=wish)
    assert (of(cast, "wendy").count, of(cast, "tianna").pages) == (0, {Page.DATES: 1})


def test_a_question_waits_for_those_who_know_until_it_is_answered(cast: Cast) -> None:
    """S24, S26: birth parents are asked; where one of them asks, so are those who care for the child."""
    question = item(act(cast, about_asking.ask, "wendy", topic="sleep", text="How does Jon fall asleep?"))
    assert of(cast, "ana").pages == of(cast, "joshua").pages == {Page.CHILD: 1}
    assert not of(cast, "wendy").count
    act(cast, telling.tell, "ana", told=telling.Told(topic="sleep", text="With a song", question_id=question))
    assert not of(cast, "joshua").count
    act(cast, about_asking.ask, "ana", topic="sleep", text="And how does he sleep now?")
    assert (of(cast, "wendy").pages, of(cast, "joshua").pages) == ({Page.CHILD: 1}, {Page.CHILD: 1})
    step = item(act(cast, about_asking.ask_first, "wendy", kind="hair", text="May we cut it?"))
    assert of(cast, "joshua").pages == {Page.CHILD: 2}
    act(cast, about_asking.answer, "joshua", step_id=step, said="yes")
    assert (of(cast, "joshua").pages, of(cast, "ana").pages) == ({Page.CHILD: 1}, {Page.CHILD: 1})


def test_the_agreement_presses_nobody_but_its_changes_wait(cast: Cast) -> None:
    """S16, S17: nobody has to agree. Other words wait for the other side, new ones for whoever agreed to the old."""
    act(cast, agreeing.begin, "tianna")
    assert not of(cast, "ana").count and not of(cast, "wendy").count
    found = agreement.agreement_of(cast.member("wendy", "jon"))
    assert found
    act(cast, agreeing.agree, "joshua", version=found.version)
    point = found.points[0]
    act(cast, points.reword, "wendy", point=point.id, version=point.version, text="Mango in sticks")
    assert (of(cast, "wendy").count, of(cast, "ana").pages) == (0, {Page.AGREEMENT: 1})
    act(cast, points.take, "ana", turn=_open_turn(cast))
    assert (of(cast, "ana").count, of(cast, "joshua").pages) == (0, {Page.AGREEMENT: 1})


def _open_turn(cast: Cast) -> str:
    found = agreement.agreement_of(cast.member("ana", "jon"))
    assert found
    return next(other.id for point in found.points for other in point.others)


def test_meetings_wait_for_the_worker_who_holds_them(cast: Cast) -> None:
    """S9, S10: to be set up, or when their time comes; not for the families, and not for a supervisor."""
    room = cast.rooms["jon"]
    now = timezone.now()
    Meeting.objects.create(room=room, kind="team", state="open")
    Meeting.objects.create(room=room, kind="hearing", state="set", starts_at=now + timedelta(hours=3))
    Meeting.objects.create(room=room, kind="hearing", state="set", starts_at=now + timedelta(days=9))
    Meeting.objects.create(room=room, kind="talk", state="set", starts_at=now)
    supervisor = Person.objects.create_user("supervisor@example.org", name="Supervisor", agency=cast.tianna.agency)
    part = memberships.add(actor=None, room=room, person=supervisor, role=Role.SUPERVISOR)
    assert of(cast, "tianna").pages == {Page.MEETINGS: 2}
    assert not waits([part])[part.pk].count and not of(cast, "wendy").count


def test_going_home_waits_for_staff_and_for_the_other_side(cast: Cast) -> None:
    """S65, S68"""
    room, today = cast.rooms["jon"], timezone.localdate()
    WayHome.objects.create(room=room, state="sent", moved_at=timezone.now())
    assert (of(cast, "tianna").pages, of(cast, "ana").count) == ({Page.GOING_HOME: 1}, 0)
    Placement.objects.update(started_on=today - timedelta(days=9), ended_on=today - timedelta(days=1), went_home=True)
    ask = act(cast, home_asks.ask, "ana", kind="weekend", on=today + timedelta(days=3))
    assert (of(cast, "wendy").pages, of(cast, "joshua").count) == ({Page.GOING_HOME: 1}, 0)
    act(cast, home_asks.reply, "wendy", ask=item(ask), version=0, yes=True)
    assert not of(cast, "wendy").count
    HomeAsk.objects.update(state="open", on=today - timedelta(days=2), until=today - timedelta(days=1))
    assert not of(cast, "wendy").count


def test_nothing_waits_of_what_a_member_may_not_see(cast: Cast) -> None:
    """S7, P6: what was said while their part was paused, what was taken back, what stands in another room."""
    cast.suspend("ana", "jon")
    act(cast, telling_sick.tell, "wendy", signs=["sick.fever"])
    act(cast, about_asking.ask, "wendy", topic="sleep")
    cast.restore("ana", "jon")
    assert (of(cast, "ana").sick, of(cast, "ana").count) == ((), 0)
    assert of(cast, "joshua").pages == {Page.DAYS: 1, Page.CHILD: 1}
    assert not of(cast, "ana", "macia").count and not of(cast, "wendy", "gladys").count


def test_a_question_waits_for_whoever_does_not_see_its_answer(cast: Cast) -> None:
    """S24, S7: the page asks them, so its mark counts it; for whom the answer is there, nothing waits."""
    asked = item(act(cast, about_asking.ask, "wendy", topic="sleep"))
    cast.suspend("ana", "jon")
    act(cast, telling.tell, "joshua", told=telling.Told(topic="sleep", text="A song", question_id=asked))
    cast.restore("ana", "jon")
    assert _offered(cast.member("ana", "jon"))[Page.CHILD] == 1
    assert of(cast, "ana").pages == {Page.CHILD: 1} and not of(cast, "joshua").count


def test_of_a_child_who_moved_on_nothing_waits(cast: Cast) -> None:
    """S29, S12: the room keeps what was said of them; nobody is asked there any more."""
    act(cast, telling_sick.tell, "wendy", signs=["sick.fever"])
    act(cast, about_asking.ask, "wendy", topic="sleep")
    act(cast, about_asking.ask_first, "wendy", kind="hair", text="May we cut it?")
    assert of(cast, "ana").pages == {Page.DAYS: 1, Page.CHILD: 2}
    cast.rooms["jon"].children.clear()
    assert (of(cast, "ana").sick, of(cast, "ana").pages) == ((), {})


def test_whoever_may_only_read_is_asked_nothing(cast: Cast) -> None:
    asked_visit(cast)
    act(cast, about_asking.ask, "ana", topic="sleep")
    part = cast.member("wendy", "jon")
    Membership.objects.filter(pk=part.pk).update(read_only=True)
    assert not of(cast, "wendy").count


def test_it_takes_one_statement_for_all_rooms(cast: Cast) -> None:
    asked_visit(cast)
    for room in ("jon", "gladys"):
        act(cast, telling_sick.tell, "wendy", room, signs=["sick.fever"])
        act(cast, days.tell, "wendy", room, taps={"mood": "mood.happy"})
    parts = list(open_memberships(cast.tianna).prefetch_related("hidden", "room__memberships"))
    with CaptureQueriesContext(connection) as asked:
        found = waits(parts)
    assert len(asked) == 1
    assert sorted(found[part.pk].sick for part in parts) == [(), (), ("Gladys",), ("Jon",)]


def test_it_counts_what_the_pages_offer_all_the_families_of_the_demo(db: None) -> None:
    """Each part in each room: what waits for them is what their own pages ask them for."""
    call_command("demo", verbosity=0)
    parts = [part for person in Person.objects.all() for part in open_memberships(person)]
    found = waits(parts)
    for part in parts:
        assert found[part.pk].pages == {page: count for page, count in _offered(part).items() if count}, part
    assert sum(found[part.pk].count for part in parts) > 5


def _offered(me: Membership) -> dict[Page, int]:
    """What a member's pages offer them, page by page."""
    may = allowed(me)
    dates = occasions.dates(me)
    rows = [*([dates.next] if dates.next else []), *dates.waiting, *dates.coming, *dates.past, *dates.not_to_be]
    asks = [row for row in rows if row.can_answer or row.can_approve or row.to_see]
    asks += [wish for wish in approvals.wishes(me) if wish.can_join or wish.can_answer]
    child = about.about_page(me)
    questions = [one for each in child.children for topic in each.topics.values() for one in topic.questions]
    knows = Action.TELL in may and me.role == Role.BIRTH_PARENT
    steps = [one for each in child.children for one in each.steps]
    found = agreement.agreement_of(me)
    turns = [one for point in (*found.points, *found.roles) for one in point.others] if found else []
    mine = SIDE.get(me.role)
    words = [one for one in passed.last(me) if one.waits] if me.role in CARERS and Action.TELL in may else []
    home = going_home.home(me)
    plan = going_home.plan(me)
    meetings = Meeting.objects.filter(room=me.room_id).exclude(kind="talk")
    near = meetings.filter(state="set", starts_at__lte=timezone.now() + timedelta(hours=12))
    return {
        Page.CHILD: sum(not one.mine for one in questions if knows)
        + sum(step.asked_me and not step.my_answer and Action.TELL in may for step in steps),
        Page.DAYS: sum(card.to_see for card in sick.now(me)) + len(words),
        Page.DATES: len(asks),
        Page.MEETINGS: meetings.filter(state="open").count() + near.count() if me.role == Role.SOCIAL_WORKER else 0,
        Page.AGREEMENT: (len(found.changed) if found and Action.AGREE in may else 0)
        + sum(mine in one.waits and not one.mine and not one.said_yes and Action.AGREE in may for one in turns),
        Page.GOING_HOME: sum(one.can_answer and one.state == "open" for one in (home.asks if home else []))
        + bool(plan and plan.waits and Action.APPROVE in may),
    }
