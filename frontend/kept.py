"""How a message looks whose contact details are kept private: its words with those spans marked, and a note below."""

import json
from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from frontend.words import say
from rooms.masks import Mask
from rooms.queries import Line


def said(line: Line) -> SafeString:
    """A message's words, with the spans that are private marked: dots for members, the words for staff."""
    return format_html_join("", "{}", ((piece,) for piece in _pieces(line.text or "", line.masked)))


def note(line: Line, worker: str, *, staff: bool) -> str:
    """What stands below it: what is kept private, and who can share it; empty where nothing is."""
    if not line.masked:
        return ""
    if staff:
        return say("kept_staff")
    return " ".join([*kinds(kind for _, _, kind in line.masked), ask(worker)])


def marks(masked: Sequence[Mask]) -> str:
    """The same spans for browser code, which cannot see them in the drawn words."""
    return json.dumps(masked)


def kinds(private: Iterable[str]) -> list[str]:
    """One sentence for each kind of detail."""
    return [say(f"kept.{kind}") for kind in dict.fromkeys(private)]


def ask(worker: str) -> str:
    """Who can share it."""
    return say("kept_ask", names=worker) if worker else say("kept_ask_any")


def _pieces(text: str, masked: Sequence[Mask]) -> Iterable[str | SafeString]:
    position = 0
    for start, end, _ in masked:
        yield text[position:start]
        yield format_html('<mark class="private">{}</mark>', text[start:end])
        position = end
    yield text[position:]
