"""Reads tests/wire/badinput: every row as what is to be sent. Its README says what the files hold and where from."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "badinput"


@dataclass(frozen=True)
class Row:
    """One bad string. `text` is None for bytes that are no text at all."""

    id: str
    kind: str
    expect: str
    text: str | None
    data: bytes
    """The same in UTF-8; a lone surrogate as it would come from a client that does not care."""

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


def lines(name: str) -> list[dict[str, Any]]:
    """The rows of one file as they are."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def strings() -> list[Row]:
    """All strings of both lists."""
    return [_row(line) for name in ("strings.jsonl", "own-strings.jsonl") for line in lines(name)]


def _row(line: dict[str, Any]) -> Row:
    about = {"id": line["id"], "kind": line["kind"], "expect": line.get("expect", "")}
    if "b64" in line:
        return Row(**about, text=None, data=base64.b64decode(line["b64"]))
    text = line["value"] if "value" in line else "".join(part * times for part, times in line["gen"])
    return Row(**about, text=text, data=text.encode("utf-8", "surrogatepass"))
