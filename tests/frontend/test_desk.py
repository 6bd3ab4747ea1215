"""The desk: families live, observing a room, stepping in, and the parts that people have (S7, S53)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rooms.models import Act, StaffAct
from tests.cast import Cast
from tests.frontend.conftest import Reader


@pytest.fixture
def tianna(cast: Cast) -> Reader:
    return Reader(cast, "tianna", "macia")


def manage(reader: Reader, person: str, act: str) -> str:
    return f"people/{reader.cast.member(person, 'macia').public_id}/{act}/"


def test_families_and_rooms_with_their_last_words(tianna: Reader, cast: Cast) -> None:
    cast.say("samara", "jaylan", "He hums when he is tired")
    page = tianna.client.get("/desk/").content.decode()
    for words in ("Gutierrez family", "Hudson family", "He hums when he is tired", "3 rooms", "1 this week"):
        assert words in page


def test_a_parent_has_no_desk(ana: Reader) -> None:
    """Her own room from the desk is refused; all the rest is not there."""
    jaylan = ana.cast.rooms["jaylan"].public_id
    asked = ("/desk/", f"/desk{ana.base}", f"/desk{ana.base}people/", f"/desk/rooms/{jaylan}/")
    assert [ana.client.get(path).status_code for path in asked] == [404, 403, 403, 404]


def test_observing_says_so_and_shows_earlier_versions(tianna: Reader, ana: Reader, cast: Cast) -> None:
    said = cast.say("ana", "macia", "at tne")
    ana.post(f"{said.seq}/edit/", text="at ten")
    page = tianna.get().content.decode()
    assert "You are observing." in page
    assert "1 earlier version" in page
    assert "at tne" in page
    assert "at tne" not in Reader(cast, "brianna", "macia").get().content.decode()


def test_stepping_in_is_shown_as_social_worker(tianna: Reader, ana: Reader) -> None:
    page = tianna.get().content.decode()
    assert "Step in as social worker: write to <b>Ana Gutierrez, Francisco DuBuque, and Brianna Winter</b>" in page
    answer = tianna.post("say/", text="Well done, all of you")
    assert answer["Location"].startswith(tianna.base)
    seen = ana.get().content.decode()
    assert '<b class="name">Tianna Reilly</b><span class="role">social worker</span>' in seen


def test_the_members_door_is_not_the_desks(tianna: Reader) -> None:
    assert tianna.client.get(f"/rooms/{tianna.room.public_id}/").status_code in (403, 404)


def test_a_pause_is_asked_twice_needs_a_reason_and_works_at_once(tianna: Reader, ana: Reader) -> None:
    path = manage(tianna, "ana", "suspend")
    asks = tianna.get(path).content.decode()
    assert "Pause Ana Gutierrez’s part?" in asks
    assert ana.get().status_code == 200
    refused = tianna.post(path, reason=" ")
    assert refused.status_code == 422
    assert "Please write down the reason." in refused.content.decode()
    done = tianna.post(path, reason="until the hearing")
    assert (done.status_code, done["Location"]) == (303, f"{tianna.base}people/")
    assert ana.get().status_code == 404
    assert "until the hearing" not in ana.client.get("/").content.decode()


def test_a_pause_can_have_an_end(tianna: Reader) -> None:
    day = timezone.localdate() + timedelta(days=3)
    tianna.post(manage(tianna, "ana", "suspend"), reason="a short one", until=day.isoformat())
    act = StaffAct.objects.get(act=Act.SUSPEND)
    assert act.until is not None
    zone = "America/Los_Angeles"
    assert act.until.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") == f"{day} 00:00"


@pytest.mark.parametrize("until", ["2001-01-01", "tomorrow", "99999-99-99"])
def test_an_end_that_cannot_be_is_told_and_the_reason_kept(tianna: Reader, until: str) -> None:
    answer = tianna.post(manage(tianna, "ana", "suspend"), reason="keep these words", until=until)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please choose a date that is still to come." in page
    assert "keep these words" in page


def test_read_only_write_again_and_back(tianna: Reader, ana: Reader) -> None:
    tianna.post(manage(tianna, "ana", "narrow"), reason="for now")
    assert "reads only" in tianna.get("people/").content.decode()
    assert ana.post("say/", text="Hi").status_code == 403
    tianna.post(manage(tianna, "ana", "widen"), reason="all well")
    assert ana.post("say/", text="Hi").status_code == 303
    tianna.post(manage(tianna, "ana", "suspend"), reason="for now")
    tianna.post(manage(tianna, "ana", "restore"), reason="all well")
    assert ana.get().status_code == 200
    tianna.post(manage(tianna, "ana", "end"), reason="moved away")
    assert ana.get().status_code == 404


def test_what_was_missed_can_be_shown(tianna: Reader, ana: Reader, cast: Cast) -> None:
    """G1: after a pause nothing of it is seen, unless staff grants it; offered only where something is hidden."""
    assert manage(tianna, "ana", "show") not in tianna.get("people/").content.decode()
    tianna.post(manage(tianna, "ana", "suspend"), reason="for now")
    cast.say("brianna", "macia", "Said during the pause")
    tianna.post(manage(tianna, "ana", "restore"), reason="all well")
    assert "Said during the pause" not in ana.get().content.decode()
    assert f"{tianna.base}{manage(tianna, 'ana', 'show')}" in tianna.get("people/").content.decode()
    assert tianna.post(manage(tianna, "ana", "show"), reason="the judge decided").status_code == 303
    assert "Said during the pause" in ana.get().content.decode()


def test_another_role_is_chosen_from_those_that_families_have(tianna: Reader, ana: Reader) -> None:
    path = manage(tianna, "ana", "role")
    page = tianna.get(path).content.decode()
    assert 'value="relative"' in page
    assert 'value="social_worker"' not in page
    assert tianna.post(path, reason="so she said", role="social_worker").status_code == 422
    assert tianna.post(path, reason="so she said", role="relative").status_code == 303
    assert "relative" in ana.get("people/").content.decode()


@pytest.mark.parametrize("path", ["people/zzzzzzzzzzzz/suspend/", "people/{ana}/dance/", "people/{tianna}/suspend/"])
def test_what_cannot_be_done_is_not_there(tianna: Reader, path: str) -> None:
    ids = {person: tianna.cast.member(person, "macia").public_id for person in ("ana", "tianna")}
    assert tianna.get(path.format(**ids)).status_code == 404
    assert tianna.post(path.format(**ids), reason="x").status_code == 404


def test_parents_manage_nobody(ana: Reader, cast: Cast) -> None:
    path = f"/desk{ana.base}people/{cast.member('brianna', 'macia').public_id}/suspend/"
    assert ana.client.get(path).status_code == 403
    assert ana.client.post(path, {"reason": "no"}).status_code == 403
