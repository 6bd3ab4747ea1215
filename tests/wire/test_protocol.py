"""The page, the structs and the browser's own table say the same."""

import io
import re
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from rooms.protocol import CLIENT_FRAMES, CLOSE_RANGES, SERVER_FRAMES, SUBPROTOCOL, Close, EventFrame

ROOT = Path(__file__).resolve().parents[2]
BROWSER = (ROOT / "frontend/static/frontend/js/protocol.js").read_text()


def table(name: str) -> dict[str, list[str]]:
    """An object of lists in protocol.js."""
    found = re.search(rf"export const {name} = Object\.freeze\(\{{(.*?)\}}\);", BROWSER, re.DOTALL)
    assert found, name
    rows = re.findall(r"(\w+): \[(.*?)\],", found[1], re.DOTALL)
    return {key: re.findall(r"[\w.]+", values) for key, values in rows}


def constant(name: str) -> str:
    found = re.search(rf"export const {name} = \"?([^\";]+)\"?;", BROWSER)
    assert found, name
    return found[1]


def structs(frames: tuple[type[msgspec.Struct], ...]) -> dict[str, list[str]]:
    return {str(frame.__struct_config__.tag): list(frame.__struct_fields__) for frame in frames}


def test_the_page_is_what_the_code_says() -> None:
    printed = io.StringIO()
    call_command("protocol_page", stdout=printed)
    page = ROOT / "docs/protocol.md"
    refresh = "manage.py protocol_page > docs/protocol.md"
    assert page.read_text() == printed.getvalue(), f"docs/protocol.md is out of date: {refresh}"


@pytest.mark.parametrize(("name", "frames"), [("CLIENT_FRAMES", CLIENT_FRAMES), ("SERVER_FRAMES", SERVER_FRAMES)])
def test_the_browser_knows_every_frame_by_its_fields(name: str, frames: tuple[type[msgspec.Struct], ...]) -> None:
    ours = {tag: sorted(fields) for tag, fields in structs(frames).items()}
    assert {tag: sorted(fields) for tag, fields in table(name).items()} == ours


def test_the_browser_knows_every_field_of_an_event() -> None:
    found = re.search(r"EVENT_FIELDS = Object\.freeze\(\[(.*?)\]\);", BROWSER, re.DOTALL)
    assert found
    assert sorted(re.findall(r"\w+", found[1])) == sorted(EventFrame.__struct_fields__)


def test_the_browser_does_what_the_range_of_a_close_code_says() -> None:
    theirs = {name: tuple(int(number) for number in limits) for name, limits in table("CLOSE_RANGES").items()}
    assert theirs == CLOSE_RANGES
    assert int(constant("CLOSE_SIGNED_OUT")) == Close.SIGNED_OUT
    assert int(constant("CLOSE_RESTART")) == Close.RESTART
    assert constant("PROTOCOL") == SUBPROTOCOL


def test_every_close_code_but_the_restart_is_in_a_range() -> None:
    ranged = [code for code in Close if any(first <= code <= last for first, last in CLOSE_RANGES.values())]
    assert ranged == [code for code in Close if code != Close.RESTART]


def test_tags_and_fields_are_plain_words() -> None:
    for frames in (CLIENT_FRAMES, SERVER_FRAMES):
        found = structs(frames)
        assert len(found) == len(frames)
        assert all(re.fullmatch(r"[a-z_]+", word) for tag, fields in found.items() for word in [tag, *fields])
