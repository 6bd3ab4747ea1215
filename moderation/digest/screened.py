"""The one place where a digest meets the screening of messages.

What screening saw when a message was sent is on record; this reads messages afresh where there is no record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from moderation.digest.model import Line, Marks
from moderation.screening import contacts, tone
from rooms.masks import Mask, conceal

_WORRIES: Final = {"substance": "substance", "child_safety": "safety", "self_harm": "selfharm"}
_HOSTILE: Final = ("threat", "insult", "undermining", "controlling", "blame")
"""Labels in the order in which one is chosen: what asks for most care first."""


def screen(lines: Sequence[Line]) -> Mapping[str, Marks]:
    """Marks of each line that has any, by id."""
    return {line.id: marks for line in lines if (marks := _read(line.text)) is not None}


def recorded(lines: Sequence[Line], masked: Mapping[str, Sequence[Mask]]) -> Mapping[str, Marks]:
    """As `screen`, and where the record keeps something private in a line (`masked`, by id), that is out of its quote.

    Screening at send saw more than one message at a time; the record knows of a detail that was split over several.
    """
    found = dict(screen(lines))
    for line in lines:
        if own := masked.get(line.id):
            mark = found.get(line.id, Marks())
            kinds = dict.fromkeys([*(kind for _, _, kind in own), *mark.contacts])
            quote = conceal(line.text, own)[0]
            found[line.id] = replace(mark, contacts=tuple(kinds), quote=contacts.mask(quote, contacts.find(quote)))
    return found


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
