"""Predictions about wording and safety, as the evaluation's scorer reads them. The shipped code path, not a copy."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moderation.screening.tone import read


def predict(path: Path) -> Iterator[dict[str, Any]]:
    """For a file of messages, one JSON object a line with `id` and `text`: the weight of each label."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                case = json.loads(line)
                yield {"id": case["id"], "scores": dict(read(case["text"]).weights)}
