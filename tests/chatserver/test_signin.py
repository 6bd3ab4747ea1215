"""Whose socket it is: each check that a page makes of a session, made of a socket's too (P5)."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chatserver.sessions import SessionStore
from chatserver.signin import WithSession
from rooms.access import Action
from rooms.commands import arrive
from rooms.models import Person
from tests.cast import Cast
from tests.sockets import Phone, connect, session_key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

SIGNED_OUT = 4001


async def first_frame(key: str, path: str = "/ws/", **headers: str) -> dict[str, object]:
    """What a socket with this session gets first."""
    one = Phone(await connect(key, path, **headers))
    try:
        return await one.next()
    finally:
        await one.communicator.disconnect()


async def is_refused(key: str, **headers: str) -> bool:
    return await first_frame(key, **headers) == {"t": "closed", "code": SIGNED_OUT}


def changed(key: str, **values: object) -> None:
    """The same session with other contents, signed as it must be."""
    store = SessionStore(key)
    for name, value in values.items():
        store[name] = value
    store.save()


@pytest.mark.parametrize("path", ["/ws/", "/ws/desk/"])
async def test_a_person_is_told_of_the_rooms_they_may_open(world: Cast, path: str) -> None:
    person = world.ana if path == "/ws/" else world.tianna
    welcome = await first_frame(await sync_to_async(session_key)(person), path)
    assert welcome["t"] == "welcome" and welcome["rooms"]


async def test_somebody_without_a_room_is_welcome_too(world: Cast) -> None:
    person = await sync_to_async(Person.objects.create_user)("gladys@example.org", "two songs and a night light")
    welcome = await first_frame(await sync_to_async(session_key)(person))
    assert welcome["t"] == "welcome" and welcome["rooms"] == []


@pytest.mark.parametrize("key", ["", "short", "x" * 32, "é" * 32, "a%00bcdefghijk", "../../../../etc/passwd"])
async def test_a_session_that_is_none_is_nobodys(world: Cast, key: str) -> None:
    assert await is_refused(key)


async def test_a_session_ends_when_its_time_is_over(world: Cast) -> None:
    key = await sync_to_async(session_key)(world.ana)
    await Session.objects.filter(session_key=key).aupdate(expire_date=timezone.now() - timedelta(seconds=1))
    assert await is_refused(key)


async def test_a_session_from_before_a_new_password_is_emptied(world: Cast) -> None:
    key = await sync_to_async(session_key)(world.ana)
    world.ana.set_password("three songs and a night light")
    await Person.objects.filter(pk=world.ana.pk).aupdate(password=world.ana.password)
    assert await is_refused(key)
    assert not await Session.objects.filter(session_key=key).aexists()


async def test_an_account_switched_off_has_no_socket(world: Cast) -> None:
    key = await sync_to_async(session_key)(world.ana)
    await Person.objects.filter(pk=world.ana.pk).aupdate(is_active=False)
    assert await is_refused(key)


@pytest.mark.parametrize(
    "values",
    [
        {HASH_SESSION_KEY: ""},
        {HASH_SESSION_KEY: "0" * 64},
        {SESSION_KEY: "0"},
        {BACKEND_SESSION_KEY: "django.contrib.auth.backends.AllowAllUsersModelBackend"},
    ],
)
async def test_a_session_that_says_something_else_is_nobodys(world: Cast, values: dict[str, str]) -> None:
    key = await sync_to_async(session_key)(world.ana)
    await sync_to_async(changed)(key, **values)
    assert await is_refused(key)


async def test_a_session_of_somebody_else_does_not_pass_for_mine(world: Cast) -> None:
    key = await sync_to_async(session_key)(world.ana)
    await sync_to_async(changed)(key, **{SESSION_KEY: str(world.francisco.pk)})
    assert await is_refused(key)


async def test_a_former_secret_key_counts_until_it_is_taken_away(world: Cast, settings: object) -> None:
    key = await sync_to_async(session_key)(world.ana)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key, long enough for a test and used nowhere else"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert (await first_frame(key))["t"] == "welcome"
    settings.SECRET_KEY_FALLBACKS = []
    assert await is_refused(key)


async def test_only_the_first_cookie_header_counts() -> None:
    """As Django reads it; and a key that cannot be one is not looked for."""
    seen: list[str | None] = []

    async def inside(scope: dict[str, SessionStore], receive: object, send: object) -> None:
        seen.append(scope["session"].session_key)

    name = settings.SESSION_COOKIE_NAME
    good, other = f"{name}={'a' * 32}".encode(), f"{name}={'b' * 32}".encode()
    for headers in ([(b"cookie", good), (b"cookie", other)], [(b"cookie", b"x=y")], [(b"cookie", good[:-26])], []):
        await WithSession(inside)({"headers": headers}, None, None)
    assert seen == ["a" * 32, None, None, None]


def test_a_socket_costs_two_statements_and_no_address(cast: Cast) -> None:

    session = SessionStore(session_key(cast.ana))
    with CaptureQueriesContext(connections["default"]) as asked:
        arrived = arrive(session, Action.READ)
    assert arrived and len(asked) == 2
    assert {"phone", "address", "email"} <= arrived[0].get_deferred_fields()
