"""docs/promises.md names the tests that hold each promise; every one of them is there, so that the page cannot rot."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.faults.scenarios import SCENARIOS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text()
SECTIONS = {part.split(" ", 1)[0]: part for part in PAGE.split("\n## ")[1:]}
MADE = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P15", "P16")
"""What this server promises today."""


@cache
def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_promise_has_its_place() -> None:
    assert tuple(SECTIONS) == MADE


@pytest.mark.parametrize("promise", MADE)
def test_each_says_how_it_is_held_and_by_which_tests(promise: str) -> None:
    section = SECTIONS[promise]
    assert section.count("Held by: ") == section.count("Proved by: ") == 1
    assert section.index("**") < section.index("Held by: ") < section.index("Proved by: ")
    proofs = section[section.index("Proved by: ") :]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", proofs)
    scripts = re.findall(r"`(tests/js/[\w.]+)`", proofs)
    assert len(named) + len(scripts) == proofs.count("`tests/"), "a test is named in another way"
    assert named
    assert [f"{path}::{name}" for path, name in named if name not in functions_in(path)] == []
    assert [path for path in scripts if not (ROOT / path).exists()] == []


def test_every_fault_that_is_named_is_one_that_is_run() -> None:
    lines = re.findall(r"^Faults: (.+)", PAGE, re.MULTILINE)
    named = {name for line in lines for name in re.findall(r"`([\w-]+)`", line)}
    assert named == set(SCENARIOS) - {"calm"}  # in which nothing breaks


def test_the_page_can_be_found() -> None:
    assert "promises.md" in (ROOT / "docs" / "README.md").read_text()
