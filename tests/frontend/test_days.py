"""The days pages as people see them, from both seats, without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from moderation.models import Look
from rooms.models import Day, Notification, SickCard
from rooms.services import days, sick
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.photos import jpeg
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]

At = Callable[[str, str], Reader]


def told(cast: Cast, **more: object) -> Day:
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}
    event = days.tell(**form, **{"taps": {"mood": "mood.happy"}, "text": "He sang", **more})
    return Day.objects.get(public_id=event.data["item"]["id"])


def test_a_day_is_told_by_taps_and_seen_in_the_readers_language(cast: Cast, reader: At) -> None:
    """S27: what was tapped reads in Spanish on Joshua's page and in the conversation; nobody translated it."""
    wendy, joshua = reader("wendy", "jon"), reader("joshua", "jon")
    cast.joshua.language = "es"
    cast.joshua.save()
    answer = wendy.post("days/", slept="slept.well", asked="asked.dad", text="Eleven trucks")
    assert answer.status_code == 303 and answer["Location"] == f"{wendy.base}days/#days"
    for path in ("days/", "", "days/week/"):
        page = joshua.get(path).content.decode()
        assert "durmió bien" in page and "preguntó por papá" in page, path
        assert "Eleven trucks" in page


def test_a_photo_goes_with_it_and_a_video_when_it_is_made(cast: Cast, reader: At) -> None:
    """S28: photos are made anew at once; a video is waited for, in plain words, and what was tapped is kept."""
    wendy = reader("wendy", "jon")
    photo = SimpleUploadedFile("IMG.jpg", jpeg(64, 48), content_type="image/jpeg")
    assert wendy.post("days/", mood="mood.calm", photos=photo, alt="A truck").status_code == 303
    assert "small.jpg" in reader("ana", "jon").get("days/").content.decode()
    video = SimpleUploadedFile("clip.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 64, content_type="video/mp4")
    refused = wendy.post("days/", mood="mood.sad", photos=video, text="Look")
    page = refused.content.decode()
    assert refused.status_code == 409 and "is being made safe" in page
    assert 'value="mood.sad" checked' in page and "Look</textarea>" in page


def test_an_empty_form_says_what_to_do(reader: At) -> None:
    """S27"""
    refused = reader("wendy", "jon").post("days/")
    assert refused.status_code == 422 and "Please tap something" in refused.content.decode()


def test_words_are_thought_over_before_they_are_sent(reader: At) -> None:
    """A second thought, as in the conversation; the taps and the words stay in the form."""
    wendy = reader("wendy", "jon")
    page = wendy.post("days/", mood="mood.sad", text="My number is 614-555-0143").content.decode()
    assert 'name="sure"' in page and "614-555-0143</textarea>" in page and 'value="mood.sad" checked' in page
    assert wendy.post("days/", mood="mood.sad", text="My number is 614-555-0143", sure="1").status_code == 303
    assert "614-555" not in reader("ana", "jon").get("days/").content.decode()


def test_ones_own_day_is_changed_and_taken_back(cast: Cast, reader: At) -> None:
    """S27: the form comes back filled; others have no such button, and an old day none at all."""
    day, wendy = told(cast), reader("wendy", "jon")
    change = f"days/?change={day.public_id}"
    page = wendy.get(change).content.decode()
    assert 'value="mood.happy" checked' in page and "He sang</textarea>" in page
    assert f'name="day" value="{day.public_id}"' not in reader("ana", "jon").get(change).content.decode()
    wendy.post("days/", day=day.public_id, mood="mood.calm", text="He sang twice")
    assert "He sang twice" in reader("ana", "jon").get("days/").content.decode()
    assert reader("ana", "jon").post("days/act/", act="back", about=day.public_id).status_code == 403
    assert wendy.post("days/act/", act="back", about=day.public_id).status_code == 303
    assert "He sang twice" not in reader("ana", "jon").get("days/").content.decode()
    late = told(cast)
    Day.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(hours=1))
    assert f"change={late.public_id}" not in wendy.get("days/").content.decode()
    assert wendy.post("days/act/", act="back", about=late.public_id).status_code == 409


