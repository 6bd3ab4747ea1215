"""The pages of the agreement, the plan for talking, the two questions and the agency's side, from both seats."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rooms.models import (
    Agreement,
    AgreementPoint,
    AgreementTemplate,
    Feedback,
    Improvement,
    Membership,
    PointTurn,
    RestTime,
    Role,
    SurveyAnswer,
    TalkPlan,
)
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.frontend.test_words import untranslated  # noqa: F401 - a fixture
from tests.walls.agreedwork import in_agreement

pytestmark = [pytest.mark.django_db]

Make = Callable[[str, str], Reader]
HARD = "You are a terrible mother"


@pytest.fixture
def lead(cast: Cast) -> Cast:
    """Joshua supervises Macia's room."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    return cast


def do(one: Reader, act: str, **fields: Any) -> Any:
    return one.post("agreement/", act=act, **fields)


def page(one: Reader, path: str = "agreement/") -> str:
    response = one.get(path)
    assert response.status_code == 200
    return response.content.decode()


def food() -> AgreementPoint:
    return AgreementPoint.objects.get(key="food")


def test_a_room_opens_talks_over_and_agrees(reader: Make) -> None:
    """S16: all parties, the worker at her desk too, read it, word a point together and agree for themselves."""
    ana, brianna, tianna = (reader(who, "macia") for who in ("ana", "brianna", "tianna"))
    assert "There is no agreement yet" in page(ana)
    assert do(tianna, "begin").status_code == 303
    assert "Food at visits" in page(ana) and "Food at visits" in page(tianna)
    assert do(ana, "talk", point=food().public_id, text="I bring the mango").status_code == 303
    done = do(ana, "reword", point=food().public_id, version=1, text="Ana brings the fruit")
    assert done.headers["Location"].endswith(f"#{food().public_id}")
    assert "Waits for a yes from a foster parent." in page(ana)
    turn = PointTurn.objects.get(kind="words").public_id
    assert do(brianna, "take", turn=turn).status_code == 303
    assert "Words by Ana Gutierrez" in page(brianna)
    for one in (ana, brianna):
        assert do(one, "agree", version=2).status_code == 303
    assert page(ana).count("agreed on") == 2
    assert "Francisco DuBuque" in page(ana) and "there is no hurry" in page(ana)
    text = ana.get().content.decode()
    assert "suggested other words for a point: Food at visits" in text
    assert "agrees with the agreement" in text


def test_a_change_asks_again_for_the_changed_point_only(reader: Make) -> None:
    """S16: who agreed sees which points have other words since."""
    ana, brianna = reader("ana", "macia"), reader("brianna", "macia")
    do(ana, "begin")
    do(ana, "agree", version=1)
    do(brianna, "reword", point=food().public_id, version=1, text="Ana brings the fruit")
    do(ana, "take", turn=PointTurn.objects.get().public_id)
    again = page(ana)
    assert "These points have other words since you agreed:" in again
    assert again.count("new words</span>") == 1
    assert do(ana, "agree", version=1).status_code == 409, "the version that was seen is an older one"
    assert do(ana, "agree", version=2).status_code == 303
    assert "These points have other words" not in page(ana)
    assert do(ana, "withdraw").status_code == 303
    assert "agreed on" not in page(ana)


