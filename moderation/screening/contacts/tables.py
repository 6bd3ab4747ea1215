"""The word tables of the contact detectors, from `screening/words/contacts.toml`."""

import tomllib
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent.parent / "words" / "contacts.toml"
_TABLES: Final[dict[str, str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


def table(name: str) -> frozenset[str]:
    """The words of one table. Raises KeyError for a name that the file does not have."""
    return frozenset(_TABLES[name].split())
