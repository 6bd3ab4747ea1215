"""Reading the environment for settings.py: secrets from files, and refusals in plain words."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from rooms.made_once import made_once

SECRET_KEY_LENGTH = 50
TOKEN_LENGTH = 24


def secret(name: str) -> str | None:
    """The variable, or the content of the file that NAME_FILE points to, as container secrets do it."""
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to a file that cannot be read: {error.strerror}.") from error


def demo_secret_key(folder: Path) -> str:
    """A key for trying things out: made once, kept beside the demo database, refused in production."""
    return made_once(folder / "demo-secret-key", lambda: f"demo-{secrets.token_urlsafe(SECRET_KEY_LENGTH)}")


def production_secret_key(value: str | None) -> str:
    """The key that signs sessions and reset links. Nothing to guess is accepted."""
    if not value:
        raise ImproperlyConfigured("SECRET_KEY is not set. Give it at least 50 random characters.")
    if value.startswith(("demo-", "django-insecure-", "change-me")):
        raise ImproperlyConfigured("SECRET_KEY is the demo or example one. Make a new one for this server.")
    if len(value) < SECRET_KEY_LENGTH or len(set(value)) < 10:
        raise ImproperlyConfigured("SECRET_KEY is too easy to guess. Give it at least 50 random characters.")
    return value


def metrics_token(value: str | None) -> str:
    """The word that opens /metrics, or nothing: then it is closed."""
    if value and len(value) < TOKEN_LENGTH:
        raise ImproperlyConfigured("METRICS_TOKEN is too easy to guess. Give it at least 24 random characters.")
    return value or ""


def origin(url: str, *, https_only: bool) -> str:
    """SITE_URL as a browser writes an origin: scheme, host, and the port when it is not the usual one."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    sound = parts.scheme in ("http", "https") and parts.hostname and port != -1
    if not sound or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured("SITE_URL must be a plain address without a path, like https://family.example.org.")
    if https_only and parts.scheme != "https":
        raise ImproperlyConfigured("SITE_URL must start with https:// (plain http is for the demo only).")
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def socket_origin(page_origin: str) -> str:
    """The same origin as a WebSocket address, for the content security policy."""
    return page_origin.replace("http", "ws", 1)


def host_of(page_origin: str) -> str:
    """The host name alone, as ALLOWED_HOSTS wants it."""
    host = urlsplit(page_origin).hostname or ""
    return f"[{host}]" if ":" in host else host
