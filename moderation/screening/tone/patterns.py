"""The small language of the tables: one line of words and slots becomes one expression that runs in linear time.

word            that word; `a|b` either; `going_to` two words; `threat*` all words that begin so
NAME            any word of a class in tone_classes.toml
x?              may be missing
~3              up to three words, none of them a "not"
+3              up to three words of any kind
++8             the same, also over the end of a sentence
!a|NAME         here must not stand one of these
^  $            the sentence begins, ends here
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT = frozenset(["not", "no", "never", "nor", "cannot", "without", "nobody", "nunca", "jamas", "sin", "ni", "tampoco"])
"""Words that turn a sentence round."""

_SAME_SENTENCE = r"(?:[^ .?!]+ ){0,%d}?"
_NO_NOT = r"(?:(?!(?:" + "|".join(sorted(NOT)) + r") )[^ .?!]+ ){0,%d}?"
_ANYWHERE = r"(?:[^ ]+ ){0,%d}?"
_GAP = re.compile(r"(~|\+\+|\+)(\d)")

Classes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a table. `anchors` are words of which one must be in the message, `stems` beginnings of such."""

    source: str
    expression: re.Pattern[str]
    anchors: frozenset[str]
    stems: frozenset[str]


def build(source: str, classes: Classes) -> Pattern:
    """Read one line of a table. Raises ValueError for a class that does not exist or a line without words."""
    parts: list[str] = []
    choices: list[list[str]] = []
    gap = ""
    for element in source.split():
        if element.startswith("!"):
            parts.append(f"(?!{gap}{_either(_choices(element[1:], classes))} )")
            continue
        parts.append(gap)
        gap = ""
        if element == "^":
            parts.append(r"(?<=[.?!] )")
        elif element == "$":
            parts.append(r"(?=[.?!] )")
        elif wide := _GAP.fullmatch(element):
            gap = {"~": _NO_NOT, "+": _SAME_SENTENCE, "++": _ANYWHERE}[wide[1]] % int(wide[2])
        else:
            words = _choices(element.removesuffix("?"), classes)
            optional = element.endswith("?")
            parts.append(f"(?:{_either(words)} )" + ("?" if optional else ""))
            if not optional:
                choices.append(words)
    if not choices:
        raise ValueError(f"A pattern needs a word: {source!r}")
    rarest = min(choices, key=_commonness)
    first = [word.split()[0] for word in rarest]
    return Pattern(
        source=source,
        expression=re.compile(r"(?<= )" + "".join(parts)),
        anchors=frozenset(word for word in first if not word.endswith("*")),
        stems=frozenset(word[:-1] for word in first if word.endswith("*")),
    )


def _choices(element: str, classes: Classes) -> list[str]:
    words: list[str] = []
    for choice in element.split("|"):
        if choice.isupper() and len(choice) > 1:
            if choice not in classes:
                raise ValueError(f"No such class: {choice}")
            words.extend(classes[choice])
        else:
            words.append(choice.replace("_", " "))
    return words


def _commonness(words: list[str]) -> int:
    """Few and long words are rare: they decide soonest that a pattern cannot fit."""
    short = sum(len(word) < 4 for word in words)
    return len(words) + 12 * short


def _either(words: Iterable[str]) -> str:
    """One expression for many words, shared by their beginnings, so that no word is tried twice."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, dict[str, object]] = tree
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = {}
    return _branch(tree)


def _branch(node: dict[str, dict[str, object]]) -> str:
    branches = []
    for letter in sorted(key for key in node if key):
        inner = _branch(node[letter])  # type: ignore[arg-type]
        branches.append((r"[^ ]*" if letter == "*" else re.escape(letter)) + inner)
    if not branches:
        return ""
    if "" in node:
        return "(?:" + "|".join(branches) + ")?"
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
