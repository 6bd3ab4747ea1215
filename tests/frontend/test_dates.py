"""The pages for visits and dates as people see them, from both seats, without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rooms.models import Approval, Occasion, Person, Wish
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = [pytest.mark.django_db]

At = Callable[[str, str], Reader]
PLACE = "3 Alder Steps, second bell"
DAY = (timezone.localdate() + timedelta(days=10)).isoformat()
VISIT = {"what": "visit", "day": DAY, "from": "14:00", "to": "15:30", "place_kind": "agency"}


def body(reader: Reader, path: str = "dates/") -> str:
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def allow(reader: At, room: str = "jon", **more: object) -> None:
    terms = {"who": "everyone", "supervised": "agency", "times": "1", "per": "week", "minutes": "120"}
    terms |= {"places": ["agency", "public"], "from_on": timezone.localdate().isoformat(), "staff_decides": "1"}
    tianna = reader("tianna", room)
    terms |= dict.fromkeys(re.findall(r'name="(older-\w+)"', body(tianna, "dates/allowed/")), "replaces")
    answer = tianna.post("dates/allowed/", **{**terms, **more})
    assert answer.status_code == 303


def asked(reader: At, who: str = "joshua", room: str = "jon", **more: object) -> Occasion:
    answer = reader(who, room).post("dates/ask/", **{**VISIT, **more})
    assert answer.status_code == 303, answer.content.decode()
    return Occasion.objects.latest("pk")


def do(reader: Reader, one: Occasion, step: str, **more: object) -> str:
    one.refresh_from_db()
    answer = reader.post(f"dates/{one.public_id}/", step=step, version=one.version, **more)
    one.refresh_from_db()
    return answer["Location"] if answer.status_code == 303 else answer.content.decode()


def test_what_is_possible_stands_before_the_form(reader: At) -> None:
    """S35: without an approval there is no form but what to do; with one, its limits in plain words."""
    page = body(reader("joshua", "jon"), "dates/ask/?what=visit")
    assert "So far the court has allowed no visits or calls for you" in page
    assert 'name="day"' not in page
    allow(reader)
    page = body(reader("joshua", "jon"), "dates/ask/?what=visit")
    assert "You can have a visit or call once a week, for up to 2 hours." in page
    assert "This week there is 1 still free for you." in page
    assert 'name="day"' in page


def test_what_is_not_possible_is_told_exactly_and_nothing_typed_is_lost(reader: At) -> None:
    """S35."""
    allow(reader)
    answer = reader("joshua", "jon").post("dates/ask/", **{**VISIT, "to": "18:00", "text": "I bring the truck"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It can last 2 hours at most." in page
    assert "I bring the truck" in page and f'value="{DAY}"' in page


def test_from_asking_to_set_everybody_sees_how_it_stands(reader: At) -> None:
    """S35, S37, S38: asked, another time, yes, approved; the conversation links to it."""
    allow(reader)
    joshua, wendy, tianna = reader("joshua", "jon"), reader("wendy", "jon"), reader("tianna", "jon")
    one = asked(reader)
    assert "waits for your answer" in body(wendy)
    do(wendy, one, "change", day=DAY, **{"from": "15:00", "to": "16:00", "text": "He naps until three"})
    assert one.state == "asked" and "He naps until three" in body(joshua)
    assert do(joshua, one, "accept").endswith(f"/dates/#{one.public_id}")
    assert "both said yes; it waits for yours" in body(tianna)
    do(tianna, one, "approve")
    for page in (body(joshua), body(wendy), body(tianna), body(reader("ana", "jon"))):
        assert "is settled" in page and "3:00 pm" in page
    assert f"#{one.public_id}" in joshua.get().content.decode()
    assert "approved a visit" in wendy.get().content.decode()


def test_a_form_from_before_a_change_says_so_and_shows_how_it_is(reader: At) -> None:
    allow(reader)
    one = asked(reader)
    do(reader("wendy", "jon"), one, "decline", text="We are away that day.")
    answer = reader("wendy", "jon").post(f"dates/{one.public_id}/", step="accept", version="1")
    assert answer.status_code == 409
    assert "was not possible" in answer.content.decode()


def test_the_place_is_shown_to_those_whom_staff_names(reader: At, cast: Cast) -> None:
    """S36: the page says who can see it, before anybody reads it."""
    people = [cast.member(who, "macia").public_id for who in ("ana", "francisco")]
    invitation = {"what": "date", "kind": "dentist", "place_kind": "office", "people": people, "place": PLACE}
    one = asked(reader, "brianna", "macia", **invitation)
    for who in ("ana", "francisco", "brianna"):
        assert PLACE not in body(reader(who, "macia")) + body(reader(who, "macia"), f"dates/{one.public_id}/")
    assert "Only staff can see this line." in body(reader("tianna", "macia"))
    do(reader("tianna", "macia"), one, "place", place=PLACE, people=[people[0]])
    assert "Only Ana Gutierrez and staff can see this line." in body(reader("ana", "macia"))
    assert PLACE in body(reader("ana", "macia"))
    assert PLACE not in body(reader("francisco", "macia"))
    assert PLACE not in reader("ana", "macia").get().content.decode()


def test_only_the_day_can_be_told(reader: At, cast: Cast) -> None:
    """S36."""
    people = [cast.member("ana", "macia").public_id]
    day = {"what": "date", "kind": "school", "place_kind": "office", "people": people, "whole_day": "1", "from": ""}
    asked(reader, "brianna", "macia", **{**day, "to": ""})
    card = re.search(r'<p class="when">(.*?)</p>', body(reader("ana", "macia")), re.S)
    assert card and DAY in card[1] and "am" not in card[1].split(">")[1]


def test_two_things_at_once_are_warned_of_and_only_to_oneself(reader: At, cast: Cast) -> None:
    allow(reader, "gladys")
    allow(reader)
    do(reader("wendy", "gladys"), asked(reader, "ana", "gladys"), "accept")
    one = asked(reader)
    page = do(reader("wendy", "jon"), one, "accept")
    assert "You have something else" in page and "Gladys" not in page
    assert do(reader("wendy", "jon"), one, "accept", overlap="1").endswith(one.public_id)
    assert "something else" not in body(reader("joshua", "jon"))
    again = reader("ana", "jon").post("dates/ask/", **VISIT)
    assert again.status_code == 422
    stamp = re.search(r'name="overlap" value="([^"]+)"', again.content.decode())
    assert stamp
    assert reader("ana", "jon").post("dates/ask/", **VISIT, overlap=stamp[1]).status_code == 303


def test_a_plan_and_notes(reader: At) -> None:
    """S40, S41, S43."""
    allow(reader)
    joshua, wendy = reader("joshua", "jon"), reader("wendy", "jon")
    one = asked(reader)
    do(wendy, one, "accept")
    do(reader("tianna", "jon"), one, "approve")
    do(joshua, one, "plan", part="bring", text="The red truck")
    do(joshua, one, "topic", text="Saying goodbye")
    do(wendy, one, "ride", ride="ride_offered", text="From the station")
    assert "The red truck" in body(wendy)
    detail = body(wendy, f"dates/{one.public_id}/")
    assert "offered a ride" in detail and "Saying goodbye" in detail
    now = timezone.now()
    Occasion.objects.update(starts=now - timedelta(hours=2), ends=now - timedelta(hours=1))
    do(wendy, one, "note", about="well", text="He waved first")
    do(wendy, one, "note", about="try", text="Two more things, then go")
    page = body(joshua)
    assert "He waved first" in page and "Two more things, then go" in page


def test_both_sides_ask_the_worker_together(reader: At) -> None:
    """S39."""
    ana, wendy, tianna = reader("ana", "jon"), reader("wendy", "jon"), reader("tianna", "jon")
    ana.post("dates/", act="wish", what="natural", text="A playground would be good")
    wish = Wish.objects.get().public_id
    assert "waits for the other side" in body(ana)
    wendy.post("dates/", act="join", wish=wish)
    assert "it waits for the worker" in body(ana)
    assert tianna.post("dates/", act="answer", wish=wish, text="").status_code == 422
    tianna.post("dates/", act="answer", wish=wish, text="I will ask on Monday")
    assert "I will ask on Monday" in body(wendy)


def test_staff_keeps_what_the_court_allows(reader: At) -> None:
    """S35: kept by staff, replaced and ended, and what was before stays to be read."""
    allow(reader)
    tianna = reader("tianna", "jon")
    allow(reader, times="2")
    page = body(tianna, "dates/allowed/")
    assert "2 times a week" in page and "once a week" in page
    assert "2 times a week" in body(reader("wendy", "jon"))
    newer = Approval.objects.latest("pk").public_id
    assert tianna.post("dates/allowed/", act="end", approval=newer).status_code == 303
    assert "no visits or calls are written down" in body(reader("wendy", "jon"))
    assert reader("wendy", "jon").get("dates/allowed/").status_code == 403
    assert tianna.post("dates/allowed/", who="everyone", times="many").status_code == 422


def test_each_week(reader: At) -> None:
    allow(reader, staff_decides="0")
    until = (timezone.localdate() + timedelta(days=25)).isoformat()
    asked(reader, weekly="1", weekly_until=until)
    assert Occasion.objects.count() == 3
    first = Occasion.objects.order_by("starts")[0]
    assert "Yes, to all of them" in body(reader("wendy", "jon"))
    do(reader("wendy", "jon"), first, "accept", all="1")
    assert set(Occasion.objects.values_list("state", flat=True)) == {"set"}


def test_it_reads_in_spanish(reader: At, cast: Cast) -> None:
    """Labels and sentences are the reader's; what people wrote stays as they wrote it."""
    allow(reader)
    one = asked(reader)
    cast.joshua.language = "es"
    cast.joshua.save()
    page = body(reader("joshua", "jon")) + body(reader("joshua", "jon"), f"dates/{one.public_id}/")
    assert "Visitas y fechas" in page and "Una visita" in page and "en la agencia" in page
    answer = reader("joshua", "jon").post("dates/ask/", **{**VISIT, "to": "20:00"}).content.decode()
    assert "Puede durar 2 horas como máximo." in answer


