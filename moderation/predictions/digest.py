"""Digests of rooms in a transcripts file, as the yardstick for summaries reads them."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from moderation.digest.draft import draft
from moderation.digest.model import Digest, Item, Line
from moderation.digest.render import sentences
from moderation.digest.screened import screen


def predict(path: Path) -> dict[str, Any]:
    """By transcript, the digest as it stands after its last message.

    The file holds a list of rooms, each with messages of `id`, `ts`, `sender`, `role`, `text` and a `timezone` such as
    `-07:00`. Raises ValueError or KeyError for anything else.
    """
    rooms = json.loads(Path(path).read_text(encoding="utf-8"))
    return {room["id"]: as_prediction(_draft(room)) for room in rooms}


def as_prediction(digest: Digest) -> dict[str, Any]:
    """One digest in the yardstick's form."""
    return {
        "unanswered": _ids(digest.unanswered),
        "commitments": [
            {"msg_id": item.messages[0], "who": item.name, "due": item.due.iso() if item.due else None}
            for item in digest.commitments
        ],
        "appointments": [{"msg_id": item.messages[0], "when": item.when.iso()} for item in digest.appointments],
        "concerns": _ids(digest.concerns),
        "positives": _ids(digest.strengths),
        "contact_leaks": _ids(item for item in digest.today if item.kind == "contact"),
        "hostile": _ids(item for item in digest.today if item.kind == "hostile"),
        "participation": {part.name: {"messages": part.messages, "words": part.words} for part in digest.parts},
        "lines": [
            {"section": line.section, "text": line.text, "msg_ids": list(line.messages)} for line in sentences(digest)
        ],
    }


def _ids(items: Any) -> list[str]:
    found: list[Item] = list(items)
    return [item.messages[0] for item in found]


def _draft(room: Mapping[str, Any]) -> Digest:
    lines = [
        Line(
            id=message["id"],
            at=datetime.fromisoformat(message["ts"]),
            author=message["sender"],
            role=message["role"],
            name=message["sender"],
            text=message["text"],
        )
        for message in room["messages"]
    ]
    return draft(lines, zone=_zone(room["timezone"]), now=max(line.at for line in lines), marks=screen(lines))


def _zone(offset: str) -> timezone:
    hours, minutes = offset.lstrip("+-").split(":")
    span = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-span if offset.startswith("-") else span)
