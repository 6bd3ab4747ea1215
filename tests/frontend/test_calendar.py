"""One page with everything from all of a person's rooms, in their language and zone, and theirs alone (S35, S36)."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from frontend import when
from moderation.models import Look
from rooms.models import Meeting, Occasion, Person
from rooms.services import occasion_plans
from rooms.zones import clock_time
from tests.cast import Cast
from tests.frontend.test_feeds import PLACE, plan, soon

ZONE = ZoneInfo("America/Los_Angeles")


def page_of(cast: Cast, name: str, path: str = "/calendar/") -> str:
    client = Client()
    client.force_login(cast.people[name])
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _in_california(cast: Cast) -> None:
    Person.objects.update(time_zone="America/Los_Angeles")


def test_an_empty_calendar_says_what_to_do(cast: Cast) -> None:
    page = page_of(cast, "ana")
    assert "Nothing is planned yet." in page and "Nothing is on the calendar today." in page


def test_it_gathers_all_rooms_by_day_and_leads_to_each(cast: Cast) -> None:
    """S35: visits, dates and meetings; the room is named, since only its owner reads this."""
    one, other = plan(cast, "macia", soon(3)), plan(cast, "jon", soon(4), kind="court")
    Meeting.objects.create(room=cast.rooms["gladys"], kind="team", state="set", starts_at=soon(5))
    page = page_of(cast, "ana")
    for room, row in (("macia", one), ("jon", other)):
        assert f'href="/rooms/{cast.rooms[room].public_id}/dates/#{row.public_id}"' in page
    assert f"/rooms/{cast.rooms['gladys'].public_id}/meetings/" in page
    assert page.index("A visit") < page.index("A court date") < page.index("Team meeting")
    assert "Only you see this page." in page


def test_walls_between_the_rooms_hold(cast: Cast) -> None:
    """S1, S3: Francisco has nothing of Jon; Samara nothing of anybody else's."""
    for number, room in enumerate(("macia", "gladys", "jon", "jaylan")):
        plan(cast, room, soon(3 + number))
    seen = {"ana": {"Macia", "Gladys", "Jon"}, "francisco": {"Macia", "Gladys"}, "joshua": {"Jon"},
            "brianna": {"Macia", "Jaylan"}, "wendy": {"Gladys", "Jon"}, "samara": {"Jaylan"}}  # fmt: skip
    for name, rooms in seen.items():
        page = page_of(cast, name)
        for room in ("Macia", "Gladys", "Jon", "Jaylan"):
            assert (room in page) == (room in rooms), (name, room)
            assert (cast.rooms[room.lower()].public_id in page) == (room in rooms)
    cast.suspend("ana", "macia")
    assert "Macia" not in page_of(cast, "ana")


def test_a_place_is_there_only_for_whom_staff_showed_it(cast: Cast) -> None:
    """S36: time for everybody, place for some."""
    one = plan(cast, "macia", soon())
    occasion_plans.show_place(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), occasion=one.public_id,
        version=one.version, place=PLACE, members=[cast.member("ana", "macia").public_id],
    )  # fmt: skip
    assert PLACE in page_of(cast, "ana")
    assert PLACE not in page_of(cast, "brianna") and PLACE not in page_of(cast, "francisco")


def test_times_are_the_readers_own(cast: Cast) -> None:
    """The same visit at ten in Los Angeles and at one in New York; at midnight it may be another day."""
    day = timezone.localdate(timezone=ZONE) + timedelta(days=3)
    plan(cast, "macia", datetime.combine(day, time(10), ZONE))
    plan(cast, "gladys", datetime.combine(day, time(22), ZONE))
    Person.objects.filter(pk=cast.francisco.pk).update(time_zone="America/New_York")
    here, there = page_of(cast, "ana"), page_of(cast, "francisco")
    assert "10:00 am" in here and "10:00 pm" in here
    assert "1:00 pm" in there and "1:00 am" in there
    agenda = here[: here.index('class="month')]
    assert agenda.count('class="on"') == 1 and there[: there.index('class="month')].count('class="on"') == 2


def test_what_waits_and_what_is_off_is_said_in_words(cast: Cast) -> None:
    plan(cast, "macia", soon(), by="ana")
    off = plan(cast, "gladys", soon(4))
    Occasion.objects.filter(pk=off.pk).update(state="called_off")
    page = page_of(cast, "ana")
    assert "not settled yet" in page and "called off" in page


def test_two_things_at_one_time_are_marked_for_their_owner_alone(cast: Cast) -> None:
    """S35: Brianna learns that two of her families ask for the same hour; the families learn nothing."""
    plan(cast, "macia", soon())
    plan(cast, "jaylan", soon())
    assert "At the same time: a visit (Jaylan)" in page_of(cast, "brianna")
    for name in ("ana", "samara"):
        assert "At the same time" not in page_of(cast, name)


