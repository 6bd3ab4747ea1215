"""The pages of meetings, who is who, and a change of placement, from both seats (S9 to S13, S31, S55 to S57)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from rooms.models import Household, Meeting, MeetingPoint, Move, NumberConsent, Person, Room
from rooms.services import first_days
from tests.cast import PASSWORD, Cast
from tests.walls.answers import signed_in
from tests.walls.meetingwork import in_meetings

pytestmark = pytest.mark.django_db


def soon(days: int = 1) -> str:
    return (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def address(cast: Cast, kind: str = "", desk: bool = False) -> str:
    room = cast.rooms["macia"]
    one = f"{Meeting.objects.filter(room=room, kind=kind).earliest('pk').public_id}/" if kind else ""
    return f"{'/desk' if desk else ''}/rooms/{room.public_id}/meetings/{one}"


def send(client: Client, to: str, act: str, **form: Any) -> tuple[int, str]:
    answer = client.post(to, {"act": act, "client_id": str(uuid4()), **form}, follow=True)
    return answer.status_code, answer.content.decode()


def shown(client: Client, to: str) -> str:
    answer = client.get(to)
    assert answer.status_code == 200, to
    return answer.content.decode()


@pytest.fixture
def lived(cast: Cast) -> Cast:
    in_meetings(cast)
    return cast


def test_each_side_reads_of_the_call_in_plain_words_without_blame(lived: Cast) -> None:
    """S9, S10: whom, when, and that another time is fine; the clock of an office is not for parents."""
    mother, home = shown(signed_in(lived.ana), address(lived)), shown(signed_in(lived.brianna), address(lived))
    assert "Brianna Winter would like to call you on" in mother
    assert "You and Ana Gutierrez and Francisco DuBuque talk on" in home
    call = shown(signed_in(lived.ana), address(lived, "comfort_call"))
    assert "Not ready yet? That is fine." in call and "Ask to be called another time" in call
    for page in (mother, home, call):
        assert "chip alert" not in page and "While you call" not in page and "not reached" not in page.lower()


def test_staff_sets_up_runs_and_ticks_off_the_call_with_its_topics(cast: Cast) -> None:
    """S9: the clock at the desk, the topics as a list to tick, the outcome; the desk's own page says what is due."""
    first_days.start_in(cast.rooms["macia"])
    staff, page = signed_in(cast.tianna), address(cast, "comfort_call", desk=True)
    assert "A comfort call to set up" in shown(staff, "/desk/") and page in shown(staff, "/desk/")
    assert "Bedtime: the light, the song" in shown(staff, page)
    assert send(staff, page, "set", starts=soon(), way="worker_phone", version=0)[0] == 200
    status, text = send(staff, page, "call", outcome="call_back", again=soon(2), topic=["safe"], version=1)
    assert status == 200 and "Asked to be called another day" in text
    status, text = send(staff, page, "call", outcome="talked", topic=["safe", "sleep"], text="All well", version=2)
    assert status == 200 and "All well" in text
    assert "A comfort call" not in shown(staff, "/desk/")
    assert "All well" in shown(signed_in(cast.ana), address(cast, "comfort_call"))


def test_a_form_that_is_refused_keeps_what_was_typed(lived: Cast) -> None:
    page = address(lived, "comfort_call", desk=True)
    status, text = send(signed_in(lived.tianna), page, "call", outcome="call_back", text="Such a long day", version=1)
    assert status == 422 and "Such a long day" in text and "still to come" in text
    status, text = send(signed_in(lived.tianna), page, "set", starts=soon(), version=0)
    assert status == 409 and "Somebody changed this" in text
    assert send(signed_in(lived.ana), page.replace("/desk", ""), "nonsense")[0] == 422
    assert send(signed_in(lived.ana), page.replace("/desk", ""), "call", outcome="talked")[0] == 403


def test_staff_puts_the_hour_of_coming_right_and_everybody_reads_that(cast: Cast) -> None:
    """S9: by a form that is done once, and from the page as it was seen."""
    first_days.start_in(cast.rooms["macia"])
    staff, page = signed_in(cast.tianna), address(cast, "comfort_call", desk=True)
    assert 'name="came"' in shown(staff, page)
    assert send(staff, page, "came", came=soon(0))[0] == 409
    assert send(staff, page, "came", came=soon(0), version=0)[0] == 200
    talk = shown(signed_in(cast.ana), f"/rooms/{cast.rooms['macia'].public_id}/")
    assert "put right when the child came" in talk


