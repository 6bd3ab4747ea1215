"""A sign-in that ends takes its sockets with it: signed out, password changed, switched off (P5, T7)."""

import pytest
from asgiref.sync import sync_to_async

from chatserver.sessions import SessionStore
from rooms.models import Person
from tests.cast import Cast
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]

SIGNED_OUT = 4001


async def test_signing_out_closes_the_socket_of_that_session_only(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.ana) as first, phone(world.ana) as second:
        await first.follow(macia)
        await second.follow(macia)
        await sync_to_async(SessionStore(first.session).delete)()
        assert (await first.until("closed"))["code"] == SIGNED_OUT
        await second.say(macia, "Still here")


async def test_a_new_password_closes_every_socket(world: Cast) -> None:
    async with phone(world.ana) as ana:
        await ana.follow(world.rooms["macia"].public_id)
        person = await Person.objects.aget(pk=world.ana.pk)
        person.set_password("three songs and a night light")
        await sync_to_async(person.save)()
        assert (await ana.until("closed"))["code"] == SIGNED_OUT


async def test_an_account_switched_off_hears_nothing_more(world: Cast) -> None:
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        person = await Person.objects.aget(pk=world.francisco.pk)
        person.is_active = False
        await sync_to_async(person.save)()
        assert (await francisco.until("closed"))["code"] == SIGNED_OUT
        await ana.say(macia, "Not for Francisco")
        assert "Not for Francisco" not in francisco.texts()


async def test_what_nobody_told_is_found_by_looking(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change past the signals, on another process say, is found by the sweep."""
    monkeypatch.setattr("rooms.sweep.SWEEP", 0.05)
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        await Person.objects.filter(pk=world.ana.pk).aupdate(is_active=False)
        assert (await ana.until("closed"))["code"] == SIGNED_OUT


async def test_an_ordinary_change_of_settings_closes_nothing(world: Cast) -> None:
    async with phone(world.ana) as ana:
        await ana.until("welcome")
        person = await Person.objects.aget(pk=world.ana.pk)
        person.language = "es"
        await sync_to_async(person.save)()
        await ana.send("ping")
        await ana.until("pong")
