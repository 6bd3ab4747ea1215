"""A calendar on a phone, read back by a program that is not ours: right times, nothing of anybody, over at once."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chatserver.logs import WithoutSecrets
from frontend import throttle
from frontend.throttle import Limit
from rooms.models import Approval, CalendarFeed, Occasion, Person, ReachSettings
from rooms.services import approvals, memberships, occasion_plans, occasions, preferences
from tests.cast import Cast

LOS_ANGELES, NEW_YORK, PHOENIX = map(ZoneInfo, ("America/Los_Angeles", "America/New_York", "America/Phoenix"))
PLACE = "12 Quillworth Yard"
WORDS = "He calls it the moon room"


def feed_of(person: Person, shows: str = "kinds") -> str:
    """Make a feed as somebody does on their page, and return its address below the site."""
    client = Client()
    client.force_login(person)
    page = client.post("/calendar/link/", {"shows": shows}).content.decode()
    found = re.search(rf">{re.escape(settings.SITE_URL)}(/calendar/feed/[^<]+)<", page)
    assert found, page
    return found[1]


def fetch(address: str) -> HttpResponse:
    """As a phone does: no cookie, no sign-in."""
    return Client().get(address)


def read(address: str) -> list[Any]:
    """What another program finds there."""
    answer = fetch(address)
    assert answer.status_code == 200
    calendar = vobject.readOne(answer.content.decode())
    return sorted(getattr(calendar, "vevent_list", []), key=lambda event: str(event.dtstart.value))


def plan(
    cast: Cast, room: str, starts: datetime, *, by: str = "tianna", kind: str = "visit", hours: int = 2, **more: Any
) -> Occasion:
    """Something that staff puts into the calendar of a room, inside what the court allows."""
    allow(cast, room)
    parents = cast.rooms[room].memberships.filter(role="birth_parent", state="active")
    asked = list(parents.values_list("public_id", flat=True))
    occasions.propose(
        actor=cast.people[by],
        room_id=cast.rooms[room].public_id,
        client_id=uuid4(),
        kind=kind,
        starts=starts,
        ends=starts + timedelta(hours=hours),
        people=asked,
        **{"place_kind": "agency", "place": PLACE, "text": WORDS, **more},
    )
    return Occasion.objects.filter(room=cast.rooms[room]).latest("pk")


def allow(cast: Cast, room: str) -> None:
    if not Approval.objects.filter(room=cast.rooms[room]).exists():
        approvals.keep(
            actor=cast.tianna, room_id=cast.rooms[room].public_id, client_id=uuid4(), supervised="nobody", times=7,
            per="week", minutes=600, places=["agency", "public"], everyone=True,
            from_on=timezone.localdate() - timedelta(days=1), staff_decides=False,
        )  # fmt: skip


def clock(event: Any, zone: ZoneInfo) -> str:
    return f"{event.dtstart.value.astimezone(zone):%Y-%m-%d %H:%M}-{event.dtend.value.astimezone(zone):%H:%M}"


def sunday(month: int, nth: int) -> date:
    """The nth Sunday of the next such month: when the clocks change, in March the second, in November the first."""
    today = timezone.localdate()
    year = next(year for year in (today.year, today.year + 1) if date(year, month, 1) > today + timedelta(days=8))
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))


@pytest.mark.parametrize(("month", "nth", "after"), [(11, 1, -1), (3, 2, 1)], ids=["back", "forward"])
def test_times_are_right_on_both_sides_of_a_change_of_the_clocks(cast: Cast, month: int, nth: int, after: int) -> None:
    """S35: a visit each Saturday at ten stays at ten, in the zone of the court; elsewhere its hour is another."""
    change = sunday(month, nth)
    saturday = change - timedelta(days=1)
    ten = datetime.combine(saturday, datetime.min.time(), LOS_ANGELES).replace(hour=10)
    plan(cast, "macia", ten, weekly_until=saturday + timedelta(days=7))
    before_, after_ = read(feed_of(cast.ana))
    days = (saturday, saturday + timedelta(days=7))
    assert [clock(one, LOS_ANGELES) for one in (before_, after_)] == [f"{day} 10:00-12:00" for day in days]
    assert [clock(one, NEW_YORK) for one in (before_, after_)] == [f"{day} 13:00-15:00" for day in days]
    winter, summer = "11:00-13:00", "10:00-12:00"
    phoenix = (summer, winter) if after < 0 else (winter, summer)
    assert [clock(one, PHOENIX) for one in (before_, after_)] == [
        f"{day} {hour}" for day, hour in zip(days, phoenix, strict=True)
    ]
    assert after_.dtstart.value - before_.dtstart.value == timedelta(days=7, hours=-after)
    assert before_.uid.value != after_.uid.value


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "America/New_York", "America/Phoenix"])
def test_a_feed_says_the_same_moment_whatever_zone_its_owner_lives_in(cast: Cast, zone: str) -> None:
    """S35: and a day that is no hour stays that day, east and west."""
    Person.objects.filter(pk=cast.ana.pk).update(time_zone=zone)
    starts = datetime(timezone.now().year + 1, 3, 2, 18, tzinfo=UTC)
    plan(cast, "macia", starts)
    midnight = datetime(starts.year, 3, 3, tzinfo=LOS_ANGELES)
    plan(cast, "macia", midnight, kind="celebration", hours=24, whole_day=True, place_kind="public")
    timed, whole = read(feed_of(cast.ana))
    assert timed.dtstart.value == starts and timed.dtstart.value.utcoffset() == timedelta()
    assert whole.dtstart.value == date(starts.year, 3, 3) and whole.dtend.value == date(starts.year, 3, 4)


def soon(days: int = 3, hour: int = 17) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def test_it_tells_nothing_of_anybody(cast: Cast) -> None:
    """S36: no child, person, place, note or sender; a neutral word, or that its owner is busy."""
    one = plan(cast, "macia", soon())
    occasion_plans.show_place(
        actor=cast.tianna, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), occasion=one.public_id,
        version=one.version, place=PLACE, members=[cast.member("ana", "macia").public_id],
    )  # fmt: skip
    plan(cast, "gladys", soon(4), kind="court")
    plan(cast, "jon", soon(5), kind="therapy")
    body = fetch(feed_of(cast.ana)).content.decode()
    hidden = [PLACE, "Quillworth", WORDS, "moon", "court", "therap", "LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE"]
    hidden += ["URL", "COMMENT", "GEO", one.public_id, cast.rooms["macia"].public_id, "agency", "America"]
    hidden += ["Macia", "Gladys", "Jon", "example.test"]
    hidden += [part for person in cast.people.values() for part in person.name.split()]
    assert not [word for word in hidden if word.lower() in body.lower()]
    events = read(feed_of(cast.ana))
    assert [event.summary.value for event in events] == [
        "Coparenting: visit", "Coparenting: appointment", "Coparenting: appointment"
    ]  # fmt: skip
    assert {event.summary.value for event in read(feed_of(cast.ana, "busy"))} == {"Busy"}
    known = {"uid", "dtstamp", "dtstart", "dtend", "summary", "sequence", "status", "transp", "class"}
    assert {name for event in events for name in event.contents} == known


def test_it_speaks_its_owners_language_and_wears_the_quiet_name(cast: Cast) -> None:
    """A phone that others see says no more than the app on it does."""
    plan(cast, "macia", soon())
    Person.objects.filter(pk=cast.ana.pk).update(language="es")
    chosen = ReachSettings()
    preferences.change(
        actor=cast.ana, push=True, mail=chosen.mail, sms=False, quiet_from=chosen.quiet_from, quiet_to=chosen.quiet_to,
        app_name="notes",
    )  # fmt: skip
    body = fetch(feed_of(cast.ana)).content.decode()
    assert "Coparenting" not in body and "visita" in body


def test_two_peoples_feeds_of_one_visit_share_nothing_but_its_time(cast: Cast) -> None:
    """Whoever holds both cannot tell that they meet: each id is made for one feed."""
    plan(cast, "macia", soon())
    mine, hers = (read(feed_of(person))[0] for person in (cast.ana, cast.brianna))
    assert mine.dtstart.value == hers.dtstart.value
    assert mine.uid.value != hers.uid.value
    again = read(feed_of(cast.ana))[0]
    assert again.uid.value != mine.uid.value  # a new link is a new calendar


def test_changes_and_what_was_called_off(cast: Cast) -> None:
    """S37: the same entry moves, counts up, and says when it is off."""
    one, address = plan(cast, "macia", soon()), feed_of(cast.ana)
    before = read(address)[0]
    where = {"actor": cast.tianna, "room_id": cast.rooms["macia"].public_id, "occasion": one.public_id}
    later = {"starts": soon(hour=19), "ends": soon(hour=20)}
    occasions.change(**where, client_id=uuid4(), version=one.version, **later)
    one.refresh_from_db()
    moved = read(address)[0]
    assert moved.uid.value == before.uid.value and moved.dtstart.value == soon(hour=19)
    assert int(moved.sequence.value) > int(before.sequence.value)
    assert (before.status.value, before.transp.value) == ("CONFIRMED", "OPAQUE")
    occasions.call_off(**where, client_id=uuid4(), version=one.version)
    off = read(address)[0]
    assert (off.uid.value, off.status.value, off.transp.value) == (before.uid.value, "CANCELLED", "TRANSPARENT")
    asked = plan(cast, "gladys", soon(6), by="ana")
    assert asked.state == "asked" and read(address)[1].status.value == "TENTATIVE"


def test_whoever_is_paused_or_gone_finds_nothing_of_that_room(cast: Cast) -> None:
    """S7: at once, at the next look, and only of that room."""
    plan(cast, "macia", soon())
    plan(cast, "gladys", soon(4))
    address, brianna = feed_of(cast.ana), feed_of(cast.brianna)
    assert len(read(address)) == 2
    cast.suspend("ana", "macia")
    assert [event.dtstart.value for event in read(address)] == [soon(4)]
    cast.restore("ana", "macia")
    assert len(read(address)) == 2
    member = cast.member("ana", "gladys").public_id
    where = {"actor": cast.tianna, "room_id": cast.rooms["gladys"].public_id}
    memberships.end(**where, member_id=member, reason="The part is over")
    assert [event.dtstart.value for event in read(address)] == [soon()]
    assert len(read(brianna)) == 1
    Person.objects.filter(pk=cast.brianna.pk).update(is_active=False)
    assert fetch(brianna).status_code == 404


def test_the_walls_hold_in_feeds(cast: Cast) -> None:
    """S1, S3: Francisco has nothing of Jon, Joshua nothing of Macia, the Winter home nothing of the Chadwicks'."""
    rooms = {"macia": soon(3), "gladys": soon(4), "jon": soon(5), "jaylan": soon(6)}
    for room, starts in rooms.items():
        plan(cast, room, starts)
    table = {
        "ana": {"macia", "gladys", "jon"}, "francisco": {"macia", "gladys"}, "joshua": {"jon"},
        "brianna": {"macia", "jaylan"}, "wendy": {"gladys", "jon"}, "samara": {"jaylan"}, "tianna": set(),
    }  # fmt: skip
    for name, seen in table.items():
        found = {event.dtstart.value for event in read(feed_of(cast.people[name]))}
        assert found == {rooms[room] for room in seen}, name


