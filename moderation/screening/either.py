"""One expression for many words, shared by their beginnings, so that no word is tried twice."""

import re
from collections.abc import Iterable


def either(words: Iterable[str]) -> str:
    """The expression for any of `words`; a star stands for whatever letters and signs follow. The longest fits first,
    so what comes behind must not let a word end where another goes on."""
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