def test_today_the_last_days_and_another_month(cast: Cast) -> None:
    now = timezone.now()
    one, past = plan(cast, "macia", soon(3)), plan(cast, "macia", soon(4))
    Occasion.objects.filter(pk=past.pk).update(starts=now - timedelta(days=4), ends=now - timedelta(days=4, hours=-1))
    today = timezone.localdate(timezone=ZONE)
    noon = datetime.combine(today, time(12), ZONE)
    Occasion.objects.filter(pk=one.pk).update(starts=noon, ends=noon + timedelta(hours=1))
    page = page_of(cast, "ana")
    assert "Nothing is on the calendar today." not in page and "The last 30 days" in page
    shown = page_of(cast, "ana", "/calendar/?month=2031-02")
    assert "February 2031" in shown and "?month=2031-01" in shown and "?month=2031-03" in shown
    for odd in ("2031-13", "x", "0001-01", "9999-12", "2031-02-05", "\x00"):
        assert "February 2031" not in page_of(cast, "ana", f"/calendar/?month={odd}")


def test_a_regular_talk_is_not_listed_for_every_week(cast: Cast) -> None:
    """S31: the next two, and that it goes on; the month has all of them."""
    weekly = {"kind": "talk", "state": "set", "asked_by": cast.member("ana", "macia")}
    Meeting.objects.create(room=cast.rooms["macia"], starts_at=soon(2), **weekly)
    page = page_of(cast, "ana")
    agenda = page[: page.index('class="month')]
    assert agenda.count("Regular talk") == 2 and agenda.count("comes again") == 1


def test_the_desk_has_one_over_its_rooms_and_leaves_its_rows(cast: Cast) -> None:
    """S6, S53: that staff looked is in each room's list; for parents there is no such page."""
    plan(cast, "macia", soon())
    plan(cast, "jaylan", soon(4))
    Look.objects.all().delete()
    page = page_of(cast, "tianna", "/desk/calendar/")
    assert f"/desk/rooms/{cast.rooms['macia'].public_id}/dates/" in page and PLACE in page
    assert set(Look.objects.filter(kind="pages").values_list("room", flat=True)) == {
        room.pk for room in cast.rooms.values()
    }
    assert "Macia" not in page_of(cast, "tianna")  # her own calendar is a member's, and she is none
    client = Client()
    client.force_login(cast.ana)
    assert client.get("/desk/calendar/").status_code == 404


def test_ways_to_it(cast: Cast) -> None:
    assert 'href="/calendar/"' in page_of(cast, "ana", "/")
    assert 'href="/calendar/phone/"' in page_of(cast, "ana", "/settings/")
    assert 'href="/desk/calendar/"' in page_of(cast, "tianna", "/desk/")


def test_a_day_without_its_time_does_not_take_all_day(cast: Cast) -> None:
    """S36: the time is told with the place, to those who may see that; "all day" would be another thing."""
    one = plan(cast, "macia", soon(3), kind="dentist", place_kind="office", whole_day=True)
    assert "The social worker tells you the time." in page_of(cast, "ana") and "All day" not in page_of(cast, "ana")
    one.place_for.add(cast.member("ana", "macia"))
    assert "The time is with the place." in page_of(cast, "ana")


@pytest.mark.parametrize(("language", "tile", "clock"), [("en", "Oct", "4:05 pm"), ("es", "oct", "4:05 pm")])
def test_months_and_hours_as_the_language_writes_them(language: str, tile: str, clock: str) -> None:
    """Months are small in Spanish; no hour ends with a dot, so that none of a sentence is doubled."""
    at = datetime(2026, 10, 12, 16, 5, tzinfo=ZONE)
    with translation.override(language), timezone.override(ZONE):
        tag = "{% load coparenting %}{{ at|short_month }} {{ at|clock }}"
        assert Template(tag).render(Context({"at": at})) == f"{tile} {clock}"
        assert tile in when.ago(datetime(2025, 10, 12, 16, 5, tzinfo=ZONE))
        assert not any(clock_time(time(hour)).endswith(".") for hour in range(24))


def test_a_new_link_can_be_copied(cast: Cast) -> None:
    """With a button where the browser can, and from a field that is chosen as a whole."""
    client = Client()
    client.force_login(cast.ana)
    page = client.post("/calendar/link/", {"shows": "kinds"}).content.decode()
    assert 'id="copy" hidden' in page and 'id="address" rows="3" readonly' in page
    assert "calendar-phone" in page and "We cannot show you the link again." in page