def test_it_is_scanned_before_it_is_read(reader: Make) -> None:
    """S16: points are closed until something of one is open; what waits for the reader stands on top, then how far."""
    ana, brianna, francisco = (reader(who, "macia") for who in ("ana", "brianna", "francisco"))
    do(ana, "begin")
    assert page(brianna).count("<details open") == 0
    assert page(brianna, "agreement/?all=1").count("<details open") == AgreementPoint.objects.count()
    do(ana, "reword", point=food().public_id, version=1, text="Ana brings the fruit")
    told = page(brianna)
    assert told.index('id="waits"') < told.index("Ana Gutierrez suggests other words") < told.index('id="points"')
    assert told.count("<details open") == 1
    assert "suggests other words</span>" not in page(ana), "one's own waits for the others"
    for one in (ana, brianna, francisco):
        do(one, "agree", version=1)
    total = AgreementPoint.objects.count()
    do(brianna, "take", turn=PointTurn.objects.get().public_id)
    assert f"{total - 1} of {total} points: both sides agree" in page(ana)
    for one in (ana, francisco):
        do(one, "agree", version=2)
    assert "not yet: Brianna Winter" in page(ana)
    do(brianna, "agree", version=2)
    assert f"{total} of {total} points: both sides agree" in page(ana), "the worker has not agreed yet"
    assert 'id="waits"' not in page(ana)
    remark = do(ana, "talk", point=food().public_id, text="I bring the mango").headers["Location"]
    assert page(ana, remark.split(ana.base)[1].split("#")[0]).count("<details open") == 1


def test_words_that_are_refused_stay_in_their_form(reader: Make) -> None:
    ana = reader("ana", "macia")
    do(ana, "begin")
    refused = do(ana, "talk", point=food().public_id, text=HARD)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert HARD in text and 'id="second-title"' in text
    assert do(ana, "talk", point=food().public_id, text=HARD, sure="1").status_code == 303
    assert do(ana, "reword", point=food().public_id, version=1, text=" ").status_code == 422
    assert do(ana, "dance").status_code == 422


def test_nothing_asks_whether_somebody_agreed(reader: Make, cast: Cast) -> None:
    """S17: a member who agreed to nothing, and one who took it back, can use everything that the others can."""
    ana, francisco = reader("ana", "macia"), reader("francisco", "macia")
    do(ana, "begin")
    do(ana, "agree", version=1)
    paths = ["", "people/", "agreement/", "agreement/plan/", "agreement/survey/", "agreement/feedback/"]
    paths += ["child/", "days/", "book/", "dates/", "meetings/", "learning/", "going-home/"]
    for path in paths:
        assert francisco.get(path).status_code == ana.get(path).status_code == 200, path
    assert francisco.post("say/", text="Good night").status_code == 303
    assert francisco.post("agreement/plan/", ways="room", latest="").status_code == 303
    assert francisco.post("agreement/survey/", together="3", heard="4").status_code == 303
    assert cast.say("francisco", "macia", "Sleep well").seq
    do(ana, "withdraw")
    assert ana.post("say/", text="Good night from me").status_code == 303


def test_who_may_only_read_sees_no_forms(reader: Make, cast: Cast) -> None:
    tianna, member = reader("tianna", "macia"), cast.member("ana", "macia")
    do(tianna, "begin")
    memberships.narrow(actor=cast.tianna, room_id=member.room.public_id, member_id=member.public_id, reason="a test")
    ana = reader("ana", "macia")
    assert 'value="agree"' not in page(ana) and 'value="talk"' not in page(ana)
    assert "read along" in page(ana, "agreement/plan/")
    assert do(ana, "agree", version=1).status_code == 403
    assert reader("samara", "jaylan").client.get(ana.base + "agreement/").status_code == 404


def test_the_room_brings_it_back(reader: Make) -> None:
    """S19: on its day the room's page says so kindly, and the agreement has a card until it was looked at."""
    ana = reader("ana", "macia")
    do(ana, "begin")
    assert "look at your agreement again" not in page(ana, "")
    Agreement.objects.update(review_on=timezone.localdate() - timedelta(days=1))
    assert "look at your agreement again" in page(ana, "")
    assert 'id="review"' in page(ana)
    desk = reader("tianna", "macia").client.get(reverse("desk_agreements")).content.decode()
    assert "to look at again" in desk
    assert do(ana, "keep", days=60).status_code == 303
    assert 'id="review"' not in page(ana)


