"""Plain forms of a text, for matching only. What is shown is always the text as it was written."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moderation.digest.tables import word_list

LONGEST: Final = 2000
"""Characters of a message that the rules read. A longer one is read at its start; it is still counted whole."""

_PLAIN: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": ".", "—": ",", "–": "-"}
)
_ATTACHMENT: Final = re.compile(r"\[[^\[\]\n]{1,60}\]")
_QUOTED: Final = re.compile(r'"[^"\n]{1,300}"')
_SENTENCE: Final = re.compile(r"(?<=[!?])\s*(?=[^\s!?])|(?<!\ba\.m\.)(?<!\bp\.m\.)(?<=\.)\s+|\n+")
_WORD: Final = re.compile(r"[a-z]{3,}")
_ENDING: Final = re.compile(r"(?:ing|ed|es|s|ando|iendo)$")
_EMPTY: Final = word_list("empty")
"""Words that say nothing of what a text is about."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Small letters without accents, plain quotes, single spaces."""
    small = unicodedata.normalize("NFKD", text[:LONGEST].translate(_PLAIN)).lower()
    bare = "".join(letter for letter in small if not unicodedata.combining(letter))
    return re.sub(r"[^\S\n]+", " ", bare).strip()


def attachment(plain: str) -> bool:
    """Whether the message is or brings a photo, a video or a voice note."""
    return _ATTACHMENT.search(plain) is not None


def own_words(plain: str) -> str:
    """The folded text without what it quotes and without labels of attachments."""
    return _QUOTED.sub(' "" ', _ATTACHMENT.sub(" ", plain)).strip()


def sentences(plain: str) -> list[str]:
    """The sentences of a folded text."""
    return [part for piece in split(plain) if (part := piece.strip(" .,"))]


def split(text: str) -> list[str]:
    """The sentences of a text as they are written."""
    return _SENTENCE.split(text)


def content(plain: str) -> frozenset[str]:
    """The words that carry what a text is about, cut to a rough stem, English and Spanish."""
    words = (word for word in _WORD.findall(plain) if word not in _EMPTY)
    return frozenset(_ENDING.sub("", word)[:6] if len(word) > 4 else word for word in words)
