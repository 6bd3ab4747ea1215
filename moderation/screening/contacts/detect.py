"""All detectors over one reading of a message."""

from typing import Final

from moderation.screening.contacts import addresses, emails, geo, links, phones, socials
from moderation.screening.contacts.mask import masks
from moderation.screening.contacts.numbers import pieces
from moderation.screening.contacts.spans import Span, merge, on_message, settle
from moderation.screening.normal import COVERED, Normal, cover, normalise

_ROUNDS: Final = 8


def find(text: str) -> list[Span]:
    """Contact details in `text`, in order of place, none overlapping. Linear in its length.

    What is found is covered and the rest is read again: a detail may come to light once its neighbour is gone. Masks
    are covered from the beginning, so that a masked message reads as one in which everything was found.
    """
    normal = normalise(text)
    normal = cover(normal, (match.span() for match in masks().finditer(normal.text)))
    found: list[Span] = []
    for _ in range(_ROUNDS):
        spans = read(normal)
        for span in spans:
            here = on_message(normal, span)
            if COVERED in normal.text[span.start : span.end]:
                found = [other for other in found if other.end <= here.start or here.end <= other.start]
            found.append(here)
        if not spans:
            break
        normal = cover(normal, ((span.start, span.end) for span in spans))
    return sorted(found, key=lambda span: span.start)


def read(normal: Normal, *, since: int = 0) -> list[Span]:
    """The same for a text already folded; offsets are those of the folded text. Empty if none ends behind `since`."""
    called = phones.may_be_in(normal)
    numbers = pieces(normal) if geo.may_be_spoken(normal) else []
    found = [*links.find(normal), *emails.find(normal), *geo.find(normal, numbers)]
    found += [*addresses.find(normal), *socials.find(normal)]
    if not any(span.end >= since for span in found) and not (called and phones.may_end_behind(normal, since)):
        return []
    if called:
        found += phones.find(normal, numbers or pieces(normal))
    return merge(normal.text, settle(found))
