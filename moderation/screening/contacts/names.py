"""What a user name looks like."""

import re
from typing import Final

from moderation.screening.contacts.words import is_common

_SIGNED: Final = re.compile(r"_?[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9_])){1,62}_{0,2}")
_NOT_NAMES: Final = re.compile(
    r"(?:[0-9._:-]+|[0-9]+(?:st|nd|rd|th|am|pm|ml|mg|mcg|oz|lbs?|kg|cm|mm|in|ft|hrs?|h|min|mins|t|x|k|s|yo|yrs?|g|"
    r"gb|d|m|c|f|w|a|b)|"
    r"(?:age|size|room|gate|apt|unit|lot|day|week|bus|rm|grade|mp|covid|b|k|t|l|v|f|u|c|g|h)-?[0-9]{1,4}|"
    r"[a-z]+-[a-z]+(?:-[a-z]+)*|[0-9]+-[a-z]+(?:-[a-z]+)*|(?:[a-z]\.){1,3}[a-z]?|[0-9]+[a-z]{1,5}|"
    r"[a-z]{2}-[0-9]{4}-[0-9]+)"
)


def is_user_name(word: str) -> bool:
    """Whether `word`, in lower case, can only be a made-up name: letters with digits, underscores or dots inside."""
    if word.isalpha() or not _SIGNED.fullmatch(word) or _NOT_NAMES.fullmatch(word):
        return False
    letters = sum(char.isalpha() for char in word)
    if letters < 2 or len(word) < 4:
        return False
    if any(char.isdigit() for char in word) or "_" in word:
        return True
    return "." in word and not all(map(is_common, word.split(".")))
