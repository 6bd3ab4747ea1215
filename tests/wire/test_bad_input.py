"""Every string in badinput/ against a real server process: one clear answer each, and nothing is lost.

The process runs with its rates lifted (tests/wire/patient.py). All the while two people talk in another room, and at
the end of each test its log must hold no traceback. How long the slowest answers took is in the report's properties.
"""

import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from rooms.errors import MESSAGES
from rooms.protocol import FRAME_LIMIT
from rooms.text import MESSAGE_LIMIT
from tests.wire import rows
from tests.wire.pages import Page, sentence, words_in_the_composer
from tests.wire.raw import TEXT, RawSocket, frame
from tests.wire.rows import Row
from tests.wire.target import CONNECTION_LIMIT, LINE_LIMIT, Target, Visitor, follow

pytestmark = [pytest.mark.servers, pytest.mark.both_engines, pytest.mark.usefixtures("undisturbed")]

STRINGS = rows.strings()
SENTENCES = tuple(str(sentence) for sentence in MESSAGES.values())


def ask(target: Target, socket: RawSocket, row: Row, frame: dict[str, Any]) -> dict[str, Any]:
    with target.timed(f"{frame['t']} {row}"):
        socket.say(**frame)
        return socket.answer()


def is_plain_refusal(answer: dict[str, Any]) -> bool:
    return answer["t"] == "error" and answer["code"] in MESSAGES and answer["message"].startswith(SENTENCES)


# Over the socket


def test_as_a_message(target: Target) -> None:
    """Kept exactly as sent and heard by the others exactly so, live, in history and on the page; or refused."""
    room, kept = target.shared_room, {}
    ana, brianna = target.visitors["ana"], target.visitors["brianna"]
    with ana.socket() as speaker, brianna.socket() as listener:
        speaker.until("welcome")
        head = follow(listener, room)
        for row in STRINGS:
            if row.text is None or len(row.data) > CONNECTION_LIMIT - 200:
                continue
            post = {"t": "post", "id": str(uuid4()), "room": room, "text": row.text}
            answer = ask(target, speaker, row, post)
            if answer["t"] != "ack":
                assert is_plain_refusal(answer), row
                assert must_be_refused(row) or answer["code"] in ("bad_text", "empty"), row
                continue
            assert not must_be_refused(row), row
            events = listener.until("events")
            assert events
            assert [(event["seq"], event["text"]) for event in events["events"]] == [(answer["seq"], row.text)], row
            kept[answer["seq"]] = row.text
        assert len(kept) > 800
        assert past(listener, room, above=head) == kept
    assert on_pages(brianna, f"/rooms/{room}/", above=head) == kept
    assert on_pages(target.visitors["tianna"], f"/desk/rooms/{room}/", above=max(kept) - 200).items() <= kept.items()


def must_be_refused(row: Row) -> bool:
    too_much = len(row.text or "") > MESSAGE_LIMIT or len(row.data) > FRAME_LIMIT
    return (
        too_much or row.kind == "surrogate" or (row.kind in ("control", "space") and row.expect.startswith("refused"))
    )


def past(socket: RawSocket, room: str, *, above: int) -> dict[int, str]:
    """The words of a room's messages above a number, page by page."""
    found: dict[int, str] = {}
    before = 2**31 - 1
    while before > above + 1:
        socket.say(t="history", ref="past", room=room, before=before, limit=100)
        page = socket.until("page")
        assert page
        before = page["first"]
        found |= {event["seq"]: event.get("text", "") for event in page["events"] if event["kind"] == "message"}
    return {seq: text for seq, text in found.items() if seq > above}


def on_pages(visitor: Visitor, address: str, *, above: int) -> dict[int, str]:
    """The words of messages above a number, as the room's pages show them."""
    found: dict[int, str] = {}
    before = ""
    while True:
        status, html = visitor.get(f"{address}{before}")
        assert status == 200
        page = Page()
        page.feed(html)
        found |= page.lines
        if min(page.lines) <= above:
            return {seq: text for seq, text in found.items() if seq > above}
        before = f"?before={min(page.lines)}"


def test_as_a_frame(target: Target) -> None:
    """None of them is a frame of ours; each is told so and the socket lives on."""
    with target.visitors["ana"].socket() as socket:
        socket.until("welcome")
        for row in STRINGS:
            if row.text is None or row.kind == "surrogate" or len(row.data) > CONNECTION_LIMIT:
                continue
            with target.timed(f"frame {row}"):
                socket.send(frame(TEXT, row.data))
                answer = socket.answer()
            assert answer.get("code") in ("bad_frame", "unknown_command", "too_large"), row
        assert socket.is_alive()