def test_wrong_and_revoked_addresses_are_one_answer_and_leave_no_trace(cast: Cast) -> None:
    """P6: nothing tells a wrong secret from one that was turned off; no cookie, nothing kept on the way."""
    plan(cast, "macia", soon())
    address = feed_of(cast.ana)
    good = fetch(address)
    assert good["Content-Type"].startswith("text/calendar") and not good.cookies
    assert {part.strip() for part in good["Cache-Control"].split(",")} == {"private", "no-store"}
    second = feed_of(cast.ana)
    client = Client()
    client.force_login(cast.ana)
    wrong = fetch("/calendar/feed/" + "x" * 32 + ".ics")
    assert fetch(address).status_code == wrong.status_code == 404
    assert fetch(address).content == wrong.content and not wrong.cookies
    assert fetch(second).status_code == 200
    assert client.post("/calendar/phone/").status_code == 303
    assert fetch(second).status_code == 404
    assert fetch(second).content == wrong.content
    assert {part.strip() for part in fetch(second)["Cache-Control"].split(",")} == {"private", "no-store"}


def test_its_secret_is_long_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    """Who reads the database has no address; the page says when a phone last asked."""
    address = feed_of(cast.ana)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 32  # of 64 signs: 192 bits
    kept = CalendarFeed.objects.get(person=cast.ana)
    assert secret not in str(vars(kept))
    client = Client()
    client.force_login(cast.ana)
    page = client.get("/calendar/phone/").content.decode()
    assert secret not in page and "No phone has read it yet." in page
    fetch(address)
    page = client.get("/calendar/phone/").content.decode()
    assert secret not in page and "Last read by a phone on" in page


def test_asking_all_the_time_is_answered_less_often(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One link cannot keep the server busy, and the refusal names nobody."""
    monkeypatch.setitem(throttle.LIMITS, "calendar_feed", Limit("600/m/ip,3/h/key", wait=600, every=True))
    mine, hers = feed_of(cast.ana), feed_of(cast.brianna)
    assert [fetch(mine).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = fetch(mine)
    assert refused.content == b"" and refused["Retry-After"] == "600"
    assert fetch(hers).status_code == 200


def test_the_log_has_no_secret_in_it(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """Django logs the address of what it refuses; this one is a key."""
    assert "secrets" in settings.LOGGING["handlers"]["stdout"]["filters"]
    fetch("/calendar/feed/" + "q" * 32 + ".ics")
    assert "q" * 32 not in caplog.text and "Not Found: /calendar/feed/…" in caplog.text
    said = ("No", "/calendar/feed/k.ics")
    record = logging.LogRecord("django.request", logging.WARNING, "f.py", 1, "%s: %s", said, None)
    assert WithoutSecrets().filter(record) and record.getMessage() == "No: /calendar/feed/…"
