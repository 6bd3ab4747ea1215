"""Codes on cards, words told by voice, numbers read off a screen: made, tidied, and kept as keyed hashes only.

A code is read aloud in a noisy hallway and typed on a small phone: no vowels, so that none spells a word, and at most
one of each pair that looks or sounds alike (0 O, 1 I, 5 S, 8 B, 2 Z, U V, M N, D T).
"""

import hmac
import secrets
import unicodedata
from typing import Final

from django.utils.crypto import salted_hmac

ALPHABET: Final = "CFHJKLMPRTWX23456789"
GROUPS: Final = 3
GROUP: Final = 4
"""Twelve signs of twenty: 51.9 bits."""
SHEET: Final = 6

_CODE_SALT: Final = "rooms.invitation.code"
_WORD_SALT: Final = "rooms.invitation.word"
_CHECK_SALT: Final = "rooms.invitation.check"
_FEED_SALT: Final = "rooms.calendar.secret"
LONGEST: Final = 100
"""Characters of what somebody typed that are looked at."""

WORDS: Final = {
    "en": (
        "apple", "basket", "bridge", "button", "candle", "carrot", "cloud", "cotton", "dolphin", "drum", "feather",
        "garden", "guitar", "hammer", "island", "jacket", "kettle", "kitchen", "ladder", "lantern", "lemon", "marble",
        "meadow", "mirror", "mountain", "onion", "orange", "paper", "pencil", "pepper", "piano", "pillow", "planet",
        "pumpkin", "rabbit", "ribbon", "river", "rocket", "saddle", "sailor", "silver", "spoon", "sugar", "summer",
        "table", "tiger", "turtle", "umbrella", "valley", "violin", "wagon", "window", "winter", "yellow",
    ),
    "es": (
        "abeja", "amigo", "arena", "azul", "bosque", "bota", "caballo", "camino", "campana", "canasta", "cometa",
        "conejo", "cuchara", "dado", "delfín", "escalera", "espejo", "estrella", "flor", "fresa", "gato", "globo",
        "guitarra", "hoja", "isla", "jardín", "lápiz", "leche", "limón", "luna", "madera", "mesa", "montaña",
        "naranja", "nube", "papel", "paraguas", "pelota", "piano", "piedra", "planeta", "plaza", "puente", "rana",
        "reloj", "rueda", "silla", "sombrero", "tambor", "tigre", "tomate", "tortuga", "ventana", "verano",
    ),
}  # fmt: skip


def new_code() -> str:
    """A code for a card, in groups: "K7PW-3HXM-94RT"."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def new_sheet_code() -> str:
    """A code for a sheet of paper: six signs, one of sixty-four million. It opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHEET))


def new_word(language: str) -> str:
    """A word and a number to be told by voice: "lemon 47", one of about five thousand."""
    return f"{secrets.choice(WORDS.get(language, WORDS['en']))} {10 + secrets.randbelow(90)}"


def code_hash(typed: str, salt: str = _CODE_SALT) -> str:
    """What is kept of a code. Hyphens, spaces and small letters make no difference; each kind has its own `salt`."""
    return salted_hmac(salt, tidy(typed), algorithm="sha256").hexdigest()


def tidy(typed: str) -> str:
    """A code as it is compared: without hyphens, spaces and small letters."""
    return "".join(char for char in typed[:LONGEST].upper() if char.isalnum())


def new_secret() -> str:
    """What makes an address secret that a program keeps and nobody types: 192 bits."""
    return secrets.token_urlsafe(24)


def secret_hash(secret: str) -> str:
    """What is kept of such a secret."""
    return salted_hmac(_FEED_SALT, secret[:LONGEST], algorithm="sha256").hexdigest()


def word_hash(typed: str) -> str:
    """What is kept of a code word. Accents, spaces and capitals make no difference."""
    plain = unicodedata.normalize("NFKD", typed[:LONGEST].casefold())
    letters = "".join(char for char in plain if char.isalnum())
    return salted_hmac(_WORD_SALT, letters, algorithm="sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two hashes are alike, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def check_number(invitation: str, person: int) -> str:
    """Three digits that the newcomer's screen shows and staff types in, so that staff knows whose screen it is."""
    digest = salted_hmac(_CHECK_SALT, f"{invitation} {person}", algorithm="sha256").hexdigest()
    return f"{int(digest[:12], 16) % 1000:03}"
