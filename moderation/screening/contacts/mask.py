"""What other members see in place of a contact detail."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.screening.contacts.spans import Kind, Span
from moderation.screening.normal import normalise

WORDS: Final[dict[Kind, str | Promise]] = {
    Kind.PHONE: _("[phone number kept private]"),
    Kind.EMAIL: _("[email kept private]"),
    Kind.ADDRESS: _("[address kept private]"),
    Kind.SOCIAL: _("[account name kept private]"),
    Kind.LINK: _("[link kept private]"),
    Kind.GEO: _("[place kept private]"),
}
"""In the reader's language. They say what kind of detail it was and nothing of its length or letters."""


@cache
def masks() -> re.Pattern[str]:
    """The masks in every language of the product, as a folded message shows them."""
    shown: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            shown |= {normalise(str(words)).text for words in WORDS.values()}
    return re.compile("|".join(re.escape(words) for words in sorted(shown, key=len, reverse=True)))


def mask(text: str, spans: Iterable[Span]) -> str:
    """`text` with every span replaced by words for its kind. Neighbours of one kind become one mask.

    Masking what is masked already changes nothing: the words for the kinds hold no detail.
    """
    pieces: list[str] = []
    position = 0
    last: Kind | None = None
    for span in sorted(spans, key=lambda s: s.start):
        between = text[position : span.start]
        if not (span.kind is last and not any(char.isalnum() for char in between)):
            pieces += [between, str(WORDS[span.kind])]
        position = max(position, span.end)
        last = span.kind
    return "".join(pieces) + text[position:]
