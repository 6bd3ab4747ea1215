"""The tables of words, read once: classes, spellings, and the families of expressions of each label."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from moderation.screening.tone.patterns import Pattern, build

HOSTILE = ("insult", "threat", "blame", "controlling", "undermining")
SUPPORT = ("substance", "child_safety", "self_harm")
LABELS = HOSTILE + SUPPORT

WORDS = Path(__file__).parent.parent / "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Expressions that mean the same. `weight` 0..1 says how surely; `unless` are signs in the same sentence that they
    do not; a family with `plain` still holds after a "not", one with `spoken` also between quotation marks; one that is
    `loose` holds only beside a second expression of its label, its own or another family's."""

    name: str
    label: str
    weight: float
    hint: str
    urgency: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    plain: bool
    spoken: bool
    loose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """Ordinary expressions that take `labels` away: from the words they cover (`span`), from there to the end of the
    sentence (`after`), or from the whole sentence."""

    labels: frozenset[str]
    reach: str
    patterns: tuple[Pattern, ...]


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """The named classes; a class may name others in capitals."""
    raw: dict[str, str] = _read("tone_classes")
    return {name: tuple(_members(name, raw)) for name in raw}


def _members(name: str, raw: Mapping[str, str]) -> list[str]:
    words: list[str] = []
    for item in raw[name].split():
        words.extend(_members(item, raw) if item in raw else [item.replace("_", " ")])
    return words


@cache
def families() -> tuple[Family, ...]:
    """Every family of every label. A label may have several tables: `tone_insult.toml`, `tone_insult_es.toml`."""
    return tuple(
        family
        for label in LABELS
        for table in sorted(WORDS.glob(f"tone_{label}*.toml"))
        for name, entry in _read(table.stem).items()
        for family in _entry(label, name, entry)
    )


def _entry(label: str, name: str, entry: Mapping[str, Any]) -> Iterator[Family]:
    """A loose family may list expressions that hold `alone`: they become a family of their own."""
    yield _family(label, name, entry)
    if "alone" in entry:
        yield _family(label, f"{name}_alone", {**entry, "says": entry["alone"], "loose": False})


def _family(label: str, name: str, entry: Mapping[str, Any]) -> Family:
    return Family(
        name=name,
        label=label,
        weight=entry["weight"],
        hint=entry.get("hint", label),
        urgency=entry.get("urgency", ""),
        patterns=_patterns(entry.get("says", "")),
        unless=_patterns(entry.get("unless", "")),
        plain=entry.get("plain", label in SUPPORT),
        spoken=entry.get("spoken", label in SUPPORT),
        loose=entry.get("loose", False),
    )


@cache
def clearings() -> tuple[Clearing, ...]:
    """What is ordinary, however it may look."""
    return tuple(
        Clearing(
            labels=frozenset(_labels(entry["clears"])),
            reach=entry.get("reach", "span"),
            patterns=_patterns(entry["says"]),
        )
        for entry in _read("tone_ordinary").values()
    )


def _labels(text: str) -> list[str]:
    groups = {"all": LABELS, "hostile": HOSTILE, "support": SUPPORT}
    return [label for word in text.split() for label in groups.get(word, (word,))]


def _patterns(lines: str) -> tuple[Pattern, ...]:
    return tuple(build(line, classes()) for line in lines.splitlines() if line.strip() and not line.startswith("#"))


@cache
def spellings() -> Mapping[str, tuple[str, ...]]:
    """Chat spellings and contractions, and the words they stand for."""
    return {word: tuple(meaning.split()) for word, meaning in _read("tone_spellings")["words"].items()}


@cache
def tails() -> Mapping[str, str]:
    """What follows an apostrophe, and the word it stands for."""
    found: dict[str, str] = _read("tone_spellings")["tails"]
    return found


@cache
def signs() -> Mapping[str, str]:
    """Emoji that say something, as words."""
    found: dict[str, str] = _read("tone_spellings")["signs"]
    return found


@cache
def capitals() -> frozenset[str]:
    """Words with a capital that are no names."""
    return frozenset(_read("tone_spellings")["capitals"].split())


@cache
def does() -> frozenset[str]:
    """What a person does, as it follows a name at the start of a sentence."""
    return frozenset(_read("tone_spellings")["does"].split())


@cache
def obscene() -> frozenset[str]:
    """Single words that people hide behind signs."""
    return frozenset(word for word in classes()["HIDDEN"] if " " not in word and not word.endswith("*"))


@cache
def vocabulary() -> frozenset[str]:
    """Every word of the classes."""
    return frozenset(part for words in classes().values() for word in words for part in word.split())


def _read(name: str) -> dict[str, Any]:
    with (WORDS / f"{name}.toml").open("rb") as table:
        return tomllib.load(table)
