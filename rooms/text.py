"""What words may look like before they are kept: messages as they were typed, names that cannot deceive.

Messages are plain text, stored exactly as sent; they are refused, never repaired. Names are normalised, since a name
says who is speaking: one script, no invisible or direction-changing characters, no look-alike of another member.
"""

import hashlib
import re
import secrets
import unicodedata
from typing import Final

from rooms.errors import RoomError

MESSAGE_LIMIT: Final = 8_000
"""Characters (Unicode code points) in a message."""

NAME_LIMIT: Final = 60

_UNKEEPABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters other than tab and line ends, and lone surrogates: no database or reader is sure to keep them."""

_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NAME_SIGNS: Final = frozenset(" '’.-")
_PILED_MARKS: Final = "MMMM"
"""As categories: more marks on one letter than any script needs, which run over the lines above and below."""
_LOOKALIKES: Final = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ɑ": "a", "ɡ": "g", "’": "'"})


def check_message(text: str) -> str:
    """Return `text` unchanged if it can be kept. Raises RoomError: empty, too_long, bad_text."""
    if len(text) > MESSAGE_LIMIT:
        raise RoomError("too_long")
    if _UNKEEPABLE.search(text):
        raise RoomError("bad_text")
    if not any(_is_visible(char) for char in text):
        raise RoomError("empty")
    return text


def clean_name(name: str) -> str:
    """Return `name` in its normal form (NFKC, single spaces). Raises RoomError bad_name."""
    normal = " ".join(unicodedata.normalize("NFKC", name).split())
    if not normal or len(normal) > NAME_LIMIT:
        raise RoomError("bad_name")
    if any(not (unicodedata.category(char)[0] in "LM" or char in _NAME_SIGNS) for char in normal):
        raise RoomError("bad_name")
    if any(char in _BLANK_LETTERS for char in normal) or len(_scripts(normal)) != 1:
        raise RoomError("bad_name")
    if _PILED_MARKS in "".join(unicodedata.category(char)[0] for char in normal):
        raise RoomError("bad_name")
    return normal


def skeleton(name: str) -> str:
    """What a name looks like at a glance: two names with one skeleton could be taken for each other."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LOOKALIKES))
    return "".join(char for char in plain if char.isalpha())


def new_salt() -> str:
    """Sixteen random bytes, as hex."""
    return secrets.token_hex(16)


def salted_hash(text: str, salt: str) -> str:
    """SHA-256 of salt and text, as hex: commits to the words without holding them."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPSM" and char not in _BLANK_LETTERS


def _scripts(name: str) -> set[str]:
    """Scripts of the letters, as the first word of their Unicode names ("LATIN", "CYRILLIC")."""
    letters = (char for char in name if unicodedata.category(char).startswith("L"))
    return {unicodedata.name(char, "UNKNOWN").split()[0] for char in letters}
