"""The pages about being told: choices, devices, where a notification leads, who was reached (S29, S51)."""

import json
from collections.abc import Callable
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from PIL import Image

from rooms.models import Delivery, Notification, PushSubscription, ReachSettings, RoomReach
from rooms.services import deliveries, messages, notifications, reading, subscriptions
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.photos import sent
from tests.pushing import Device
from tests.walls.answers import answer, difference

pytestmark = pytest.mark.django_db

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
CHOSEN = {"push": "on", "mail": "daily", "quiet": "on", "quiet_from": "22:00", "quiet_to": "06:30", "app_name": "notes"}


def phone(endpoint: str = ENDPOINT) -> dict[str, str]:
    device = Device("/x")
    return {"endpoint": endpoint, "p256dh": device.p256dh, "auth": device.auth}


def told(reader: Reader, **sent: object) -> object:
    return reader.client.post("/reach/device/", json.dumps(sent), content_type="application/json")


def test_choices_for_all_rooms_are_kept_and_shown(ana: Reader) -> None:
    first = ana.client.get("/reach/").content.decode()
    assert 'value="21:00"' in first and 'value="07:00"' in first
    assert ana.client.post("/reach/", {**CHOSEN, "mute": "week"}).status_code == 303
    kept = ReachSettings.objects.get(person=ana.cast.ana)
    assert (kept.mail, kept.quiet_from, kept.quiet_to, kept.app_name) == ("daily", time(22), time(6, 30), "notes")
    assert kept.push and not kept.sms and kept.muted_until > timezone.now() + timedelta(days=6)
    again = ana.client.get("/reach/").content.decode()
    assert 'value="22:00"' in again and "Your choices are saved." in again
    assert ana.client.post("/reach/", {"mail": "never", "app_name": "notes", "mute": "keep"}).status_code == 303
    later = ReachSettings.objects.get(person=ana.cast.ana)
    assert later.quiet_from == later.quiet_to and later.muted_until == kept.muted_until


@pytest.mark.parametrize(
    "wrong", [{"mail": "hourly"}, {"quiet_from": ""}, {"quiet_to": "25:00"}, {"app_name": "x"}, {"mute": "ever"}]
)
def test_choices_that_are_none_come_back(ana: Reader, wrong: dict[str, str]) -> None:
    assert ana.client.post("/reach/", {**CHOSEN, **wrong}).status_code == 422
    assert not ReachSettings.objects.exists()


def test_quiet_hours_without_an_hour_come_back(ana: Reader) -> None:
    page = ana.client.post("/reach/", {**CHOSEN, "quiet_from": "07:00", "quiet_to": "07:00"})
    assert page.status_code == 422 and "two different times" in page.content.decode()
    assert not ReachSettings.objects.exists()


def test_times_are_kept_while_quiet_hours_are_off(ana: Reader) -> None:
    off = {name: value for name, value in CHOSEN.items() if name != "quiet"}
    assert ana.client.post("/reach/", {**off, "quiet_from": "20:15"}).status_code == 303
    kept = ReachSettings.objects.get()
    assert kept.quiet_from == kept.quiet_to
    page = ana.client.get("/reach/").content.decode()
    assert 'value="20:15"' in page and 'value="06:30"' in page
    assert 'name="quiet" id="id_quiet" checked' not in page
    assert ana.client.post("/reach/", {**CHOSEN, "quiet_from": "20:15"}).status_code == 303
    assert ReachSettings.objects.get().quiet_from == time(20, 15)


def test_choices_for_one_room_and_for_none_of_mine(ana: Reader) -> None:
    fields = {"room": ana.room.public_id, "what": "asked", "push": "on", "mute": "hour"}
    assert ana.client.post("/reach/", fields).status_code == 303
    kept = RoomReach.objects.get()
    assert (kept.what, kept.push, kept.mail, kept.sms) == ("asked", True, False, False)
    assert "Until" in ana.client.get("/reach/").content.decode()
    assert ana.client.post("/reach/", {**fields, "what": "all"}).status_code == 422
    stranger = ana.client.post("/reach/", {**fields, "room": ana.cast.rooms["jaylan"].public_id})
    nothing = ana.client.post("/reach/", {**fields, "room": "a" * 12})
    assert stranger.status_code == 404 and not difference(answer(stranger), answer(nothing))


