"""The agreement: begun, talked over, put in other words, agreed to by each, looked at again; never a condition."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from rooms.errors import RoomError
from rooms.models import (
    Agency,
    Agreement,
    AgreementPoint,
    AgreementTemplate,
    Assent,
    Event,
    Membership,
    Person,
    Placement,
    PointTurn,
    Role,
)
from rooms.queries.agreement import AgreementView, PointView, agreement_of
from rooms.services import agreement, memberships, points
from rooms.terms import OWN, POINTS, ROLES, default
from tests.cast import Cast

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """Macia's room with its agreement open."""
    act(cast, "tianna", agreement.begin)
    return cast


def act(cast: Cast, who: str, service: Any, *, room: str = "macia", **what: Any) -> Event:
    asked = {"client_id": uuid4(), **what}
    return service(actor=cast.people[who], room_id=cast.rooms[room].public_id, **asked)


def seen(cast: Cast, who: str = "ana", room: str = "macia") -> AgreementView:
    cast.rooms[room].refresh_from_db()
    found = agreement_of(cast.member(who, room))
    assert found is not None
    return found


def point(cast: Cast, key: str = "food") -> PointView:
    return next(one for one in (*seen(cast).points, *seen(cast).roles) if one.key == key)


def reword(cast: Cast, who: str, text: str = "Mango, cut in sticks", key: str = "food", **more: Any) -> PointTurn:
    what = {"point": point(cast, key).id, "version": point(cast, key).version, "text": text, **more}
    event = act(cast, who, points.reword, **what)
    return PointTurn.objects.get(seq=event.seq)


def agree(cast: Cast, who: str) -> Event:
    return act(cast, who, agreement.agree, version=seen(cast).version)


def refused(code: str, cast: Cast, who: str, service: Any, **what: Any) -> None:
    with pytest.raises(RoomError) as caught:
        act(cast, who, service, **what)
    assert caught.value.code == code


def test_the_default_covers_eleven_points_and_the_three_roles(begun: Cast) -> None:
    """S16: eleven points in our own words, and what birth parents, foster parents and the worker bring; in Spanish."""
    assert (len(POINTS), len(ROLES)) == (11, 3)
    view = seen(begun)
    assert [one.key for one in view.points] == [term.key for term in POINTS]
    assert [one.key for one in view.roles] == ["birth", "foster", "worker"]
    with translation.override("es"):
        spanish = seen(begun)
    assert all(a.words and b.words and a.words != b.words for a, b in zip(view.points, spanish.points, strict=True))


def test_a_room_keeps_what_it_began_with(cast: Cast) -> None:
    """S20: the agency's template is copied; a later version is for rooms that begin later."""
    agency = cast.rooms["macia"].family.agency
    own = [{"key": "food", "en": "We eat together", "es": ""}, {"key": OWN[0], "en": "Our own", "es": "Lo nuestro"}]
    AgreementTemplate.objects.create(agency=agency, version=1, points=own, by=cast.tianna)
    act(cast, "brianna", agreement.begin)
    AgreementTemplate.objects.create(agency=agency, version=2, points=default(), by=cast.tianna)
    assert [one.words for one in seen(cast).points] == ["We eat together", "Our own"]
    with translation.override("es"):
        assert [one.words for one in seen(cast).points] == ["We eat together", "Lo nuestro"]
    assert Agreement.objects.get().template == AgreementTemplate.objects.get(version=1)
    act(cast, "ana", agreement.begin, room="jon")
    assert len(seen(cast, room="jon").points) == 11


def test_it_is_begun_once_and_a_form_sent_twice_does_once(cast: Cast) -> None:
    same = uuid4()
    first = act(cast, "ana", agreement.begin, client_id=same)
    assert act(cast, "ana", agreement.begin, client_id=same).seq == first.seq
    refused("changed_since", cast, "brianna", agreement.begin)
    assert AgreementPoint.objects.count() == 14


def test_both_sides_word_a_point_together(begun: Cast) -> None:
    """S16: one side suggests other words, the other says yes; only then do they hold, and others lapse."""
    mine = reword(begun, "ana", "Mango with lime, in sticks")
    other = reword(begun, "francisco", "Potatoes with salt")
    act(begun, "francisco", points.take, turn=mine.public_id)
    act(begun, "tianna", points.take, turn=mine.public_id)
    now = point(begun)
    assert now.words and now.line is None, "a parent of the same side and the worker are not the other side"
    assert next(one for one in now.others if one.id == mine.public_id).waits == {"foster"}
    event = act(begun, "brianna", points.take, turn=mine.public_id)
    assert event.data["item"]["facts"] == {"point": "point.food"}
    now = point(begun)
    assert now.line is not None and now.line.text == "Mango with lime, in sticks"
    assert now.version == seen(begun).version == 2
    assert now.others == []
    other.refresh_from_db()
    assert other.state == PointTurn.State.LAPSED
    refused("changed_since", begun, "brianna", points.take, turn=other.public_id)


