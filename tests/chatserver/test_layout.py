"""What the design promises about the code's shape and the import contracts in pyproject.toml cannot say."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("chatserver", "frontend", "moderation", "rooms")
MODULE_LINES = 300
FUNCTION_LINES = 60
LONGER = {
    "rooms/protocol.py": "every frame of the wire in one place, as a table; nothing in it acts",
    "moderation/record/verifier.py": "travels alone: whoever runs it has this one file and nothing beside it",
}


def modules() -> list[Path]:
    found = [path for part in PARTS for path in (ROOT / part).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_only_the_bus_talks_to_the_channel_layer() -> None:
    speakers = {str(path.relative_to(ROOT)) for path in modules() if "channels.layers import" in path.read_text()}
    assert speakers <= {"rooms/bus.py"}


def test_only_events_writes_an_event() -> None:
    writers = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "Event.objects.create" in path.read_text() or "Event.objects.bulk_create" in path.read_text()
    ]
    assert writers in ([], ["rooms/events.py"])


def test_sockets_and_views_leave_the_database_to_the_layers_below() -> None:
    faces = [*ROOT.glob("*/consumers.py"), ROOT / "rooms" / "socket.py", *(ROOT / "frontend" / "views").glob("*.py")]
    assert [str(path) for path in faces if path.exists() and ".objects" in path.read_text()] == []


def test_the_table_of_layers_says_what_each_module_is_for_in_the_order_of_the_law() -> None:
    law = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in law if one["id"] == "inside-rooms")
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)
    said = re.findall(r"`(\w+)`", " ".join(rows))
    assert said == re.findall(r"\((\w+)\)", " ".join(layers))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= MODULE_LINES or str(path.relative_to(ROOT)) in LONGER
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < FUNCTION_LINES, node.name