def test_a_plan_for_talking_is_settled_and_kept_to(reader: Make) -> None:
    """S18, S31: how, when and about what; outside of the hours a kind word stands at the place to write, no lock."""
    ana, brianna = reader("ana", "macia"), reader("brianna", "macia")
    now = timezone.localtime()
    away = str((now.weekday() + 3) % 7)
    plan = {"ways": ["room", "calls"], "days": [away], "topics": ["day"], "first": ["hair"], "latest": ""}
    plan |= {"starts": "18:00", "ends": "20:00", "text": "Evenings are calm"}
    assert ana.post("agreement/plan/", **plan).status_code == 303
    assert "Ana Gutierrez suggests this plan" in page(brianna)
    assert do(brianna, "take_plan", plan=TalkPlan.objects.get().public_id).status_code == 303
    text = page(ana)
    assert "6:00 pm to 8:00 pm" in text and "Calls that the social worker sets up" in text and "Haircuts" in text
    room = page(ana, "")
    assert "You can send now; the others will see it then." in room
    assert "Ask each other first about: haircuts." in room
    assert ana.post("say/", text="She asked for you").status_code == 303
    assert ana.post("agreement/plan/", **plan).status_code == 409, "there is a newer plan than the form saw"
    assert 'id="settled"' not in page(reader("tianna", "macia"), ""), "staff is asked when somebody needs them"


def test_times_that_are_none_are_refused(reader: Make) -> None:
    ana = reader("ana", "macia")
    for starts, ends in (("25:00", "26:00"), ("18:00", ""), ("x", "y")):
        refused = ana.post("agreement/plan/", ways="room", latest="", starts=starts, ends=ends, text="Mine")
        assert refused.status_code == 422
        assert "Mine" in refused.content.decode()
    assert ana.post("agreement/plan/", act="rest", days=["0"], starts="08:00", ends="16:00").status_code == 303
    assert (RestTime.objects.get().starts, RestTime.objects.get().ends) == (time(8), time(16))
    assert "8:00 am to 4:00 pm" in page(ana)
    assert ana.post("agreement/plan/", act="rest").status_code == 303
    assert not RestTime.objects.exists()


def test_two_private_questions_are_asked_seldom(reader: Make, cast: Cast) -> None:
    """S72: after two weeks, at most every 60 days, on one's own pages; answered when one likes, seen by nobody else."""
    ana, brianna = reader("ana", "macia"), reader("brianna", "macia")
    assert "Two short questions" not in page(ana)
    Membership.objects.update(since=timezone.now() - timedelta(days=15))
    assert "Two short questions, for you alone" in page(ana)
    assert "Two short questions, for you alone" in ana.client.get("/").content.decode()
    assert ana.post("agreement/survey/", together="2", heard="5").status_code == 303
    assert ana.post("agreement/survey/", together="4", heard="5").status_code == 303
    (row,) = SurveyAnswer.objects.all()
    assert (row.together, row.heard) == (4, 5)
    assert "Two short questions, for you alone" not in page(ana)
    assert brianna.post("agreement/survey/", act="later").status_code == 303
    assert "Two short questions, for you alone" not in page(brianna)
    assert "checked" not in page(brianna, "agreement/survey/")
    SurveyAnswer.objects.update(at=timezone.now() - timedelta(days=61))
    assert "Two short questions, for you alone" in page(ana)
    assert ana.post("agreement/survey/", together="9", heard="5").status_code == 422
    assert SurveyAnswer.objects.count() == 2


