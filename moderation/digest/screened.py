"""The one place where a digest meets the screening of messages.

What screening saw when a message was sent is on record; this reads messages afresh where there is no record.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from moderation.digest.model import Line, Marks
from moderation.screening import contacts, tone

_WORRIES: Final = {"substance": "substance", "child_safety": "safety", "self_harm": "selfharm"}
_HOSTILE: Final = ("threat", "insult", "undermining", "controlling", "blame")
"""Labels in the order in which one is chosen: what asks for most care first."""


def screen(lines: Sequence[Line]) -> Mapping[str, Marks]:
    """Marks of each line that has any, by id."""
    return {line.id: marks for line in lines if (marks := _read(line.text)) is not None}


def marks(text: str, labels: Iterable[str], spans: Sequence[contacts.Span]) -> Marks:
    """What screening saw in a message, in the words of a digest: labels of its wording, and its contact details."""
    named = set(labels)
    return Marks(
        hostile=next((label for label in _HOSTILE if label in named), ""),
        worry=next((kind for label, kind in _WORRIES.items() if label in named), ""),
        contacts=tuple(dict.fromkeys(span.kind.value for span in spans)),
        quote=contacts.mask(text, spans),
    )


def _read(text: str) -> Marks | None:
    spans, labels = contacts.find(text), tone.read(text).labels
    return marks(text, labels, spans) if spans or labels else None
