"""How an event carries photos and videos: structure in its `data`, and what each of them shows as words in its `text`.

`data["files"]` is a list of `{id, sha256, type, w, h}`, and of a video also `seconds`: the digest of the event covers
the hash of the bytes that are kept. Descriptions are people's words, so they stand in the text, after the message
itself, where an erasure finds them: `data["words"]` says how long the message is, and a file's `alt` from where to
where its description goes, in characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

FILES: Final = "files"
WORDS: Final = "words"
PHOTO: Final = "image/jpeg"
VIDEO: Final = "video/mp4"


@dataclass(frozen=True, kw_only=True)
class Carried:
    """One photo or video as an event carries it."""

    id: str
    sha256: str
    type: str
    width: int
    height: int
    seconds: int = 0
    alt: str = ""


def as_text_and_data(words: str, files: Sequence[Carried]) -> tuple[str, dict[str, Any]]:
    """The text and the data of an event with these words and photos."""
    text, entries = words, []
    for file in files:
        entry: dict[str, Any] = {
            "id": file.id,
            "sha256": file.sha256,
            "type": file.type,
            "w": file.width,
            "h": file.height,
        }
        if file.seconds:
            entry["seconds"] = file.seconds
        if file.alt:
            start = len(text) + 1 if text else 0
            text = f"{text}\n{file.alt}" if text else file.alt
            entry["alt"] = [start, start + len(file.alt)]
        entries.append(entry)
    data: dict[str, Any] = {FILES: entries}
    return text, data if text == words else {**data, WORDS: len(words)}


def words_of(text: str, data: Mapping[str, Any]) -> str:
    """The message itself, without what its photos show."""
    return text[: data[WORDS]] if WORDS in data else text


def files_of(text: str, data: Mapping[str, Any]) -> list[Carried]:
    """The photos of an event; without descriptions where the words were erased."""
    return [
        Carried(
            id=entry["id"],
            sha256=entry["sha256"],
            type=entry["type"],
            width=entry["w"],
            height=entry["h"],
            seconds=entry.get("seconds", 0),
            alt=text[slice(*entry["alt"])] if "alt" in entry else "",
        )
        for entry in data.get(FILES, ())
    ]