FAR = ("9999-12-31", "0001-01-01")


@pytest.mark.parametrize("day", FAR)
def test_a_day_far_away_is_told_in_plain_words(reader: At, cast: Cast, day: str) -> None:
    """A slip in the year is a sentence above the form, whichever date field it is in."""
    allow(reader)
    people = [cast.member("ana", "jon").public_id]
    invitation = {"what": "date", "kind": "school", "place_kind": "office", "people": people, "from": "", "to": ""}
    whole = asked(reader, "wendy", **{**invitation, "whole_day": "1"})
    one = asked(reader)
    terms = {"who": "everyone", "supervised": "agency", "times": "1", "per": "week", "minutes": "60"}
    terms |= {"places": ["agency"], "from_on": timezone.localdate().isoformat()}
    wendy, tianna = reader("wendy", "jon"), reader("tianna", "jon")
    answers = [
        wendy.post("dates/ask/", **{**invitation, "whole_day": "1", "day": day}),
        wendy.post("dates/ask/", **{**VISIT, "people": people, "day": day}),
        wendy.post("dates/ask/", **{**VISIT, "people": people, "weekly": "1", "weekly_until": day}),
        wendy.post(f"dates/{one.public_id}/", step="change", version="1", day=day, **{"from": "14:00", "to": "15:00"}),
        wendy.post(f"dates/{whole.public_id}/", step="change", version="1", day=day, whole_day="1"),
        tianna.post("dates/allowed/", **{**terms, "from_on": day}),
        tianna.post("dates/allowed/", **{**terms, "until_on": day}),
    ]
    for number, answer in enumerate(answers):
        assert answer.status_code == 422, number
        assert "That day is very far away. Please check the year." in answer.content.decode(), number


