"""`manage.py requirements_page > docs/requirements.md`: each requirement, its pages, and the tests that name it.

A test names a requirement by its id in the docstring of the test or of its file: "S65", "S21 to S26", "(S3, S4)".
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

LIST: Final = Path(settings.BASE_DIR) / "docs" / "requirements.toml"
TESTS: Final = Path(settings.BASE_DIR) / "tests"
LAST: Final = 79
MOST: Final = 4
"""Files named for one requirement; of more there is a number."""

_ID: Final = r"S(\d{1,2})\b"
_NAMED: Final = re.compile(rf"\b{_ID}(?:\s*(?:-|–|to)\s*{_ID})?")

INTRODUCTION: Final = """\
# Requirements, pages, tests

<!-- Made from docs/requirements.toml and the tests. To refresh: manage.py requirements_page > docs/requirements.md -->

What the service is for, where it is found, and which tests name it in their docstrings. M: needed on day one; S: soon
after; L: later. A claimed requirement that no test names fails the build.
"""


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """One line of the list. `left` is what of it is still open, `open` why it is not claimed at all."""

    id: str
    group: str
    pri: str
    text: str
    pages: Sequence[str] = ()
    left: str = ""
    open: str = ""


def requirements() -> list[Requirement]:
    """The list, in its order."""
    groups = tomllib.loads(LIST.read_text(encoding="utf-8"))["group"]
    return [
        Requirement(id=key, group=group["name"], **about)
        for group in groups
        for key, about in group.items()
        if key != "name"
    ]


def named_in(text: str) -> set[str]:
    """The ids in some words; "S21 to S26" names six."""
    found: set[str] = set()
    for first, last in _NAMED.findall(text):
        found |= {f"S{number}" for number in range(int(first), int(last or first) + 1)}
    return found


def tests_of() -> dict[str, dict[str, int]]:
    """By requirement the files whose tests name it, with the number of tests; 0 where only the file does."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for path in sorted(TESTS.rglob("test_*.py")):
        name, tree = path.relative_to(TESTS).with_suffix("").as_posix(), ast.parse(path.read_text(encoding="utf-8"))
        for one in named_in(ast.get_docstring(tree) or ""):
            found[one].setdefault(name, 0)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for one in named_in(ast.get_docstring(node) or ""):
                    found[one][name] = found[one].get(name, 0) + 1
    return found


def addresses() -> dict[str, str]:
    """Every named address, as people write it."""
    return {name: "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"‹\1›", route) for name, route in _walk(get_resolver(), "")}


def page() -> str:
    """The whole page."""
    wanted, tests, places = requirements(), tests_of(), addresses()
    lines = [INTRODUCTION]
    group = ""
    for one in wanted:
        if one.group != group:
            group = one.group
            lines += [f"## {group}", "", "| | | what | where | tests |", "| --- | --- | --- | --- | --- |"]
        lines.append(_row(one, tests.get(one.id, {}), places))
        if one is wanted[-1] or wanted[wanted.index(one) + 1].group != group:
            lines.append("")
    unfinished = [one for one in wanted if one.open or one.left]
    lines += ["## Open", "", *(f"- {one.id} ({one.pri}): {one.open or one.left}" for one in unfinished)]
    return "\n".join(lines) + "\n"


def _row(one: Requirement, tests: Mapping[str, int], places: Mapping[str, str]) -> str:
    where = "open" if one.open else ", ".join(f"`{places[name]}`" for name in one.pages)
    state = " (partly open)" if one.left else ""
    return f"| {one.id} | {one.pri} | {one.text}{state} | {where} | {'' if one.open else _tests(tests)} |"


def _tests(tests: Mapping[str, int]) -> str:
    """The files with the most tests that name it first."""
    ordered = sorted(tests, key=lambda name: (-tests[name], name))
    shown = [f"{name} ({tests[name]})" if tests[name] else name for name in ordered[:MOST]]
    more = len(ordered) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    patterns: Iterable[URLPattern | URLResolver] = resolver.url_patterns
    for entry in patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, whole)
        elif entry.name:
            yield entry.name, whole


class Command(BaseCommand):
    """Print the page."""

    help = "Print docs/requirements.md, made from docs/requirements.toml and the docstrings of the tests."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
