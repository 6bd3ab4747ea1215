"""What waits for somebody, marked where they look: at home, on the strip of a room's pages, at the desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.models import Look
from rooms.services import about_asking, occasions, planning, sick
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.walls.answers import signed_in

pytestmark = pytest.mark.django_db

At = Callable[[str, str], Reader]


def ill(cast: Cast, who: str = "wendy", room: str = "jon") -> str:
    event = sick.tell(
        actor=cast.people[who], room_id=cast.rooms[room].public_id, client_id=uuid4(), signs=["sick.fever"]
    )
    return str(event.data["item"]["id"])


def ask(cast: Cast, who: str = "wendy", room: str = "jon", topic: str = "sleep") -> None:
    about_asking.ask(actor=cast.people[who], room_id=cast.rooms[room].public_id, client_id=uuid4(), topic=topic)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def strip(page: str) -> dict[str, str]:
    """What a browser's reader says of each link of the strip, by its address's last part."""
    nav = page.split('<nav class="life', 1)[1].split("</nav>")[0]
    links = re.findall(r'<a href="[^"]*/([a-z-]+)/"[^>]*>(.*?)</a>', nav)
    return {
        page: re.sub(r"<[^>]+>", "", re.sub(r'<span [^>]*aria-hidden="true">.*?</span>', "", text))
        for page, text in links
    }


def test_home_names_a_sick_child_and_counts_what_waits(cast: Cast) -> None:
    """S29: on the card of that room, and on no other."""
    ask(cast)
    ill(cast)
    page = read(signed_in(cast.ana), "/")
    cards = {
        name: page.split(f'data-room="{room.public_id}"', 1)[1].split("</li>")[0]
        for name, room in cast.rooms.items()
        if name != "jaylan"
    }
    assert "Jon is sick" in cards["jon"] and "2 things wait for you" in cards["jon"]
    assert "is sick" not in cards["macia"] + cards["gladys"] and "wait for you" not in cards["macia"] + cards["gladys"]


def test_home_does_not_say_up_to_date_while_something_waits(cast: Cast) -> None:
    ask(cast)
    room = cast.rooms["jon"]
    room.refresh_from_db()
    signed_in(cast.ana).post(f"/rooms/{room.public_id}/read/", {"upto": room.last_seq})
    page = read(signed_in(cast.ana), "/")
    assert '<p class="soft lead some-waits">Something waits for you.' in page
    assert '<p class="soft lead no-news off">' in page and '<p class="soft lead some-news off">' in page


def test_what_waits_is_said_in_spanish(cast: Cast) -> None:
    ill(cast)
    cast.joshua.language = "es"
    cast.joshua.save()
    page = read(signed_in(cast.joshua), "/")
    assert "Jon no se siente bien" in page and "1 cosa le espera" in page


def test_the_strip_says_what_waits_on_which_page_from_every_page(cast: Cast, reader: At) -> None:
    """With words for who hears it, as a mark for who sees it."""
    ask(cast)
    ill(cast)
    joshua = reader("joshua", "jon")
    for path in ("", "days/", "dates/", "agreement/", "pages/"):
        page = re.sub(r"\s+", " ", joshua.get(path).content.decode())
        links = strip(page)
        assert links["child"] == "About Jon: 1 thing waits for you", path
        assert links["days"] == "Days: Jon is sick: 1 thing waits for you", path
        assert links["dates"] == "Visits and dates", path
        assert '<span class="mark" aria-hidden="true">1</span>' in page


def test_a_sick_child_known_already_is_marked_and_waits_no_more(cast: Cast, reader: At) -> None:
    """S29"""
    card = ill(cast)
    joshua = reader("joshua", "jon")
    joshua.post("days/act/", act="see", about=card)
    assert strip(joshua.get("pages/").content.decode())["days"] == "Days: Jon is sick"
    assert strip(reader("wendy", "gladys").get("pages/").content.decode())["days"] == "Days"


def test_the_strip_alone_shows_no_word_of_the_room_and_is_no_look(cast: Cast, reader: At) -> None:
    """P6: it is asked for again and again by an open page; the desk's own look was noted when that was opened."""
    ill(cast)
    cast.say("wendy", "jon", "Fever since noon")
    page = reader("tianna", "jon").get("pages/").content.decode()
    assert "Fever since noon" not in page and "/desk/rooms/" in page
    assert not Look.objects.filter(person=cast.tianna).exists()


def test_the_desk_marks_a_sick_child_until_the_worker_has_seen_it(cast: Cast) -> None:
    """S29, S53: what needs her, and the card of the room; then the card alone."""
    card = ill(cast)
    desk = signed_in(cast.tianna)
    page = read(desk, "/desk/")
    assert "A child is sick" in page and f"/days/#{card}" in page
    tile = page.split(f'<article class="tile card" data-room="{cast.rooms["jon"].public_id}"', 1)[1].split(
        "</article>"
    )[0]
    assert "Jon is sick" in tile and "1 thing waits for you" in tile
    Reader(cast, "tianna", "jon").post("days/act/", act="see", about=card)
    page = read(desk, "/desk/")
    assert "A child is sick" not in page and "Jon is sick" in page
    assert "1 thing waits for you" not in page


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_marks_cost_home_and_the_room_no_query_more_however_much_waits(cast: Cast) -> None:
    """One statement for all rooms; whether little or much waits in them."""
    room = f"/rooms/{cast.rooms['macia'].public_id}/"
    quiet = [queries(signed_in(cast.ana), path) for path in ("/", f"{room}pages/")]
    for number, key in enumerate(("macia", "gladys", "jon")):
        for topic in ("sleep", "food", "likes")[: number + 1]:
            ask(cast, "brianna" if key == "macia" else "wendy", key, topic)
        ill(cast, "brianna" if key == "macia" else "wendy", key)
    assert [queries(signed_in(cast.ana), path) for path in ("/", f"{room}pages/")] == quiet
    assert quiet[0] <= 24 and quiet[1] <= 14, quiet


def test_what_a_home_asks_costs_home_and_the_desk_no_query_more(cast: Cast) -> None:
    """Nor where homes plan together, where it matters whose home asks."""
    shared = [cast.rooms[name].public_id for name in ("macia", "gladys", "jon")]
    plans = planning.open_planning(actor=cast.tianna, room_ids=shared, reason="Sisters and a brother")
    looks = [
        (cast.ana, "/"),
        (cast.wendy, "/"),
        (cast.wendy, f"/rooms/{plans.public_id}/pages/"),
        (cast.tianna, "/desk/"),
    ]
    quiet = [queries(signed_in(who), path) for who, path in looks]
    for who, room in (("wendy", "gladys"), ("wendy", "jon"), ("brianna", "macia")):
        invite(cast, who, cast.rooms[room].public_id, kind="school", people=[cast.member("ana", room).public_id])
    invite(cast, "brianna", plans.public_id, kind="siblings")
    assert "waits for you" in read(signed_in(cast.wendy), "/")
    assert [queries(signed_in(who), path) for who, path in looks] == quiet


def invite(cast: Cast, who: str, room_id: str, **more: Any) -> None:
    starts = timezone.now() + timedelta(days=3)
    when = {"starts": starts, "ends": starts + timedelta(hours=1), "overlap_ok": True}
    occasions.propose(actor=cast.people[who], room_id=room_id, client_id=uuid4(), place_kind="public", **when, **more)
