"""Text that only this server can read: encrypted under a key of its own for each purpose."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str, purpose: str) -> str:
    """Encrypt a text; what comes out may stand in an address."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, *, lasts: int | None = None) -> str | None:
    """The text that was sealed for this purpose, at most `lasts` seconds ago; None for anything else."""
    try:
        return _box(purpose).decrypt(sealed.encode(), ttl=lasts).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> MultiFernet:
    """With the key of now, and former ones to read with."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"coparenting {purpose}:{key!s}".encode()).digest()))
            for key in keys
        ]
    )
