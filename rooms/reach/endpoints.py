"""Which addresses are push services: a browser says where to write to, and this server must not be sent elsewhere."""

import base64
import binascii
import re
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

HOSTS: Final = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "web.push.apple.com",
)
"""Hosts of the makers of browsers; names that end in a dot and one of these are theirs too."""
LONGEST: Final = 2_000
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
POINT, SECRET = 65, 16
"""Bytes of a device's public key, and of its secret."""


def known(endpoint: str) -> bool:
    """Whether this is the address of a push service: https, no user, the usual port, a host on the list.

    Hosts in the setting PUSH_HOSTS count too; in the demo also by plain http and on any port, to try things out.
    """
    if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable() or "\\" in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        return False
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        return False
    if settings.DEMO and host in settings.PUSH_HOSTS:
        return parts.scheme in ("http", "https")
    listed = any(host == name or host.endswith(f".{name}") for name in (*HOSTS, *settings.PUSH_HOSTS))
    return listed and parts.scheme == "https" and port in (None, 443)


def usable_keys(p256dh: str, auth: str) -> bool:
    """Whether these are the keys of a device: a point on the curve as browsers write it, and a secret."""
    point, secret = _decoded(p256dh), _decoded(auth)
    return len(point) == POINT and point[:1] == b"\x04" and len(secret) == SECRET


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