def test_a_day_is_celebrated(cast: Cast, reader: At) -> None:
    """S49"""
    day = told(cast)
    reader("joshua", "jon").post("days/act/", act="cheer", about=day.public_id, cheer="cheer.proud", text="My boy")
    page = reader("wendy", "jon").get("days/").content.decode()
    assert "So proud!" in page and "My boy" in page


def test_long_rooms_have_earlier_days(cast: Cast, reader: At) -> None:
    """S27: thirty tellings a page, and those of one day together."""
    today = timezone.localdate()
    for number in range(32):
        told(cast, on=today - timedelta(days=number // 3), text=f"Telling {number:02}")
    ana = reader("ana", "jon")
    first = ana.get("days/").content.decode()
    assert "Telling 29" in first and "Telling 30" not in first
    older = ana.get(f"days/?before={(today - timedelta(days=9)).isoformat()}").content.decode()
    assert "Telling 30" in older and "Telling 31" in older and "Telling 29" not in older


def test_the_week_is_seven_days_one_below_the_other(cast: Cast, reader: At) -> None:
    """S27: a heading each, so that it reads on any screen and aloud; a week with nothing says so kindly."""
    told(cast, taps={"slept": "slept.well"}, text="He sang all the way home")
    page = reader("ana", "jon").get("days/week/").content.decode()
    assert page.count('<li class="entry"><h2>') == 7 and page.count("Nothing was told on this day.") == 6
    assert "slept well" in page and "He sang all the way home" in page
    assert "on 1 day of this week" in page
    assert "Nothing was told" in reader("ana", "jon").get("days/week/?to=2020-01-01").content.decode()
    assert reader("ana", "jon").get("days/week/?to=x&child=%00").status_code == 200


def test_sick_days_are_in_the_week(cast: Cast, reader: At) -> None:
    """S27, S29: also where nothing else was told, and from the desk."""
    sick.tell(
        actor=cast.wendy, room_id=cast.rooms["jon"].public_id, client_id=uuid4(), signs=["sick.fever", "sick.cough"]
    )
    for who in ("joshua", "tianna"):
        page = reader(who, "jon").get("days/week/").content.decode()
        assert "A sick day" in page and "fever" in page and "cough or cold" in page
        assert "Jon was sick on 1 day of this week." in page


@pytest.mark.parametrize(("years", "offered"), [(2, False), (3, True), (9, True), (None, True)])
def test_school_is_offered_by_the_age_of_the_child(cast: Cast, reader: At, years: int | None, offered: bool) -> None:
    """S27: not for a two-year-old; where the age is not known all is offered, and what was tapped before stays."""
    child = cast.rooms["jon"].children.get()
    child.birth_date = None if years is None else timezone.localdate() - timedelta(days=366 * years)
    child.save()
    assert ('name="school"' in reader("wendy", "jon").get("days/").content.decode()) is offered
    day = told(cast, taps={"school": "school.good"})
    page = reader("wendy", "jon").get(f"days/?change={day.public_id}").content.decode()
    assert 'value="school.good" checked' in page


@pytest.mark.parametrize("query", ["to=0001-01-01", "to=9999-12-31", "to=x", "to=%00", "to=0001-01-03&child=%00"])
def test_a_week_of_no_time_is_some_week(reader: At, query: str) -> None:
    """Addresses are typed, too."""
    assert reader("ana", "jon").get(f"days/week/?{query}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "%00"])
def test_days_before_any_day_are_a_page(reader: At, day: str) -> None:
    assert reader("ana", "jon").get(f"days/?before={day}").status_code == 200


def test_a_sick_child_is_one_tap_and_a_confirmation(cast: Cast, reader: At) -> None:
    """S29: the card stands above the conversation and on the days page, with who has seen it and a clear button."""
    wendy, joshua = reader("wendy", "jon"), reader("joshua", "jon")
    assert "Tell everyone now" in wendy.get("days/sick/").content.decode()
    wendy.post("days/sick/", signs=["sick.fever", "sick.cough"], doctor="doctor.going")
    card = SickCard.objects.get()
    for path in ("", "days/"):
        page = joshua.get(path).content.decode()
        assert "Jon is sick" in page and "I have seen this" in page and "Not seen yet by" in page, path
    seen = joshua.post("days/act/", **{"act": "see", "about": card.public_id, "from": "room"})
    assert seen.status_code == 303 and seen["Location"].startswith(f"{joshua.base}#m")
    page = wendy.get("").content.decode()
    assert "Seen by Joshua Reyes." in page and "I have seen this" not in page
    assert "Better now" not in joshua.get("").content.decode()
    wendy.post("days/act/", act="better", about=card.public_id)
    assert "I have seen this" not in joshua.get("").content.decode()
    again = wendy.post("days/act/", act="better", about=card.public_id)
    assert again.status_code == 409 and "Somebody has said already" in again.content.decode()


def test_the_notice_leads_to_the_card_and_saying_so_counts(cast: Cast) -> None:
    """S29: whoever says "I saw it" on the way in has seen the card."""
    sick.tell(actor=cast.wendy, room_id=cast.rooms["jon"].public_id, client_id=uuid4(), signs=["sick.fall"])
    for who, page in (("joshua", "days"), ("tianna", "desk_days")):
        notice = Notification.objects.get(person=cast.people[who])
        answer = signed_in(cast.people[who]).post(reverse("notified", args=[notice.public_id]))
        assert answer["Location"] == reverse(page, args=[cast.rooms["jon"].public_id])
    assert {one.member.person for one in SickCard.objects.get().seen.all()} == {cast.joshua, cast.tianna}


def test_words_are_passed_on(cast: Cast, reader: At) -> None:
    """S32: a goodnight for the child, told by the foster parent, with how it went."""
    joshua, wendy = reader("joshua", "jon"), reader("wendy", "jon")
    joshua.post("days/words/", way="to", text="Buenas noches de tu papá")
    page = wendy.get("days/words/").content.decode()
    assert "Buenas noches de tu papá" in page and "I told Jon" in page
    assert "I told Jon" not in joshua.get("days/words/").content.decode()
    about = page.split('name="about" value="')[1][:12]
    wendy.post("days/act/", act="told", about=about, text="A very quiet brrr")
    assert "A very quiet brrr" in joshua.get("days/words/").content.decode()
    late = reader("ana", "jon").post("days/act/", act="told", about=about)
    assert late.status_code == 409 and "passed these words on already" in late.content.decode()


def test_the_desk_has_the_same_pages_and_looks_leave_a_row(cast: Cast, reader: At) -> None:
    """S53, S27: from her seat the social worker reads and tells; her look is in the list."""
    told(cast)
    tianna = reader("tianna", "jon")
    for path in ("days/", "days/week/", "days/sick/", "days/words/"):
        assert tianna.get(path).status_code == 200, path
    assert "He sang" in tianna.get("days/").content.decode()
    assert Look.objects.filter(kind=Look.Kind.PAGES, room=cast.rooms["jon"]).exists()
    assert tianna.post("days/", funny="funny.laughed").status_code == 303
    assert Look.objects.filter(kind=Look.Kind.STEP_IN, detail__what="day.told").exists()


def test_what_is_none_of_the_small_forms_is_refused(reader: At) -> None:
    """A wrong act is no choice; a wrong id is not there; a bare visit goes to the room."""
    ana = reader("ana", "jon")
    assert ana.post("days/act/", act="nothing", about="a1" * 6).status_code == 422
    assert ana.post("days/act/", act="better", about="a1" * 6).status_code == 404
    assert ana.get("days/act/").status_code == 302