def test_the_worker_s_words_need_a_yes_from_each_side(begun: Cast) -> None:
    """S61: neither side decides alone, and staff decides for nobody."""
    turn = reword(begun, "tianna", "We write at least once a week", "contact")
    act(begun, "brianna", points.take, turn=turn.public_id)
    assert point(begun, "contact").line is None
    act(begun, "ana", points.take, turn=turn.public_id)
    assert point(begun, "contact").line is not None


def test_a_side_without_anybody_who_has_a_say_is_not_waited_for(begun: Cast) -> None:
    begun.suspend("brianna", "macia")
    turn = reword(begun, "ana")
    act(begun, "francisco", points.take, turn=turn.public_id)
    assert point(begun).line is not None


def test_two_at_once_end_in_one_state_that_both_see(begun: Cast) -> None:
    """Words for a point as it was before are refused, and so is a yes to an agreement that changed meanwhile."""
    before, version = point(begun), seen(begun).version
    turn = reword(begun, "ana")
    act(begun, "brianna", points.take, turn=turn.public_id)
    late = {"point": before.id, "version": before.version, "text": "Crackers"}
    refused("changed_since", begun, "francisco", points.reword, **late)
    refused("changed_since", begun, "francisco", agreement.agree, version=version)


def test_each_agrees_for_themselves_and_a_change_asks_again_for_that_point(begun: Cast) -> None:
    """S16: who agreed when is there for all to see; after other words, only that point asks again."""
    agree(begun, "ana")
    agree(begun, "brianna")
    people = {one.name: one for one in seen(begun).people}
    assert people["Ana Gutierrez"].whole and people["Brianna Winter"].whole
    assert people["Francisco DuBuque"].at is None
    assert not seen(begun).whole
    refused("in_force", begun, "ana", agreement.agree, version=1)
    act(begun, "brianna", points.take, turn=reword(begun, "ana").public_id)
    view = seen(begun)
    assert [one.key for one in view.changed] == ["food"]
    assert not any(one.whole for one in view.people)
    assert seen(begun, "francisco").changed == [], "who never agreed is asked for nothing again"
    for who in ("ana", "brianna", "francisco", "tianna"):
        agree(begun, who)
    assert seen(begun).whole


def test_a_yes_can_be_taken_back(begun: Cast) -> None:
    refused("not_found", begun, "ana", agreement.withdraw)
    agree(begun, "ana")
    act(begun, "ana", agreement.withdraw)
    assert seen(begun).mine is None
    assert Assent.objects.get().withdrawn_at is not None
    agree(begun, "ana")
    assert seen(begun).mine is not None


def test_a_point_is_talked_over(begun: Cast) -> None:
    """S16: remarks, or only "let us talk about this"; each is a line of the room, with what is private in dots."""
    food = point(begun).id
    act(begun, "ana", points.talk, point=food)
    act(begun, "brianna", points.talk, point=food, text="Call me at 775-555-0134 about snacks")
    first, second = point(begun).remarks
    assert first.line.author.name == "Ana Gutierrez"
    assert "•••" in (second.line.text or "")
    act(begun, "brianna", points.take_back, turn=second.id)
    assert [one.id for one in point(begun).remarks] == [first.id]
    refused("changed_since", begun, "brianna", points.take, turn=first.id)
    refused("not_allowed", begun, "brianna", points.take_back, turn=first.id)


def test_own_words_are_taken_back_while_they_are_open(begun: Cast) -> None:
    turn, same = reword(begun, "ana"), uuid4()
    refused("not_allowed", begun, "ana", points.take, turn=turn.public_id)
    back = act(begun, "ana", points.take_back, turn=turn.public_id, client_id=same)
    assert act(begun, "ana", points.take_back, turn=turn.public_id, client_id=same).seq == back.seq
    refused("changed_since", begun, "brianna", points.take, turn=turn.public_id)
    taken = reword(begun, "ana")
    act(begun, "brianna", points.take, turn=taken.public_id)
    refused("changed_since", begun, "ana", points.take_back, turn=taken.public_id)


