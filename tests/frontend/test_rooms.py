"""The room page, without JavaScript: who is here, what is new, where I am, what I can do."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from rooms.models import Role
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader


def test_it_says_where_i_am_who_reads_and_to_whom_i_write(ana: Reader) -> None:
    page = ana.get().content.decode()
    assert "<h1>Macia</h1>" in page
    assert "You, Francisco DuBuque, Brianna Winter" in page
    assert "Your social worker, Tianna Reilly, can read this room." in page
    assert "Write to <b>Francisco DuBuque and Brianna Winter</b> about <b>Macia</b>" in page


def test_the_colour_of_the_room_is_at_the_place_to_write(ana: Reader, cast: Cast) -> None:
    """S3: a foster parent of two families sees at once in which room they are."""
    macia, jaylan = Reader(cast, "brianna", "macia"), Reader(cast, "brianna", "jaylan")
    for room in (macia, jaylan):
        page = room.get().content.decode()
        tone = re.search(r'<body [^>]*class="room room-(\d)"', page)
        assert tone is not None
        assert f'<span class="arch tone-{tone[1]}" aria-hidden="true">' in page
    assert "Write to <b>Samara Hudson and Francis Hudson</b> about <b>Jaylan</b>" in jaylan.get().content.decode()


def test_both_sides_get_the_same_page(ana: Reader, cast: Cast) -> None:
    """S61: but for names and words, a birth parent's page is a foster parent's page."""

    def bones(reader: Reader) -> list[str]:
        page = reader.get().content.decode()
        page = re.sub(r'<details id="starters">.*?</details>', "", page, flags=re.DOTALL)
        page = re.sub(r'<nav class="rooms".*?</nav>|<aside.*?</aside>', "", page, flags=re.DOTALL)
        return re.findall(r"</?[a-z0-9]+", page)

    assert bones(ana) == bones(Reader(cast, "brianna", "macia"))


def test_what_is_new_is_marked_until_it_is_read(ana: Reader, cast: Cast) -> None:
    said = cast.say("brianna", "macia", "Something new")
    page = ana.get().content.decode().split("<main")[1]
    assert page.index('id="unread-mark"') < page.index("Something new")
    answer = ana.post("read/", upto=said.seq)
    assert (answer.status_code, answer["Location"]) == (303, ana.base)
    after = ana.get().content.decode()
    assert '<li id="unread-mark">' not in after.split("<template")[0]
    assert "Seen by Ana Gutierrez" in Reader(cast, "brianna", "macia").get().content.decode()


def test_older_messages_are_a_link_away(ana: Reader, cast: Cast) -> None:
    for number in range(60):
        cast.say("brianna", "macia", f"line {number:02}")
    latest = ana.get().content.decode()
    older = re.search(r'id="older" class="button quiet" href="([^"]+)"', latest)
    assert older is not None
    assert "line 05" not in latest
    before = ana.client.get(older[1]).content.decode()
    assert "line 05" in before
    assert "line 59" not in before.split("<main")[1]
    assert f'href="{ana.base}">Newest messages</a>' in before


def test_an_old_message_can_be_answered_too(ana: Reader, cast: Cast) -> None:
    old = cast.say("brianna", "macia", "Which song was it?")
    for number in range(55):
        cast.say("brianna", "macia", f"line {number:02}")
    form = ana.client.get(f"{ana.base}?reply={old.seq}", follow=True).content.decode()
    assert f'name="reply_to" value="{old.seq}"' in form
    assert "Which song was it?" in form


def test_a_starter_fills_the_place_to_write(ana: Reader) -> None:
    """S14: the sentence can be sent as it is or changed first."""
    page = ana.get().content.decode()
    text = re.search(r'name="starter" value="1" data-starter="([^"]+)"', page)
    assert text is not None
    assert f">{text[1]}</textarea>" in ana.get("?starter=1").content.decode()


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=-1", "?reply=99999999999", "?edit=²", "?starter=999", "?reply=1"]
)
def test_a_made_up_address_is_just_the_room(ana: Reader, query: str) -> None:
    assert ana.get(query).status_code == 200


def test_who_may_only_read_is_told_kindly(ana: Reader, cast: Cast) -> None:
    """S7: a narrowed part reads on; nothing on the page offers what would be refused."""
    said = cast.say("brianna", "macia", "Hello")
    memberships.narrow(
        actor=cast.tianna,
        room_id=ana.room.public_id,
        member_id=cast.member("ana", "macia").public_id,
        reason="a test",
    )
    page = ana.get().content.decode().split("<template")[0]
    assert "Hello" in page
    assert 'id="composer"' not in page
    assert 'class="actions"' not in page
    answer = ana.post("say/", text="Let me")
    assert answer.status_code == 403
    assert ana.post(f"{said.seq}/react/", emoji="❤️").status_code == 403
    assert ana.said() == ["Hello"]


def test_a_newcomer_is_told_why_the_room_is_blank(cast: Cast) -> None:
    """S62: only where something is hidden from them and nothing was said since; others read that a hello is good."""
    told = "What was said before you came is not shown to you."
    cast.say("ana", "macia", "Before your time")
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.wendy, role=Role.MENTOR)
    wendy = Reader(cast, "wendy", "macia")
    page = wendy.get().content.decode()
    assert told in page and "Before your time" not in page
    assert told not in Reader(cast, "ana", "macia").get().content.decode()
    cast.say("ana", "macia", "Welcome, Wendy")
    assert told not in wendy.get().content.decode()


def test_text_is_text(ana: Reader, cast: Cast) -> None:
    cast.say("brianna", "macia", "</script><img src=x onerror=alert(1)> & {{ 7|add:7 }}")
    page = ana.get().content.decode()
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; {{ 7|add:7 }}" in page
    assert "<img" not in page


def test_nothing_inline_that_the_content_policy_would_stop(ana: Reader, cast: Cast) -> None:
    cast.say("ana", "macia", "Hello")
    for page in (ana.get(), Reader(cast, "tianna", "macia").get()):
        html = page.content.decode()
        assert not re.search(r"\s(style|on\w+)=", html)
        assert not re.search(r"<script(?! type=\"module\" src=| id=\"page-data\" type=\"application/json\")", html)
        assert not re.search(r"(src|href)=\"(https?:)?//", html)


def test_the_template_for_new_lines_is_the_line_itself(ana: Reader, cast: Cast) -> None:
    """What browser code clones has every part that a drawn line can have."""
    first = cast.say("brianna", "macia", "One")
    second = cast.say("ana", "macia", "Two", reply_to=first.seq)
    ana.post(f"{second.seq}/edit/", text="Two!")
    Reader(cast, "brianna", "macia").post(f"{second.seq}/react/", emoji="🎉")
    page = ana.get().content.decode()
    line = re.search(rf'<li class="line mine" id="m{second.seq}".*?</li>', page, re.DOTALL)
    empty = re.search(r'<template id="line-template">(.*?)</template>', page, re.DOTALL)
    assert line is not None
    assert empty is not None
    classes = set(re.findall(r'class="([^"]+)"', line[0])) - {"line mine", "reaction"}
    names = {
        name for value in classes for name in value.split() if name not in ("hush", "mine") and "tone-" not in name
    }
    offered = {name for value in re.findall(r'class="([^"]+)"', empty[1]) for name in value.split()}
    assert names <= offered


def test_page_data_names_members_only_as_this_room_knows_them(ana: Reader, cast: Cast) -> None:
    page = ana.get()
    data = page.context["data"]
    assert set(data) == {
        "socket", "room", "me", "head", "read", "can_write", "pace", "slow", "staff", "members", "rooms", "limits",
        "edit_seconds", "words", "item_words",
    }  # fmt: skip
    assert data["socket"] == "/ws/"
    assert {member["name"] for member in data["members"]} == {
        "Ana Gutierrez", "Francisco DuBuque", "Brianna Winter", "Tianna Reilly",
    }  # fmt: skip
    assert data["me"] == cast.member("ana", "macia").public_id


def test_the_page_stays_light(ana: Reader, cast: Cast) -> None:
    """Fifty messages are well under 20 kB on the wire."""
    for number in range(60):
        cast.say(
            ("ana", "brianna")[number % 2], "macia", f"{number}: she slept well, ate two bowls of soup and laughed."
        )
    answer = ana.client.get(reverse("room", args=[ana.room.public_id]), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 16_000


def test_sentences_of_items_are_fetched_once_and_kept(ana: Reader) -> None:
    address = ana.get().context["data"]["item_words"]
    found = Client().get(address)
    assert found.json()["item.day.told"] and "immutable" in found.headers["Cache-Control"]
    assert not found.cookies
    older = Client().get(address.replace(address[-17:], "0123456789ab.json"))
    assert older.json() == found.json() and "immutable" not in older.headers["Cache-Control"]
    assert Client().get("/words/tlh/0123456789ab.json").status_code == 404


def test_nobody_is_said_to_have_seen_what_was_hidden_from_them(
    cast: Cast, ana: Reader, reader: Callable[[str, str], Reader]
) -> None:
    """S3, G1: who came later, or was paused meanwhile, has not seen those lines, however far they have read since."""
    cast.say("ana", "macia", "Before the pause")
    cast.suspend("francisco", "macia")
    cast.say("ana", "macia", "During the pause")
    cast.restore("francisco", "macia")
    last = cast.say("ana", "macia", "After the pause")
    reader("francisco", "macia").post("read/", upto=last.seq)
    page = ana.get().content.decode()
    seen = [line.split("</li>")[0] for line in page.split('class="line')[1:]]
    told = {
        words: "Seen by Francisco" in line for line in seen for words in ("Before", "During", "After") if words in line
    }
    assert told == {"Before": True, "During": False, "After": True}