def test_words_to_the_agency_go_to_supervisors_alone_and_come_back_as_a_change(lead: Cast, reader: Make) -> None:
    """S74: without a name; the answer is a short list that every member of the agency's rooms can read."""
    ana = reader("ana", "macia")
    assert ana.post("agreement/feedback/", text="The bus is hard").status_code == 303
    assert ana.post("agreement/feedback/", text="x" * 2_001).status_code == 422
    assert Feedback.objects.get().text == "The bus is hard"
    desk = Client()
    desk.force_login(lead.joshua)
    text = desk.get(reverse("desk_feedback")).content.decode()
    assert "The bus is hard" in text and "Birth parent" in text and "Ana" not in text
    for one in (reader("brianna", "macia"), reader("tianna", "macia")):
        assert "The bus is hard" not in one.get("agreement/").content.decode()
        assert one.client.get(reverse("desk_feedback")).status_code == 404
    client_id = "6f1f7c0e-8f3a-4f6e-9c07-3a3f6f0f1f00"
    told = {"heard": "The bus is hard", "changed": "There is a map now", "client_id": client_id}
    assert desk.post(reverse("desk_feedback"), told).status_code == 303
    assert desk.post(reverse("desk_feedback"), told).status_code == 303
    assert desk.post(reverse("desk_feedback"), {**told, "changed": ""}).status_code == 422
    assert Improvement.objects.count() == 1
    assert "There is a map now" in page(reader("samara", "jaylan"), "agreement/feedback/")


def test_an_agency_puts_in_its_own_template(lead: Cast, reader: Make) -> None:
    """S20: supervisors write it in both languages, versions are kept, and somebody else's change is never lost."""
    desk = Client()
    desk.force_login(lead.joshua)
    path = reverse("desk_template")
    assert desk.get(path).content.decode().count("<textarea") == 36
    form = {"version": "0", "en-food": "We bring fruit", "es-own1": "Algo nuestro"}
    assert desk.post(path, form).status_code == 303
    stale = desk.post(path, {**form, "en-food": "Something else"})
    assert stale.status_code == 409 and "Something else" in stale.content.decode()
    assert desk.post(path, {"version": "1"}).status_code == 422
    assert desk.post(path, {"version": "1", "en-food": "x" * 601}).status_code == 422
    kept = AgreementTemplate.objects.get()
    assert [one["en"] for one in kept.points] == ["We bring fruit", "Algo nuestro"]
    assert reader("tianna", "macia").client.get(path).status_code == 404
    do(reader("ana", "macia"), "begin")
    assert "We bring fruit" in page(reader("ana", "macia"))


def test_the_desk_sees_where_each_room_stands(reader: Make) -> None:
    tianna, ana = reader("tianna", "macia"), reader("ana", "macia")
    do(ana, "begin")
    do(ana, "agree", version=1)
    text = tianna.client.get(reverse("desk_agreements")).content.decode()
    assert "1 of 3 parents and caregivers agree" in text and text.count("Not opened yet") == 3
    assert ana.client.get(reverse("desk_agreements")).status_code == 404


def test_every_word_of_these_pages_is_spanish_too(lead: Cast, reader: Make, untranslated: set[str]) -> None:  # noqa: F811
    """Both seats and the agency's pages, with an agreement in talk, a plan, times of rest and a change asked about."""
    memberships.add(actor=None, room=lead.rooms["macia"], person=lead.wendy, role=Role.SUPERVISOR, sees_history=True)
    in_agreement(lead, "hola")
    Membership.objects.update(since=timezone.now() - timedelta(days=15))
    Agreement.objects.update(review_on=timezone.localdate())
    for person in lead.people.values():
        person.language = "es"
        person.save()
    ana, brianna, tianna = (reader(who, "macia") for who in ("ana", "brianna", "tianna"))
    opened = f"agreement/?point={AgreementPoint.objects.get(place=1).public_id}"
    paths = ["", "agreement/", opened, "agreement/plan/", "agreement/survey/", "agreement/feedback/"]
    answers = [one.get(path) for one in (ana, brianna) for path in paths]
    answers += [tianna.get(path) for path in ("agreement/", "agreement/plan/")]
    answers += [reader("samara", "jaylan").get("agreement/"), ana.client.get("/")]
    answers += [tianna.client.get(reverse("desk_agreements"))]
    desk = Client()
    desk.force_login(lead.wendy)
    answers += [desk.get(reverse(name)) for name in ("desk_agreements", "desk_template", "desk_feedback")]
    for answer in answers:
        assert answer.status_code == 200 and '<html lang="es"' in answer.content.decode(), answer.wsgi_request.path
    assert untranslated == set()