def test_both_sides_get_ready_by_one_list(lived: Cast) -> None:
    """S11, S15, S57: introductions, points, a wish carried in, ticks."""
    page = address(lived, "icebreaker")
    home, mother = signed_in(lived.brianna), signed_in(lived.ana)
    send(home, page, "intro", text="We are two and a dog")
    send(home, page, "add", what="wish", text="Macia asks for her night light")
    text = shown(mother, page)
    assert "We are two and a dog" in text and "I sing a lot" in text and "A wish of the child" in text
    wish = MeetingPoint.objects.filter(what="wish").latest("pk").public_id
    send(mother, page, "tick", point=[wish])
    assert f'value="{wish}" checked' in shown(home, page)
    send(mother, page, "tick", was=[wish])
    assert f'value="{wish}" checked' not in shown(home, page)
    send(home, page, "remove", point=wish)
    assert "night light" not in shown(mother, page)


def test_anyone_asks_for_a_team_meeting_and_answers_two_questions(lived: Cast) -> None:
    """S55: the survey is for staff alone."""
    status, text = send(signed_in(lived.brianna), address(lived), "team", reason="child", text="She worries")
    assert status == 200 and "She worries" not in text  # the words are on its own page
    team = address(lived, "team")
    assert "I sing a lot" in shown(signed_in(lived.francisco), team)
    for who, heard in (("ana", 4), ("brianna", 2)):
        assert send(signed_in(lived.people[who]), team, "answer", heard=heard, clear=5)[0] == 200
    assert "2 answered" not in shown(signed_in(lived.ana), team)
    assert "2 answered. “I was heard”: 3.0 of 5." in shown(signed_in(lived.tianna), f"/desk{team}")


def test_the_regular_talk_is_kept_by_a_tap(lived: Cast) -> None:
    """S31."""
    page, talk = address(lived, "talk"), Meeting.objects.get(kind="talk")
    assert talk.starts_at is not None
    assert "Not this time" in shown(signed_in(lived.brianna), page)
    status, text = send(signed_in(lived.brianna), page, "told", of=talk.starts_at.isoformat(), kept="1")
    assert status == 200 and "we talked" in text


def test_a_number_is_shared_by_a_yes_and_never_shown(lived: Cast) -> None:
    """S10, S1: the page of the other side says nothing of it."""
    Person.objects.filter(pk=lived.ana.pk).update(phone="(213) 555-0111")
    assert "yes, since" in shown(signed_in(lived.ana), address(lived))
    assert "yes, since" not in shown(signed_in(lived.brianna), address(lived))
    assert "555-0111" not in shown(signed_in(lived.tianna), address(lived, desk=True))
    member = lived.member("ana", "macia").public_id
    send(signed_in(lived.ana), address(lived), "number", member=member, share="0")
    assert not NumberConsent.objects.filter(ended_at__isnull=True).exists()
    assert send(signed_in(lived.brianna), address(lived), "number", member=member, share="1")[0] == 403


def test_who_is_who_says_what_each_does(cast: Cast) -> None:
    """S56, S61: the worker and both sides, and that nobody ranks above the other; the page of people leads there."""
    room = cast.rooms["macia"].public_id
    text = shown(signed_in(cast.ana), f"/rooms/{room}/meetings/who/")
    assert "Works for the agency." in text and "Knows the child best" in text and "Nobody ranks" in text
    assert f"/rooms/{room}/meetings/who/" in shown(signed_in(cast.ana), f"/rooms/{room}/people/")


def test_staff_moves_a_child_by_one_form(cast: Cast) -> None:
    """S12, S13: the choices, and where the new room is."""
    agency, room = cast.ana.agency, cast.rooms["macia"]
    home = Household.objects.create(agency=agency, name="Hudson")
    Person.objects.create_user("samara.h@example.test", PASSWORD, name="Samara Hudson", agency=agency, household=home)
    staff, page = signed_in(cast.tianna), f"/desk/rooms/{room.public_id}/move/"
    text = shown(staff, page)
    assert "Hudson, Samara" in text and "Winter" not in text.split("<select", 1)[1].split("</select>")[0]
    along = [cast.member(name, "macia").public_id for name in ("ana", "francisco")]
    form = {
        "child": [child.public_id for child in room.children.all()],
        "household": home.pk,
        "when": timezone.now().strftime("%Y-%m-%dT%H:%M"),
        "along": along,
        "role": "foster_parent",
        "client_id": str(uuid4()),
    }
    refused = staff.post(page, {**form, "household": ""})
    assert refused.status_code == 422 and f'value="{along[0]}" checked' in refused.content.decode()
    text = staff.post(page, form, follow=True).content.decode()
    target: Room = Move.objects.get().target
    assert f"/desk/rooms/{target.public_id}/" in text and "No child of this room lives in its home now." in text
    assert "The room of the home before" in shown(staff, f"/desk/rooms/{target.public_id}/move/")
    for who in ("ana", "brianna"):
        assert signed_in(cast.people[who]).get(page).status_code in (403, 404)
