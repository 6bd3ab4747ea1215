"""Frames that make no sense: one clear answer each, on a socket that lives on and that nobody else notices (W16)."""

import json
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator
from django.conf import settings

from chatserver.asgi import application
from rooms.protocol import FRAME_LIMIT, Close
from tests.cast import Cast
from tests.sockets import Phone, phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

ID = "8d5c2b1e-3f60-4a58-9c3e-0d6a4a7b1f20"
DEEP = 60_000
"""Brackets within one frame; 100,000 would be too large a frame, which is tested too."""


def resume(after: str) -> str:
    return f'{{"t":"resume","room":"ROOM","after":{after}}}'


def post(text: str) -> str:
    return f'{{"t":"post","id":"{ID}","room":"ROOM","text":{text}}}'


MALFORMED = {
    "nothing": "",
    "a blank": " ",
    "a word": "hello",
    "a cut frame": '{"t":"ping"',
    "something after it": '{"t":"ping"} {"t":"ping"}',
    "a comma too many": '{"t":"ping",}',
    "single quotes": "{'t':'ping'}",
    "a comment": '{"t":"ping"}//',
    "a byte order mark": '\ufeff{"t":"ping"}',
    "a NUL between": '{"t":\x00"ping"}',
    "a list": "[]",
    "a list of frames": '[{"t":"ping"}]',
    "a number": "1e400",
    "null": "null",
    "a raw control character": post('"a\nb"'),
    "a lone surrogate": post('"\\ud800"'),
    "surrogates in the wrong order": post('"\\udc00\\ud800"'),
    "a lone surrogate as a key": '{"t":"ping","\\ud800":1}',
    "a bad escape": post('"\\x41"'),
    "text that is a number": post("5"),
    "text that is null": post("null"),
    "text that is a list": post('["a"]'),
    "no text": f'{{"t":"post","id":"{ID}","room":"ROOM"}}',
    "an id that is no UUID": '{"t":"post","id":"1","room":"ROOM","text":"a"}',
    "an id of digits": '{"t":"post","id":1,"room":"ROOM","text":"a"}',
    "no id": '{"t":"post","room":"ROOM","text":"a"}',
    "a room that is a number": '{"t":"resume","room":7,"after":0}',
    "a room that is a list": '{"t":"resume","room":["ROOM"],"after":0}',
    "a room of thirteen": '{"t":"resume","room":"0123456789abc","after":0}',
    "a room with a NUL": '{"t":"resume","room":"ab\\u0000","after":0}',
    "a negative number": resume("-1"),
    "a number beyond all": resume("1e400"),
    "a number beyond the database": resume("2147483648"),
    "a very long number": resume("9" * 4000),
    "a fraction": resume("1.5"),
    "not a number": resume("NaN"),
    "a number in quotes": resume('"1"'),
    "true as a number": resume("true"),
    "a one for true": f'{{"t":"react","id":"{ID}","room":"ROOM","target":1,"emoji":"🙏","on":1}}',
    "too many lines": '{"t":"history","ref":"r","room":"ROOM","before":9,"limit":101}',
    "no lines": '{"t":"history","ref":"r","room":"ROOM","before":9,"limit":0}',
    "a ref too long": '{"t":"history","ref":"%s","room":"ROOM","before":9}' % ("r" * 37),
    "an unknown field": '{"t":"ping","stage":1}',
    "a prototype": '{"t":"ping","__proto__":{"t":"post"}}',
    "a constructor": '{"t":"ping","constructor":{"prototype":{}}}',
    "deep lists in a field": '{"t":"ping","x":%s' % ("[" * DEEP),
    "deep objects": '{"x":' * (DEEP // 5),
    "deep text": post("[" * DEEP),
}
"""Frames answered with bad_frame; ROOM is Macia's."""

UNKNOWN = ['{"t":"delete"}', '{"t":""}', '{"t":5}', '{"t":null}', "{}", '{"T":"ping"}', '{"t":"__proto__"}']
UNKNOWN += ['{"__proto__":{"t":"ping"}}', '{"t":"ping","t":"nothing"}']


async def lives(one: Phone) -> bool:
    await one.send("ping")
    return (await one.next())["t"] == "pong"


async def answer(one: Phone, text: str) -> dict[str, Any]:
    await one.communicator.send_input({"type": "websocket.receive", "text": text})
    return await one.next()


async def test_what_makes_no_sense_is_a_bad_frame_and_the_socket_lives(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        await ana.until("welcome")
        await brianna.follow(macia)
        answers = {name: await answer(ana, text.replace("ROOM", macia)) for name, text in MALFORMED.items()}
        assert {name: found for name, found in answers.items() if found.get("code") != "bad_frame"} == {}
        assert {found["message"] for found in answers.values()} == {answers["null"]["message"]}
        assert await lives(ana)
        await ana.say(macia, "Still here")
        await brianna.until("events")
        assert brianna.texts()[-1:] == ["Still here"]


async def test_a_command_that_is_none_is_unknown_and_the_socket_lives(world: Cast) -> None:
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        assert [(await answer(ana, text)).get("code") for text in UNKNOWN] == ["unknown_command"] * len(UNKNOWN)
        assert await lives(ana)


async def test_a_frame_that_can_be_read_in_part_is_refused_by_its_own_id(world: Cast) -> None:
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        found = await answer(ana, f'{{"t":"post","id":"{ID}","room":"abc","text":7}}')
        assert (found["code"], found["id"], found["room"]) == ("bad_frame", ID, "abc")
        for odd in ("[1]", '{"a":1}', '"%s"' % ("x" * 500), "null", "1e400"):
            found = await answer(ana, f'{{"t":"post","id":{odd},"room":"abc","text":7}}')
            assert found["code"] == "bad_frame"
            assert "id" not in found


async def test_of_a_field_given_twice_the_last_counts(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana:
        await ana.follow(macia)
        await ana.send_raw(f'{{"t":"post","id":"{ID}","room":"x","text":"first","room":"{macia}","text":"last"}}')
        await ana.until("events")
        assert ana.texts()[-1:] == ["last"]


async def test_a_binary_frame_is_refused_and_the_socket_lives(world: Cast) -> None:
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        for data in (b"", b'{"t":"ping"}', b"\xff\xfe\x00", b"\x00" * 70_000):
            await ana.communicator.send_input({"type": "websocket.receive", "bytes": data})
            assert (await ana.next())["code"] == "bad_frame"
        assert await lives(ana)


@pytest.mark.parametrize("size", [FRAME_LIMIT + 1, 2 * FRAME_LIMIT])
async def test_a_frame_that_is_too_large_is_refused_and_the_socket_lives(world: Cast, size: int) -> None:
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        frame = json.dumps({"t": "post", "id": ID, "room": world.rooms["macia"].public_id, "text": ""})
        for filling in ("a", "[", " "):
            found = await answer(ana, frame.replace('""', f'"{filling * (size - len(frame))}"'))
            assert (found["code"], found.get("id")) == ("too_large", ID)
        assert (await answer(ana, "[" * (FRAME_LIMIT + 1)))["code"] == "too_large"
        assert await lives(ana)


async def test_the_largest_message_there_is_fits_into_a_frame(world: Cast) -> None:
    """8,000 characters of four bytes each, and one more character."""
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as ana, phone(world.brianna) as brianna:
        await brianna.follow(macia)
        await ana.say(macia, "🐎" * 8_000)
        await brianna.until("events")
        assert brianna.texts()[-1:] == ["🐎" * 8_000]
        for text in ("a" * 8_001, "🐎" * 8_001):
            assert (await ana.refused("post", id=str(uuid4()), room=macia, text=text))["code"] == "too_long"


@pytest.mark.parametrize(
    ("offered", "accepted", "close"),
    [
        (["coparenting.v1"], "coparenting.v1", None),
        (["coparenting.v2", "coparenting.v1"], "coparenting.v1", None),
        ([], None, None),
        (["coparenting.v2"], None, Close.FORBIDDEN),
        (["COPARENTING.V1"], None, Close.FORBIDDEN),
    ],
)
async def test_subprotocols(world: Cast, offered: list[str], accepted: str | None, close: int | None) -> None:
    async with phone(world.ana) as signed_in:
        headers = signed_in.communicator.scope["headers"]
    communicator = WebsocketCommunicator(application, "/ws/", headers=headers, subprotocols=offered)
    assert await communicator.connect(timeout=5) == (True, accepted)
    first = await communicator.receive_output(timeout=5)
    assert first.get("code") == close
    assert close is not None or json.loads(first["text"])["t"] == "welcome"
    await communicator.disconnect()


async def test_the_session_cookie_is_the_only_way_to_say_who_it_is(world: Cast) -> None:
    """W2: a key in the address opens nothing."""
    async with phone(world.ana) as ana:
        cookie = dict(ana.communicator.scope["headers"])[b"cookie"].decode()
    key = cookie.removeprefix(f"{settings.SESSION_COOKIE_NAME}=")
    async with phone(None, f"/ws/?{settings.SESSION_COOKIE_NAME}={key}&sessionid={key}") as nobody:
        assert await nobody.next() == {"t": "closed", "code": Close.SIGNED_OUT}
