"""The pages of the way home, from both seats (S65 to S68)."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone

from moderation.models import Look
from rooms.models import HomeAsk, HomeStep, Person, Placement, WayHome
from rooms.services import came_home, home
from tests.cast import Cast
from tests.walls.answers import signed_in

NUMBER = "My number is 775-555-0134"

pytestmark = pytest.mark.django_db


def at(cast: Cast, tail: str = "", *, desk: bool = False) -> str:
    return f"{'/desk' if desk else ''}/rooms/{cast.rooms['macia'].public_id}/going-home/{tail}"


def page(cast: Cast, person: Person, *, desk: bool = False) -> str:
    return signed_in(person).get(at(cast, desk=desk)).content.decode()


def post(cast: Cast, person: Person, tail: str, *, desk: bool = False, **form: Any) -> HttpResponse:
    return signed_in(person).post(at(cast, tail, desk=desk), {"client_id": str(uuid4()), **form})


def step(kind: str) -> HomeStep:
    return HomeStep.objects.get(kind=kind, taken_off=False)


def test_a_plan_is_begun_filled_ticked_and_sent_by_plain_forms(cast: Cast) -> None:
    """Without a script: each form answers with where to go, and the page of the other side shows it (S65)."""
    assert "Begin the plan" in page(cast, cast.ana)
    assert post(cast, cast.ana, "begin/").status_code == 303
    day = timezone.localdate() + timedelta(days=6)
    longer = step("longer")
    form = {"form": longer.public_id, "step": longer.public_id, "version": "1", "act": "save"}
    answer = post(cast, cast.brianna, "step/", **form, on=day.isoformat(), who="foster", text="The zoo first")
    assert answer.headers["Location"].endswith(f"/going-home/#{longer.public_id}")
    post(cast, cast.ana, "add/", kind="own", text="Show her the new bus stop")
    post(cast, cast.ana, "step/", step=step("talk").public_id, version=WayHome.objects.get().version, act="tick")
    for person, desk in ((cast.ana, False), (cast.brianna, False), (cast.tianna, True)):
        seen = page(cast, person, desk=desk)
        assert "The zoo first" in seen and "Show her the new bus stop" in seen and "1 of 15 steps done" in seen
        assert f'value="{day.isoformat()}"' in seen
    assert post(cast, cast.brianna, "send/", form="send", version=WayHome.objects.get().version).status_code == 303
    assert "The plan is with Tianna Reilly" in page(cast, cast.ana)


def test_the_worker_approves_at_the_desk_and_both_see_it(cast: Cast) -> None:
    """(S65) Reading it left a row in the list of looks."""
    about = {"room_id": cast.rooms["macia"].public_id}
    home.begin(actor=cast.ana, client_id=uuid4(), **about)
    home.send(actor=cast.ana, client_id=uuid4(), version=1, **about)
    assert "A plan for the way home waits for you" in signed_in(cast.tianna).get("/desk/").content.decode()
    assert "Approve the plan" in page(cast, cast.tianna, desk=True)
    assert "Approve the plan" not in page(cast, cast.ana)
    back = post(cast, cast.tianna, "answer/", desk=True, form="answer", act="return", version=2)
    assert back.status_code == 422 and "Please write a few plain words" in back.content.decode()
    answer = post(cast, cast.tianna, "answer/", desk=True, form="answer", act="approve", version=2, text="Well done")
    assert answer.status_code == 303
    for person in (cast.ana, cast.brianna):
        assert "The plan is approved" in page(cast, person) and "Well done" in page(cast, person)
    assert "A plan for the way home waits" not in signed_in(cast.tianna).get("/desk/").content.decode()
    assert Look.objects.filter(person=cast.tianna, kind=Look.Kind.PAGES).exists()


def test_sent_after_a_second_thought_a_form_does_what_was_chosen(cast: Cast) -> None:
    """(S65, S68) The button of a second thought says nothing of which button was pressed before."""
    about = {"room_id": cast.rooms["macia"].public_id}
    home.begin(actor=cast.ana, client_id=uuid4(), **about)
    goal = step("goal_calm").public_id
    words = {"form": goal, "step": goal, "version": WayHome.objects.get().version, "act": "save"}
    assert _kept(post(cast, cast.ana, "step/", **words, text=NUMBER)) == ["save"]
    came_home.arrived(actor=cast.tianna, client_id=uuid4(), on=timezone.localdate(), **about)
    for person in (cast.ana, cast.brianna):
        post(cast, person, "wish/", act="yes")
    post(cast, cast.ana, "ask/", kind="weekend", on=(timezone.localdate() + timedelta(days=5)).isoformat())
    ask = HomeAsk.objects.get().public_id
    reply = post(cast, cast.brianna, "reply/", form=ask, ask=ask, version=0, act="not_now", text=NUMBER)
    assert _kept(reply) == ["not_now"]


def _kept(answer: HttpResponse) -> list[str]:
    """What the hidden fields of the form with a second thought say is to be done."""
    found = re.search(
        r'<input type="hidden" name="act" value="([^"]*)"><section class="second"', answer.content.decode()
    )
    return [found.group(1)] if found else []


def test_a_form_for_an_older_plan_says_so_and_keeps_the_words(cast: Cast) -> None:
    about = {"room_id": cast.rooms["macia"].public_id}
    home.begin(actor=cast.ana, client_id=uuid4(), **about)
    goal = step("goal_calm")
    home.change(actor=cast.ana, client_id=uuid4(), step=goal.public_id, version=1, text="With her aunt there", **about)
    form = {"form": goal.public_id, "step": goal.public_id, "version": "1", "text": "My own words"}
    answer = post(cast, cast.brianna, "step/", **form)
    seen = answer.content.decode()
    assert answer.status_code == 409 and "Somebody changed this meanwhile" in seen and "My own words" in seen


def test_what_helps_a_child_is_said_for_their_age(cast: Cast) -> None:
    """For leaving, and for being parented again (S67)."""
    child = cast.rooms["macia"].children.get()
    child.birth_date = timezone.localdate() - timedelta(days=365 * 4 + 10)
    child.save()
    seen = page(cast, cast.brianna)
    assert "So that Macia can leave well" in seen and "Count the sleeps" in seen
    assert "When Macia is being parented at home again" in seen


def test_staff_write_down_the_day_and_the_room_asks_both_sides(cast: Cast) -> None:
    """(S68)"""
    desk = f"/desk/rooms/{cast.rooms['macia'].public_id}/home/"
    client, today = signed_in(cast.tianna), timezone.localdate().isoformat()
    assert "Write it down" in client.get(desk).content.decode()
    late = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert client.post(desk, {"client_id": str(uuid4()), "on": late}).status_code == 422
    assert client.post(desk, {"client_id": str(uuid4()), "on": today}).status_code == 303
    assert Placement.objects.get(child__rooms=cast.rooms["macia"]).went_home
    for person in (cast.ana, cast.brianna):
        assert "Would you like this room to go on?" in page(cast, person)
    assert "Would you like this room to go on?" not in page(cast, cast.tianna, desk=True)
    assert signed_in(cast.ana).get(desk).status_code == 403


def test_roles_turn_round_and_a_weekend_is_asked_for(cast: Cast) -> None:
    """(S68)"""
    came_home.arrived(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), on=timezone.localdate()
    )
    for person in (cast.ana, cast.brianna):
        assert post(cast, person, "wish/", act="yes").status_code == 303
    assert "the pictures flow the other way" in page(cast, cast.ana)
    assert "A hand with child care" in page(cast, cast.ana) and "Time with Macia" in page(cast, cast.brianna)
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    words = "Could you have Macia for a weekend?"
    assert post(cast, cast.ana, "ask/", kind="weekend", on=day, text=words).status_code == 303
    one = HomeAsk.objects.get()
    seen = page(cast, cast.brianna)
    assert words in seen and "Yes, gladly" in seen
    assert (
        post(cast, cast.brianna, "reply/", ask=one.public_id, version=0, act="yes", text="With joy").status_code == 303
    )
    assert "With joy" in page(cast, cast.ana) and "Brianna Winter said yes" in page(cast, cast.ana)


def test_who_said_not_now_reads_and_is_told_so_alone(cast: Cast) -> None:
    """(S5, S68)"""
    came_home.arrived(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), on=timezone.localdate()
    )
    post(cast, cast.brianna, "wish/", act="not_now")
    assert "You said: not now." in page(cast, cast.brianna)
    for person, desk in ((cast.ana, False), (cast.francisco, False), (cast.tianna, True)):
        assert "not now" not in page(cast, person, desk=desk).lower().replace("if you say not now", "").replace(
            ">not now<", ""
        )
