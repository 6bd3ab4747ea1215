"""Everyday words, English and Spanish: what a sentence is made of, nobody's user name or street.

Detectors ask whether a bare word next to a cue can be a name. These cannot: without capitals, digits or signs,
"my insta is private" says nothing that reaches anybody.
"""

from typing import Final

from moderation.screening.contacts.tables import table

COMMON: Final = table("everyday")

VERBS_BEFORE_AT: Final = table("before_at")


def is_common(word: str) -> bool:
    """Whether `word`, in folded lower case, is an everyday word or a form of one with 's or n't."""
    return word in COMMON or word.replace("'", "") in COMMON
