"""Which browser modules a page loads: its own and all they import, so that a slow phone fetches them at once."""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from django.contrib.staticfiles import finders

_ROOT: Final = PurePosixPath("frontend/js")
_IMPORT: Final = re.compile(r"^\s*(?:import|export)\b[^;'\"]*['\"](\.[^'\"]+)['\"]", re.MULTILINE)


@lru_cache
def modules(page: str) -> tuple[str, ...]:
    """Static names of a page's modules, its own first. A page without browser code has none."""
    found: dict[str, None] = {}
    _walk(_ROOT / "pages" / f"{page}.js", found)
    return tuple(found)


def _walk(name: PurePosixPath, found: dict[str, None]) -> None:
    file = finders.find(str(name))
    if file is None or str(name) in found:
        return
    found[str(name)] = None
    for target in _IMPORT.findall(Path(file).read_text(encoding="utf-8")):
        _walk(_normal(name.parent / target), found)


def _normal(name: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in name.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)
