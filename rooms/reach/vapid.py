"""The key pair by which push services know this server, and the address at which they can reach whoever runs it."""

import re
from base64 import urlsafe_b64encode
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02

from rooms.made_once import made_once

_SUBJECT: Final = re.compile(r"(mailto:[^@\s]+@[^@\s]+\.[^@\s.]+|https://[^/\s]+\.[^/\s.]+(/\S*)?)")
"""An address that a push service can use. One on this machine is refused by Apple's."""


def key() -> Vapid02 | None:
    """The key pair; None where the settings have none. Raises ValueError if they have one that is none."""
    raw = settings.VAPID_PRIVATE_KEY or (
        made_once(Path(settings.VAR_DIR) / "demo-vapid-key", new_private_key) if settings.DEMO else ""
    )
    return _load(raw) if raw else None


def public_key() -> str:
    """What browsers are given to subscribe with; empty where there is no key."""
    pair = key()
    return _text(pair) if pair else ""


def subject() -> str:
    """The address in each signature."""
    return str(settings.VAPID_SUBJECT)


def fault() -> str | None:
    """What is wrong with the settings, for the system check; None if nothing."""
    if not settings.VAPID_PRIVATE_KEY:
        return None if settings.DEMO else "missing"
    try:
        key()
    except ValueError:
        return "unusable"
    return None if _SUBJECT.fullmatch(subject()) else "subject"


def new_private_key() -> str:
    """A new key, as VAPID_PRIVATE_KEY wants it: 32 bytes in URL-safe base64."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()


@lru_cache(maxsize=4)
def _load(raw: str) -> Vapid02:
    try:
        pair = Vapid02.from_pem(raw.encode()) if raw.startswith("-----BEGIN") else Vapid02.from_string(raw)
    except Exception as error:  # the library lets through whatever went wrong inside
        raise ValueError("not a key for web push") from error
    if not isinstance(getattr(pair.public_key, "curve", None), ec.SECP256R1):
        raise ValueError("not a key on the curve P-256")
    return pair


def _text(pair: Vapid02) -> str:
    point = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
