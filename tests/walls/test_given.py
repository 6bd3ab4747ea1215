"""Who is given papers of a room is a stranger to everything else of it: pages, forms, sockets, words (P6; S77)."""

from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import SharedPaper
from rooms import limits
from rooms.models import Invitation, Person, Role
from tests.cast import Cast
from tests.papers import reader, share, signed
from tests.sockets import phone
from tests.walls.answers import answer, difference, signed_in
from tests.walls.frames import COMMANDS, SOCKETS, name_of
from tests.walls.pages import GIVEN_PAGES, METHODS, OWN_PAGES, ROOM_PAGES
from tests.walls.roleworld import MISSING, RoleWorld, make_role_world
from tests.walls.test_matrix import once, places
from tests.walls.test_matrix_frames import error_of, masked, told

SAID = "Our quiet song about the heron"


def given_to(cast: Cast, *, role: str = Role.ADVOCATE) -> tuple[Invitation, Person, SharedPaper]:
    """A reader of Macia's room, with a summary to read that rests on what was said there."""
    to = reader(cast, role=role)
    said = cast.say("ana", "macia", SAID)
    cast.say("brianna", "macia", f"{SAID}, again")
    share(cast, to, signed(cast, text="Both sing at bedtime", seqs=(said.seq,)))
    assert to.person is not None
    return to, to.person, SharedPaper.objects.get()


def walked(client: Client, to: Invitation, paper: str) -> dict[str, HttpResponse]:
    """All of the pages that are theirs."""
    own = [name for name in sorted(OWN_PAGES) if name not in ("account_logout", "reach_device")]
    found = {name: client.get(reverse(name)) for name in own}
    found["given"] = client.get(reverse("given", args=[to.room.public_id]))
    for name in ("given_paper", "given_pdf"):
        found[name] = client.get(reverse(name, args=[to.room.public_id, paper]))
    assert set(found) >= GIVEN_PAGES
    return found


@pytest.mark.django_db
def test_every_page_and_form_of_the_room_is_like_a_wrong_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """P6, S77: to the byte, with as many queries; with a live paper in the room."""
    monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", 10_000)
    world = make_role_world(Role.MENTOR)
    there, nowhere = places(world, "own"), places(world, "missing")
    client = signed_in(_given_in(world))
    for name in ROOM_PAGES:
        for method in METHODS:
            wrong, queries = once(client, method, name, nowhere)
            assert wrong.status in (404, 405, 302), name
            found, took = once(client, method, name, there)
            assert not difference(found, wrong), (method, name)
            assert took == queries, (method, name)


def _given_in(world: RoleWorld) -> Person:
    cast = Cast(people={"tianna": world.keeper}, rooms={"own": world.rooms["own"]})
    to = reader(cast, room="own")
    share(cast, to, signed(cast, room="own"), room="own")
    assert to.person is not None
    return to.person


@pytest.mark.django_db
def test_their_pages_are_nobody_elses(cast: Cast) -> None:
    """P6, S77: members, staff and other readers get there what a wrong id gets, and so does the reader of another."""
    to, _, paper = given_to(cast)
    second, other = reader(cast), reader(cast, room="jaylan")
    people = [cast.ana, cast.brianna, cast.samara, cast.tianna, other.person]
    for person in people:
        client = signed_in(person)
        for name in GIVEN_PAGES:
            args = [paper.public_id] if name != "given" else []
            answers = []
            for room in (MISSING, to.room.public_id):
                with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                    answers.append((answer(client.get(reverse(name, args=[room, *args])), room), len(queries)))
            assert answers[0][0].status == 404
            assert not difference(answers[1][0], answers[0][0]) and answers[0][1] == answers[1][1], name
    client = signed_in(second.person)
    assert client.get(reverse("given", args=[to.room.public_id])).status_code == 200
    assert client.get(reverse("given_paper", args=[to.room.public_id, paper.public_id])).status_code == 404


@pytest.mark.django_db
def test_no_words_of_the_conversation_reach_them(cast: Cast) -> None:
    """S77: the signed lines and the worker's name; no message, no member's name, no detail of how to reach anybody."""
    to, person, paper = given_to(cast)
    client = signed_in(person)
    pages = walked(client, to, paper.public_id)
    whole = "\n".join(page.getvalue().decode(errors="replace") for page in pages.values())
    assert "Both sing at bedtime" in whole and "Macia" in whole and "Tianna Reilly" in whole
    for word in (SAID, "Ana", "Gutierrez", "Brianna", "Winter", "Francisco", "example.test", "555-01"):
        assert word not in whole, word
    assert [name for name, page in pages.items() if page.status_code != 200] == []


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["back", "over", "ended", "reader over"])
def test_what_is_over_is_gone_at_once(cast: Cast, how: str) -> None:
    """S7, S77: a paper and a reader that ended are like ones that never were."""
    to, person, paper = given_to(cast)
    client = signed_in(person)
    address = reverse("given_paper", args=[to.room.public_id, paper.public_id])
    assert client.get(address).status_code == 200
    desk, base = signed_in(cast.tianna), reverse("desk_papers", args=[to.room.public_id])
    if how == "back":
        form = {"act": "back", "paper": paper.public_id, "client_id": str(uuid4())}
        assert desk.post(base, form).status_code == 303
    elif how == "ended":
        form = {"act": "end", "reader": to.public_id, "reason": "a test", "client_id": str(uuid4())}
        assert desk.post(base, form).status_code == 303
    elif how == "over":
        SharedPaper.objects.update(until=paper.at)
    else:
        Invitation.objects.filter(pk=to.pk).update(until=paper.at)
    assert client.get(address).status_code == client.get(f"{address}paper/").status_code == 404
    listed = client.get(reverse("given", args=[to.room.public_id]))
    assert listed.status_code == (200 if how in ("back", "over") else 404)
    home = client.get("/").content.decode()
    assert "Both sing" not in home
    assert ("with you before has ended" in home) == (how in ("ended", "reader over"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_a_hurry")
@pytest.mark.parametrize("path", SOCKETS)
async def test_no_socket_knows_them(world: Cast, path: str) -> None:
    """P5, P6, S77: no room in the welcome, and every command answers as for a room that does not exist."""
    _, person, _ = await sync_to_async(given_to)(world)
    async with phone(person, path) as one:
        welcome = await one.until("welcome")
        assert welcome["rooms"] == []
        for command in COMMANDS:
            answers: list[Any] = []
            for room in (MISSING, world.rooms["macia"].public_id):
                sent = {"room": room, **COMMANDS[command].fields(2)}
                answers.append(masked(error_of(await told(one, name_of(command), **sent)), sent))
            assert answers[0] == answers[1], name_of(command)