def test_every_week_needs_a_last_day(reader: At) -> None:
    """Nobody who asked for each week gets a single visit instead."""
    allow(reader)
    answer = reader("joshua", "jon").post("dates/ask/", **VISIT, weekly="1", weekly_until="")
    assert answer.status_code == 422 and not Occasion.objects.exists()
    assert "Please choose a last day within half a year" in answer.content.decode()


def test_whose_clock_is_said_where_they_differ(reader: At, cast: Cast) -> None:
    """S35: whoever lives in another time zone reads by which clock the times they type are meant."""
    allow(reader)
    one = asked(reader)
    Person.objects.update(time_zone="America/Los_Angeles")
    paths = ("dates/ask/?what=visit", f"dates/{one.public_id}/")
    for path in paths:
        assert "These times go by" not in body(reader("joshua", "jon"), path)
    Person.objects.update(time_zone="America/New_York")
    for path in paths:
        page = body(reader("joshua", "jon"), path)
        assert "These times go by your clock: Eastern (New York). The agency’s is Pacific (Los Angeles)." in page
    page = body(reader("tianna", "jon"), "dates/allowed/")
    assert "These times go by the agency’s clock: Pacific (Los Angeles). Yours is Eastern (New York)." in page


def test_no_page_shows_the_place_to_anybody_else(reader: At, cast: Cast) -> None:
    """S36: not the forms to change it, not how it came about, not the calendar, for whom staff did not name."""
    people = [cast.member(who, "macia").public_id for who in ("ana", "francisco")]
    invitation = {"what": "date", "kind": "dentist", "place_kind": "office", "people": people, "place": PLACE}
    one = asked(reader, "brianna", "macia", **invitation)
    do(reader("tianna", "macia"), one, "place", place=PLACE, people=[people[0]])
    do(reader("tianna", "macia"), one, "change", day=DAY, **{"from": "15:00", "to": "16:00"})
    for who in ("brianna", "francisco"):
        someone = reader(who, "macia")
        slip = someone.post(f"dates/{one.public_id}/", step="change", version="1", day="x", place_kind="office")
        pages = [slip.content.decode(), someone.client.get("/calendar/").content.decode()]
        pages += [body(someone, path) for path in ("", "dates/", f"dates/{one.public_id}/", "dates/ask/?what=date")]
        assert slip.status_code == 422 and not any(PLACE in page for page in pages), who
        assert do(someone, one, "place", place=PLACE, people=people) and PLACE not in body(someone)
    assert PLACE in reader("ana", "macia").client.get("/calendar/").content.decode()


