"""docs/threats.md has every row of the threat model, and every test that it names is there, so that it cannot rot."""

import re

import pytest

from tests.chatserver.test_promises import ROOT, functions_in

PAGE = (ROOT / "docs" / "threats.md").read_text()
SECTIONS = {part.split(" ", 1)[0]: part.split("\n# ")[0] for part in PAGE.split("\n## ")[1:]}
ROWS = tuple(
    f"{kind}{number}" for kind, last in (("T", 16), ("D", 13), ("W", 23), ("G", 8)) for number in range(1, last + 1)
)


def test_every_row_has_its_place() -> None:
    assert tuple(SECTIONS) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_each_says_what_holds_it_and_which_tests_break(row: str) -> None:
    section = SECTIONS[row]
    assert section.count("\nHeld by: ") == (row[0] != "G")
    assert section.count("\nTests: ") == 1
    tests = section[section.index("\nTests: ") :].split("\n\n")[0]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
    scripts = re.findall(r"`(tests/js/[\w.]+)`", tests)
    assert named and len(named) + len(scripts) == tests.count("`tests/"), "a test is named in another way"
    assert [f"{path}::{name}" for path, name in named if name not in functions_in(path)] == []
    assert [path for path in scripts if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", ["docs/README.md", "SECURITY.md"])
def test_the_page_can_be_found(page: str) -> None:
    assert "threats.md" in (ROOT / page).read_text()