def test_a_device_is_turned_on_kept_known_and_turned_off(ana: Reader) -> None:
    given = ana.client.get("/reach/device/").json()
    assert len(given["key"]) == 87 and given["token"]
    device = phone()
    assert told(ana, act="renew", **device).json() == {"on": False}
    assert told(ana, act="on", **device).json() == {"on": True}
    mine = PushSubscription.objects.get()
    assert (mine.person, mine.session_key) == (ana.cast.ana, ana.client.session.session_key)
    assert told(ana, act="renew", before=ENDPOINT, **phone(f"{ENDPOINT}d")).json() == {"on": True}
    assert PushSubscription.objects.get().endpoint == f"{ENDPOINT}d"
    assert told(ana, act="off", endpoint=f"{ENDPOINT}d").json() == {"on": False}
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        ('{"act": "on", "endpoint": 3}', 400),
        ('{"act": "on", "endpoint": "https://evil.example/x"}', 422),
        (json.dumps({"act": "on", **phone("https://127.0.0.1/x")}), 422),
        (json.dumps({"act": "on", **phone(), "p256dh": "AAAA"}), 422),
        (json.dumps({"act": "ever", **phone()}), 422),
    ],
)
def test_what_no_browser_sends_is_refused(ana: Reader, body: str, status: int) -> None:
    response = ana.client.post("/reach/device/", body, content_type="application/json")
    assert response.status_code == status and response.json()["message"]
    assert not PushSubscription.objects.exists()


