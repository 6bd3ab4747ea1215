"""Loads the tables of words. Each is a file of families of patterns over folded text, English and Spanish together."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_HOME: Final = Path(__file__).parent / "words"
_SET: Final = re.compile(r"%(\w+)%")


def families(name: str, flags: int = 0) -> Mapping[str, re.Pattern[str]]:
    """The families of the table called `name`, each as one pattern that starts and ends at a word's edge,
    compiled with `flags` of the re module.

    `%child%` stands for the set of that name, in the table's own `[sets]` or in `shared.toml`.
    """
    table = _read(name)
    sets = {**_read("shared").get("sets", {}), **table.get("sets", {})}
    return {
        family: re.compile(_edge("|".join(_filled(pattern, sets) for pattern in patterns)), flags)
        for family, patterns in table["families"].items()
    }


def word_list(name: str) -> frozenset[str]:
    """The words of the list called `name`."""
    return frozenset((_HOME / f"{name}.txt").read_text(encoding="utf-8").split())


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((_HOME / f"{name}.toml").read_text(encoding="utf-8"))


def _filled(pattern: str, sets: Mapping[str, list[str]]) -> str:
    """The pattern with its sets filled in; a set may name another one."""
    while _SET.search(pattern):
        pattern = _SET.sub(lambda found: "(?:" + "|".join(sets[found[1]]) + ")", pattern)
    return pattern


def _edge(alternatives: str) -> str:
    return rf"(?<!\w)(?:{alternatives})(?!\w)"
