"""A part that is over by its date: open sockets hear no more, with or without the worker process (S7, P5)."""

import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rooms.models import Membership, Person, State
from rooms.services import memberships, part_states
from tests.cast import Cast, make_cast
from tests.sockets import phone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines]


async def test_the_server_ends_it_itself(world: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rooms.sweep.SWEEP", 0.05)
    macia = world.rooms["macia"].public_id
    async with phone(world.francisco) as francisco, phone(world.ana) as ana:
        await francisco.follow(macia)
        await ana.follow(macia)
        part = Membership.objects.filter(person=world.francisco, room=world.rooms["macia"])
        await part.aupdate(until=timezone.now() - timedelta(seconds=1))
        assert (await francisco.until("left"))["code"] == "ended"
        await ana.say(macia, "Not for Francisco")
        assert "Not for Francisco" not in francisco.texts()
        refusal = await francisco.refused("resume", room=macia, after=0)
        assert refusal["code"] == "not_found"


async def test_a_part_that_cannot_be_ended_keeps_no_signed_out_device_listening(
    world: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """P5: neither the sign-ins nor the other parts wait for what fails."""

    def fails(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("rooms.sweep.SWEEP", 0.05)
    monkeypatch.setattr("rooms.sweep.ACTS", 0.0)
    monkeypatch.setattr("rooms.sweep.end_over", fails)
    monkeypatch.setattr("rooms.sweep.keep_alive", fails)
    async with phone(world.ana) as ana:
        await ana.follow(world.rooms["macia"].public_id)
        await Person.objects.filter(pk=world.ana.pk).aupdate(is_active=False)
        with caplog.at_level(logging.WARNING, "rooms.sweep"):
            assert (await ana.until("closed"))["code"] == 4001


def test_one_part_that_cannot_be_ended_holds_up_no_other(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cast = make_cast()
    ana, francisco = cast.member("ana", "macia"), cast.member("francisco", "macia")
    Membership.objects.filter(pk__in=(ana.pk, francisco.pk)).update(until=timezone.now())
    really = part_states.end

    def end(member: Membership, until: None) -> object:
        if member.pk == ana.pk:
            raise ValueError("words of hers")
        return really(member, until)

    monkeypatch.setattr(part_states, "end", end)
    assert memberships.end_over() == 1
    assert cast.member("francisco", "macia").state == State.ENDED
    assert "ValueError" in caplog.text and "words of hers" not in caplog.text
    monkeypatch.undo()
    assert memberships.end_over() == 1


@pytest.mark.django_db
def test_what_is_asked_each_second_has_an_index() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # it would rather read the few rows of a test
            cursor.execute("SET LOCAL enable_seqscan = off")
    over = Membership.objects.filter(state__in=(State.ACTIVE, State.SUSPENDED), until__lte=timezone.now())
    assert "membership_that_ends" in over.explain()