def test_another_site_cannot_turn_it_on(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    sent = json.dumps({"act": "on", **phone()})
    assert client.post("/reach/device/", sent, content_type="application/json").status_code == 403


def test_a_borrowed_device_gets_no_notices(ana: Reader) -> None:
    session = ana.client.session
    session["borrowed"] = True
    session.save()
    assert told(ana, act="on", **phone()).json() == {"on": False}
    assert not PushSubscription.objects.exists()
    page = ana.client.get("/reach/").content.decode()
    assert "not your device" in page and "turn-on" not in page and "js/dom/device.js" not in page


def test_a_test_goes_to_oneself(ana: Reader) -> None:
    for _ in range(2):
        assert ana.client.post("/reach/", {"test": ""}).status_code == 303
    assert Notification.objects.get().person == ana.cast.ana


@pytest.mark.parametrize(
    ("kind", "member", "desk"),
    [
        ("message", "/rooms/{}/", "/desk/rooms/{}/"),
        ("whisper", "/rooms/{}/notes/", "/desk/rooms/{}/notes/"),
        ("review", "/rooms/{}/", "/desk/rooms/{}/held/"),
        ("told", "/asked/", "/asked/"),
        ("flag", "/desk/flags/", "/desk/flags/"),
        ("account", "/settings/", "/settings/"),
    ],
)
def test_where_a_notification_leads(
    cast: Cast, reader: Callable[[str, str], Reader], kind: str, member: str, desk: str
) -> None:
    room = cast.rooms["macia"]
    for name, to in (("ana", member), ("tianna", desk)):
        mine = notifications.notify(person=cast.people[name], kind=kind, room=room)
        led = reader(name, "macia").client.get(f"/n/{mine.public_id}/").headers["Location"]
        assert led == to.format(room.public_id)
        other = reader("wendy", "jon").client.get(f"/n/{mine.public_id}/")
        nothing = reader("wendy", "jon").client.get(f"/n/{'a' * 12}/")
        assert other.status_code == 404 and not difference(answer(other), answer(nothing))
    cast.suspend("ana", "macia")
    mine = Notification.objects.get(person=cast.ana)
    if kind in ("message", "whisper", "review"):
        assert reader("ana", "macia").client.get(f"/n/{mine.public_id}/").headers["Location"] == "/"


def test_an_urgent_one_asks_to_say_that_it_was_seen(ana: Reader) -> None:
    urgent = notifications.notify(person=ana.cast.ana, kind="child_sick", room=ana.room)
    address = f"/n/{urgent.public_id}/"
    assert "I saw it" in ana.client.get(address).content.decode()
    assert ana.client.post(address).headers["Location"] == f"{ana.base}days/"
    urgent.refresh_from_db()
    assert urgent.acknowledged_at is not None
    assert ana.client.get(address).headers["Location"] == f"{ana.base}days/"


def test_a_writer_sees_how_far_a_message_came(ana: Reader, reader: Callable[[str, str], Reader]) -> None:
    cast = ana.cast
    for person in (cast.francisco, cast.brianna):
        ReachSettings.objects.create(person=person, quiet_from=time(0), quiet_to=time(0))
    said = cast.say("ana", "macia", "Macia has a fever")
    page = f"{ana.base}{said.seq}/reached/"
    assert ana.client.get(page).content.decode().count("Not reached yet") == 2
    notifications.gather()
    assert ana.client.get(page).content.decode().count("On its way") == 2
    Notification.objects.update(next_at=timezone.now())
    notifications.plan()
    assert ana.client.get(page).content.decode().count("We will try by e-mail") == 2
    notice = Notification.objects.get(person=cast.francisco)
    Delivery.objects.create(
        notification=notice, channel="push", state="sent", sent_at=timezone.now(), next_at=timezone.now()
    )
    reading.advance(actor=cast.brianna, room_id=ana.room.public_id, upto=said.seq)
    shown = ana.client.get(page).content.decode()
    assert "On the phone since" in shown and "Seen " in shown and "Tianna" not in shown
    assert f"{said.seq}/reached/" in ana.get().content.decode()
    for name in ("francisco", "tianna"):
        assert f"{said.seq}/reached/" not in reader(name, "macia").get().content.decode()
    assert reader("francisco", "macia").client.get(page).status_code == 404
    assert reader("wendy", "jon").client.get(page).status_code == 404


def test_a_writer_sees_there_what_the_room_shows(ana: Reader) -> None:
    """Dots over what is private, the words as they read now, and none that were taken back."""
    about = {"actor": ana.cast.ana, "room_id": ana.room.public_id}
    private = ana.cast.say("ana", "macia", "Call me at 206-555-0147 tonight")
    changed = ana.cast.say("ana", "macia", "She has a fevr")
    messages.edit(**about, client_id=uuid4(), target=changed.seq, text="She has a fever")
    gone = ana.cast.say("ana", "macia", "I am so tired")
    messages.retract(**about, client_id=uuid4(), target=gone.seq)
    photo, _ = sent(ana.cast, "ana", "macia", "Look", alt="A swing")

    def shown(seq: int) -> str:
        page = ana.client.get(f"{ana.base}{seq}/reached/").content.decode()
        return page.partition("<blockquote")[2].partition("</blockquote>")[0]

    assert "206" not in shown(private.seq) and "Call me at <mark" in shown(private.seq)
    assert "fever" in shown(changed.seq) and "fevr" not in shown(changed.seq) and "changed" in shown(changed.seq)
    assert "tired" not in shown(gone.seq) and "You took this message back." in shown(gone.seq)
    assert ">Look</p>" in shown(photo.seq) and "A swing" in shown(photo.seq)


def test_who_was_let_in_is_led_to_the_door_and_then_home(ana: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    told_so = notifications.notify(person=ana.cast.ana, kind="invited")
    assert ana.client.get(f"/n/{told_so.public_id}/").headers["Location"] == "/"
    monkeypatch.setattr("rooms.services.joining.taken_by", lambda person: person)
    assert ana.client.get(f"/n/{told_so.public_id}/").headers["Location"] == "/join/"


def test_staff_sees_who_can_be_reached_and_who_cannot(cast: Cast, reader: Callable[[str, str], Reader]) -> None:
    tianna = reader("tianna", "macia")
    cast.francisco.email, cast.francisco.username = None, "francisco"
    cast.francisco.username = "francisco"
    cast.francisco.save()
    page = tianna.get("reached/").content.decode()
    assert page.count(">cannot be reached<") == 1 and "Francisco" in page
    everywhere = tianna.client.get("/desk/reach/").content.decode()
    assert everywhere.count("<b>Francisco DuBuque</b>") == 2 and "Ana Gutierrez" not in everywhere
    assert reader("ana", "macia").client.get("/desk/reach/").status_code == 404


def test_staff_tries_again_what_was_given_up(cast: Cast, reader: Callable[[str, str], Reader]) -> None:
    tianna = reader("tianna", "macia")
    subscriptions.subscribe(actor=cast.ana, session_key=tianna.client.session.session_key, **phone())
    notice = notifications.notify(person=cast.ana, kind="whisper", room=cast.rooms["macia"])
    dead = Delivery.objects.create(
        notification=notice, channel="push", state="dead", attempts=deliveries.ATTEMPTS, last_error="http_500",
        next_at=timezone.now(),
    )  # fmt: skip
    page = tianna.client.get("/desk/reach/").content.decode()
    assert "http_500" in page and f'value="{dead.pk}"' in page
    assert reader("wendy", "jon").client.post("/desk/reach/", {"delivery": dead.pk}).status_code == 404
    assert tianna.client.post("/desk/reach/", {"delivery": "x"}).status_code == 404
    assert tianna.client.post("/desk/reach/", {"delivery": dead.pk}).status_code == 303
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("due", 0)


def test_the_app_has_the_name_and_icon_that_were_chosen(ana: Reader) -> None:
    def shown(client: Client) -> tuple[str, str]:
        found = client.get("/manifest.webmanifest")
        assert found.headers["Content-Type"] == "application/manifest+json"
        said = found.json()
        assert said["start_url"] == said["scope"] == said["id"] == "/" and said["display"] == "standalone"
        for one in said["icons"]:
            with Image.open(finders.find(one["src"].removeprefix("/static/"))) as image:
                assert f"{image.width}x{image.height}" == one["sizes"]
        return said["name"], said["icons"][0]["src"]

    assert shown(Client())[0] == shown(ana.client)[0] == "Coparenting"
    ana.client.post("/reach/", CHOSEN)
    name, icon = shown(ana.client)
    assert name == "Notes" and "notes-192" in icon
    assert "notes-180" in ana.client.get("/reach/").content.decode()


def test_a_quiet_name_is_all_that_a_glance_at_the_browser_finds(ana: Reader, cast: Cast) -> None:
    """No child's name in the title, and not ours at the head of a page (D7, S51)."""
    room = f"/rooms/{cast.rooms['macia'].public_id}/"
    assert "<title>Macia · Coparenting</title>" in ana.client.get(room).content.decode()
    ana.client.post("/reach/", CHOSEN)
    for path in (room, "/", "/settings/"):
        page = ana.client.get(path).content.decode()
        assert "<title>Notes</title>" in page and "icon.svg" not in page and "Coparenting</a>" not in page


def test_the_worker_is_never_kept_and_keeps_no_page_of_anybody(ana: Reader) -> None:
    for client in (Client(), ana.client):
        found = client.get("/sw.js")
        assert found.headers["Content-Type"].startswith("text/javascript")
        assert found.headers["Cache-Control"] in ("no-cache", "no-store, private")
    text = found.content.decode()
    assert 'const KEPT = ["/offline/", "/static/frontend/css/base.css", "/static/frontend/img/icon.svg"]' in text
    assert text.count("cache.addAll") == 1 and "cache.put" not in text
    assert "Ana" not in ana.client.get("/offline/").content.decode()
