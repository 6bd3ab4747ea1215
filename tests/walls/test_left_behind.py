"""What a device keeps of a visit, and what pages tell of where others are (T4, T5, D5, D6, D10, D13)."""

import re

import pytest
from pytest_django import Settings

from tests.cast import NAMES, Cast
from tests.walls.answers import signed_in
from tests.walls.crawl import STARTS, lively, pages

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
LINK = "https://logger.example.org/photo.png"


@pytest.mark.parametrize("who", STARTS)
def test_on_a_borrowed_device_nothing_of_anybody_stays(cast: Cast, who: str) -> None:
    """T4, T5: `no-store` on all that a signed-in person opens, and in the history neither an address nor a title that
    names anybody. D6: the address of a device is on no page, not even on that of its owner or of staff."""
    for name in ("ana", "brianna"):
        signed_in(cast.people[name]).get("/settings/devices/", REMOTE_ADDR=ADDRESS)
    client = signed_in(lively(cast).people[who])
    session = client.session
    session["borrowed"] = True
    session.save()
    names = {part.lower() for name in NAMES.values() for part in name.split()} | set(cast.rooms)
    for address, response, _ in pages(client, STARTS[who]):
        said = response.content.decode(errors="replace")
        title = re.search(r"<title>(.*?)</title>", said, re.DOTALL)
        told = set(re.findall(r"\w+", f"{address} {title[1] if title else ''}".lower()))
        assert "no-store" in response.get("Cache-Control", ""), address
        assert ADDRESS not in said, address
        assert told & names == set(), told


@pytest.mark.parametrize(("who", "desk"), [("brianna", ""), ("tianna", "/desk")])
def test_a_link_in_a_message_is_words(cast: Cast, settings: Settings, who: str, desk: str) -> None:
    """D4, D5: nobody is led to where their own address would be noted down, and nothing is fetched from there."""
    settings.MESSAGE_SCREEN = ""  # else members see dots in its place
    cast.say("ana", "macia", f"Look {LINK} www.example.org")
    page = signed_in(cast.people[who]).get(f"{desk}/rooms/{cast.rooms['macia'].public_id}/").content.decode()
    assert LINK in page
    assert re.findall(r'(?:href|src|action|content)="?[^" >]*example\.org', page) == []