def test_a_form_takes_back_what_it_named_and_nothing_else(begun: Cast) -> None:
    """Its id stands for one act: sent for other words it is refused, and not taken for done."""
    first, second, once = reword(begun, "ana"), reword(begun, "ana", "Pears", key="food"), uuid4()
    done = act(begun, "ana", points.take_back, client_id=once, turn=first.public_id)
    assert act(begun, "ana", points.take_back, client_id=once, turn=first.public_id).seq == done.seq
    refused("id_reused", begun, "ana", points.take_back, client_id=once, turn=second.public_id)
    second.refresh_from_db()
    assert second.state == PointTurn.State.OPEN


def test_words_of_a_pause_stay_hidden_and_the_page_says_so(begun: Cast) -> None:
    """S7: who was out when words were agreed on does not read them, nor say yes to what they cannot see."""
    begun.suspend("francisco", "macia")
    turn, waiting = reword(begun, "ana"), reword(begun, "ana", "Other words", "kind")
    act(begun, "brianna", points.take, turn=turn.public_id)
    begun.restore("francisco", "macia")
    food = next(one for one in seen(begun, "francisco").points if one.key == "food")
    assert food.away and food.line is None and food.words == ""
    kind = next(one for one in seen(begun, "francisco").points if one.key == "kind")
    assert kind.others == []
    refused("not_found", begun, "francisco", points.take, turn=waiting.public_id)


@pytest.mark.parametrize("who", ["samara", "wendy"])
def test_a_stranger_finds_nothing(begun: Cast, who: str) -> None:
    refused("not_found", begun, who, agreement.agree, version=1)
    refused("not_found", begun, who, points.talk, point=point(begun).id)
    there = act(begun, "samara", agreement.begin, room="jaylan")
    assert there.room == begun.rooms["jaylan"]
    refused("not_found", begun, "samara", points.talk, room="jaylan", point=point(begun).id)


def test_who_only_reads_has_no_say(begun: Cast) -> None:
    member = begun.member("ana", "macia")
    memberships.narrow(actor=begun.tianna, room_id=member.room.public_id, member_id=member.public_id, reason="a test")
    refused("read_only", begun, "ana", agreement.agree, version=1)
    with pytest.raises(RoomError, match="bad_choice"):  # who is given papers is no member (S77)
        memberships.add(actor=None, room=member.room, person=begun.joshua, role=Role.ADVOCATE, sees_history=True)
    refused("not_found", begun, "joshua", agreement.agree, version=1)


def test_there_is_nothing_to_agree_to_before_it_is_begun(cast: Cast) -> None:
    refused("not_found", cast, "ana", agreement.agree, version=1)
    assert agreement_of(cast.member("ana", "macia")) is None


def test_it_comes_back_on_its_day_and_after_a_move(begun: Cast) -> None:
    """S19: due on the day that was set (90 days at first), and at each change of placement; looking at it is enough."""
    found, today = Agreement.objects.get(), timezone.localdate()
    assert abs((found.review_on - today).days - 90) <= 1
    assert seen(begun).due == ""
    Agreement.objects.update(review_on=today - timedelta(days=1))
    assert seen(begun).due == "day"
    act(begun, "brianna", agreement.keep, days=30)
    assert seen(begun).due == ""
    Agreement.objects.update(reviewed_at=timezone.now() - timedelta(days=9))
    Placement.objects.filter(child__rooms=begun.rooms["macia"]).update(
        started_on=date(2020, 1, 1), going_home_from=today - timedelta(days=2)
    )
    assert seen(begun).due == "move"
    act(begun, "ana", agreement.keep, days=180)
    assert seen(begun).due == ""
    refused("bad_choice", begun, "ana", agreement.keep, days=7)


def test_it_is_due_by_the_agencys_day(begun: Cast) -> None:
    """S19: for everybody on the same day, wherever they read."""
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        here = timezone.localdate(timezone=ZoneInfo(zone))
        Agency.objects.update(time_zone=zone)
        for reader in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            Person.objects.update(time_zone=reader)
            begun.people["ana"].refresh_from_db()
            Agreement.objects.update(review_on=here)
            assert seen(begun).due == "day", (zone, reader)
            Agreement.objects.update(review_on=here + timedelta(days=1))
            assert seen(begun).due == "", (zone, reader)


def test_a_relative_is_named_once_they_agree(begun: Cast) -> None:
    Membership.objects.filter(person=begun.francisco, room=begun.rooms["macia"]).update(role=Role.RELATIVE)
    assert "Francisco DuBuque" not in {one.name for one in seen(begun).people}
    agree(begun, "francisco")
    assert "Francisco DuBuque" in {one.name for one in seen(begun).people}