def test_as_ids_and_names_of_fields(target: Target) -> None:
    room, ana = target.shared_room, target.visitors["ana"]
    with ana.socket() as socket:
        head = follow(socket, room)
        for row in STRINGS:
            if row.text is None or len(row.data) > FRAME_LIMIT // 2:
                continue
            odd, new = row.text, str(uuid4())
            for fields in (
                {"t": "resume", "room": odd, "after": 0},
                {"t": "post", "id": odd, "room": room, "text": "a"},
                {"t": "post", "id": new, "room": odd, "text": "a"},
                {"t": "react", "id": new, "room": room, "target": head, "emoji": odd, "on": True},
                {"t": "typing", "room": odd},
                {"t": "ping", odd: odd},
                {"t": odd},
            ):
                answer = ask(target, socket, row, fields)
                assert is_plain_refusal(answer), (row, fields["t"])
        for row in STRINGS:
            if row.text is not None and len(row.data) < FRAME_LIMIT // 2:
                answer = ask(target, socket, row, {"t": "history", "ref": row.text, "room": room, "before": 2})
                assert answer.get("ref", "") == row.text or is_plain_refusal(answer), row
        assert socket.is_alive()


# Over HTTP


def test_as_text_of_a_form(target: Target) -> None:
    """Kept as sent, or the page comes back with the words in it and one sentence."""
    ana, room, kept = target.visitors["ana"], target.shared_room, {}
    page = f"/rooms/{room}/"
    for row in STRINGS:
        with target.timed(f"form {row}"):
            status, html, location = ana.submit(f"{page}say/", page, text=row.data)
        if status == 303:
            kept[int(location.partition("#m")[2])] = as_a_form_sends(row)
        elif len(row.data) > 200_000:
            assert status in (400, 413), row
        else:
            assert status == 422, row
            assert sentence(html, "composer-error").startswith(SENTENCES), row
            assert len(row.data) > 1000 or words_in_the_composer(html) == as_a_form_sends(row), row
    assert len(kept) > 800
    with target.visitors["brianna"].socket() as socket:
        socket.until("welcome")
        assert past(socket, room, above=min(kept) - 1).items() >= kept.items()


def as_a_form_sends(row: Row) -> str:
    """What is no UTF-8 comes in as the sign for that; line ends come as CR LF from browsers, and are one sign here."""
    return row.data.decode(errors="replace").replace("\r\n", "\n")


def test_as_the_name_one_shows(target: Target) -> None:
    """A part of them here, since each answer is a page; all of them in test_names.py."""
    ana, room = target.visitors["ana"], target.shared_room
    page = f"/rooms/{room}/people/"
    names = re.compile("name|control|surrogate|mail|bidi|invisible|key")
    for number, row in enumerate(STRINGS):
        if number % 15 and not (row.expect and names.search(row.kind)):
            continue
        with target.timed(f"name {row}"):
            status, html, location = ana.submit(f"/rooms/{room}/name/", page, name=row.data)
        if status == 303:
            assert location == page
        else:
            assert status == 422 or (status in (400, 413) and len(row.data) > 200_000), row
            assert status != 422 or any(one in html.replace("&#x27;", "'") for one in SENTENCES), row


def test_as_part_of_an_address(target: Target) -> None:
    """A wrong id is a page that is not there, whatever it is made of."""
    ana, room = target.visitors["ana"], target.shared_room
    odd = re.compile("path|url|control|key|number|surrogate|crlf|format")
    others = [(ana, "/static/{}"), (ana, "/{}"), (ana, f"/rooms/{room}/{{}}/")]
    others += [(target.visitors["tianna"], f"/desk/rooms/{room}/people/{{}}/end/")]
    for number, row in enumerate(STRINGS):
        asked = [(ana, "/rooms/{}/"), *([others[number % len(others)]] if odd.search(row.kind) else [])]
        for visitor, address in asked:
            address = address.format(quote(row.data, safe=""))
            with target.timed(f"address {row}"):
                status, html = visitor.get(address)
            assert status in (404, 400) or (status == 0 and len(address) > LINE_LIMIT), (row, address[:20], status)
            assert "Traceback" not in html


def test_as_a_number_in_an_address(target: Target) -> None:
    ana, room = target.visitors["ana"], target.shared_room
    for row in STRINGS:
        part = quote(row.data, safe="")
        if row.kind in ("number", "key", "surrogate") or (row.kind == "control" and row.expect):
            with target.timed(f"number {row}"):
                status, _ = ana.get(f"/rooms/{room}/?before={part}&reply={part}&edit={part}&starter={part}&{part}")
            assert status == 200, row
