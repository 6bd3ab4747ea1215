"""Refusals: not mine and not there are one page, and every page is plain and kind."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from frontend.errors import refuse, status_of
from rooms.errors import MESSAGES, RoomError
from tests.cast import Cast
from tests.frontend.conftest import Reader

PATHS = (
    "", "?before=2", "?reply=2", "say/", "2/edit/", "2/retract/", "2/react/", "read/", "people/", "name/",
)  # fmt: skip


def body(response: HttpResponse) -> str:
    """The page, but for the token of its forms, which is new each time it is drawn."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1once", response.content.decode())


def seen(response: HttpResponse, *ids: str) -> tuple[object, ...]:
    """All of an answer, but for the id that was asked for."""
    text = body(response) + str(sorted(response.headers.items()))
    for one in ids:
        text = text.replace(one, "ID")
    return response.status_code, text, sorted(response.cookies)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("verb", ["get", "post", "head", "put"])
@pytest.mark.parametrize("area", ["rooms", "desk/rooms"])
def test_someone_elses_room_is_a_room_that_does_not_exist(cast: Cast, path: str, verb: str, area: str) -> None:
    """S3, S4: every page and form of a room, byte for byte."""
    cast.say("brianna", "jaylan", "Not for Ana")
    client = Reader(cast, "ana", "macia").client
    theirs, nothing = cast.rooms["jaylan"].public_id, "z" * 12
    fields = {"client_id": "7a1d3c1e-4f0a-4a57-9c58-0d2f6f1f3a11", "text": "Hi", "emoji": "❤️", "upto": "2"}
    answers = [getattr(client, verb)(f"/{area}/{room}/{path}", fields) for room in (theirs, nothing)]
    assert seen(answers[0], theirs, nothing) == seen(answers[1], theirs, nothing)
    if verb == "post":
        assert answers[0].status_code in (404, 405)


def test_the_page_for_nothing_is_the_same_for_any_address(ana: Reader) -> None:
    bodies = {
        body(ana.client.get(path)) for path in ("/rooms/zzzzzzzzzzzz/", "/nothing/at/all/", "/rooms/a b/", "/desk/")
    }
    assert len(bodies) == 1
    assert "We could not find that page" in bodies.pop()


@pytest.mark.parametrize(
    "path", ["/rooms/%00/", "/rooms/x'--/", "/rooms/zzzzzzzzzzzz/99999999999999999999/edit/", "/%ff/"]
)
def test_hostile_addresses_find_nothing(ana: Reader, path: str) -> None:
    assert ana.client.get(path).status_code == 404


def test_a_form_that_is_far_too_large_is_refused_plainly(ana: Reader) -> None:
    answer = ana.post("say/", text="x" * 300_000)
    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()


def test_every_refusal_has_a_status_below_five_hundred_or_says_later(db: None) -> None:
    for code in MESSAGES:
        error = RoomError(code)
        assert 400 <= status_of(error) < 500 or error.retry
        answer = refuse(_asked(), error)
        assert answer.status_code == status_of(error)
        if code != "not_found":
            assert error.message in answer.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("view", [bad_request, permission_denied, server_error])
def test_the_plain_error_pages_need_nothing(db: None, view: object) -> None:
    answer = server_error(_asked()) if view is server_error else view(_asked(), Exception("secret"))  # type: ignore[operator]
    page = answer.content.decode()
    assert "<h1>" in page
    assert "secret" not in page


def test_errors_are_told_in_the_readers_language(ana: Reader, cast: Cast) -> None:
    cast.ana.language = "es"
    cast.ana.save()
    assert "No encontramos esa página" in ana.client.get("/nothing/").content.decode()
    assert "Este mensaje todavía no tiene palabras." in ana.post("say/", text=" ").content.decode()


def _asked() -> object:
    request = RequestFactory().get("/")
    request.user = Client().request().wsgi_request.user
    return request
