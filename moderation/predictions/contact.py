"""Predictions about contact details, as the evaluation's scorers read them. The shipped code path, not a copy of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moderation.screening.contacts import find, find_split


def predict(path: Path) -> Iterator[dict[str, Any]]:
    """For a file of messages, one JSON object a line with `id` and `text`: the spans in each."""
    for case in _cases(path):
        spans = [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in find(case["text"])]
        yield {"id": case["id"], "spans": spans}


def predict_sequences(path: Path) -> Iterator[dict[str, Any]]:
    """For a file of one sender's consecutive `messages`: whether a detail comes out of them."""
    for case in _cases(path):
        yield {"id": case["id"], "leak": _leaks(case["messages"])}


def _leaks(messages: list[str]) -> bool:
    return any(find(text) or find_split(messages[:index], text) for index, text in enumerate(messages))


def _cases(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