def test_twenty_dates_cost_as_many_queries_as_ten(reader: At, cast: Cast) -> None:
    """The page of a year of visits opens as fast as that of a month."""
    allow(reader, times="7")
    counts = []
    for days in (10, 11):
        day = timezone.localdate() + timedelta(days=days)
        until = (day + timedelta(weeks=9)).isoformat()
        asked(reader, day=day.isoformat(), weekly="1", weekly_until=until)
        for who in ("wendy", "joshua", "tianna"):
            body(reader(who, "jon"))
            someone = reader(who, "jon")
            with CaptureQueriesContext(connection) as read:
                page = body(someone)
            counts.append(len(read))
        assert page.count('<article class="card date') == len(counts) // 3 * 10
    assert counts[:3] == counts[3:]


def test_what_waits_for_me_is_first_and_each_answer_is_as_near(reader: At) -> None:
    """S36: yes, another time and no stand beside each other, and each opens what it says."""
    allow(reader, staff_decides="0", times="3")
    settled = asked(reader)
    do(reader("wendy", "jon"), settled, "accept")
    later = (timezone.localdate() + timedelta(days=12)).isoformat()
    one = asked(reader, day=later)
    wendy = reader("wendy", "jon")
    page = body(wendy)
    assert page.index('id="waiting"') < page.index('id="next"')
    card = page[page.index(f'id="{one.public_id}"') : page.index('id="next"')]
    assert re.findall(r'<(?:a|button) class="(button[^"]*)"', card) == ["button"] * 3
    for answer, field in (("yes", "yes-text"), ("time", "change-text"), ("no", "no-text")):
        opened = body(wendy, f"dates/{one.public_id}/?answer={answer}")
        shown = opened[opened.index('<details class="answer" name="answer" open>') :]
        assert field in shown[: shown.index("</details>")], answer


def test_the_plan_waits_until_the_visit_is_agreed(reader: At) -> None:
    """S38: nothing is planned for what is only asked for."""
    allow(reader)
    one = asked(reader)
    assert 'id="plan"' not in body(reader("wendy", "jon"), f"dates/{one.public_id}/")
    do(reader("wendy", "jon"), one, "accept")
    assert one.state == "agreed"
    assert 'id="plan"' in body(reader("wendy", "jon"), f"dates/{one.public_id}/")
