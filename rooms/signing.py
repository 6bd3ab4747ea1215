"""The key that signs what is handed out of the record: heads and archives. RSA, so that anybody can check it anywhere.

The private key is a setting; the demo makes its own. Keys of before stay listed, so that what they signed still checks.
"""

import base64
import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from rooms.errors import RoomError
from rooms.made_once import made_once

BITS: Final = 3072
EXPONENT: Final = 65537
"""The only one that verifiers accept."""

_PUBLIC: Final = re.compile(r"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


def sign(data: bytes) -> str:
    """The signature (PKCS #1 v1.5 over SHA-256) as base64. Raises RoomError no_export_key."""
    return base64.b64encode(_private().sign(data, PKCS1v15(), SHA256())).decode()


def signer(data: bytes, signature: str) -> str | None:
    """The fingerprint of the key of ours, present or past, that signed `data`; None if none of them did."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return None
    for key in _known():
        with suppress(InvalidSignature):
            key.verify(raw, data, PKCS1v15(), SHA256())
            return _fingerprint(key)
    return None


def public_pem() -> str:
    """The public half of the key that signs now. Raises RoomError no_export_key."""
    return _pem(_private().public_key())


def fingerprint() -> str:
    """What people compare: SHA-256 of the public key that signs now. Raises RoomError no_export_key."""
    return _fingerprint(_private().public_key())


def old_fingerprints() -> list[str]:
    """Fingerprints of the keys that signed before."""
    return [_fingerprint(key) for key in _old(settings.EXPORT_OLD_KEYS)]


def fault() -> str | None:
    """What is wrong with the keys in the settings, for the system check; None if nothing."""
    if not settings.EXPORT_KEY:
        return None if settings.DEMO else "missing"
    try:
        _load(settings.EXPORT_KEY)
        _old(settings.EXPORT_OLD_KEYS)
    except ValueError:
        return "unusable"
    return None


def new_private_pem() -> str:
    """A new key, as EXPORT_KEY wants it."""
    return (
        generate_private_key(EXPONENT, BITS)
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _private() -> RSAPrivateKey:
    pem = settings.EXPORT_KEY or (
        made_once(Path(settings.VAR_DIR) / "demo-export-key.pem", new_private_pem) if settings.DEMO else ""
    )
    try:
        return _load(pem)
    except ValueError as error:
        raise RoomError("no_export_key") from error


@lru_cache(maxsize=4)
def _load(pem: str) -> RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(pem.encode(), None)
    except (TypeError, UnsupportedAlgorithm) as error:  # it asks for a password, or it is of a kind unknown here
        raise ValueError("not a key that can be read") from error
    if not isinstance(key, RSAPrivateKey) or not _strong(key.public_key()):
        raise ValueError("not an RSA key of 3072 bits or more")
    return key


@lru_cache(maxsize=4)
def _old(pems: str) -> tuple[RSAPublicKey, ...]:
    keys = [serialization.load_pem_public_key(pem.encode()) for pem in _PUBLIC.findall(pems)]
    if pems.strip() and not keys:
        raise ValueError("no public key in PEM form")
    found = tuple(key for key in keys if isinstance(key, RSAPublicKey) and _strong(key))
    if len(found) != len(keys):
        raise ValueError("not RSA keys of 3072 bits or more")
    return found


def _known() -> tuple[RSAPublicKey, ...]:
    with suppress(RoomError):
        return (_private().public_key(), *_old(settings.EXPORT_OLD_KEYS))
    return _old(settings.EXPORT_OLD_KEYS)


def _strong(key: RSAPublicKey) -> bool:
    return key.key_size >= BITS and key.public_numbers().e == EXPONENT


def _pem(key: RSAPublicKey) -> str:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def _fingerprint(key: RSAPublicKey) -> str:
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"SHA256:{hashlib.sha256(der).hexdigest()}"
