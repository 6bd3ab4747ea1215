"""Where things are kept, as Django wants to be told: the database, Redis, and photos. A part of the settings."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def database(url: str, *, var_dir: Path, pool_size: int) -> dict[str, Any]:
    """DATABASES["default"] for postgres:// or sqlite:///. Raises ImproperlyConfigured for anything else."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        if var_dir in Path(found["NAME"]).parents:
            var_dir.mkdir(parents=True, exist_ok=True)
        found["OPTIONS"] = {
            # A writer asks for its lock at the start, so that two never meet half way; 20 s is far above any wait seen.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was acknowledged is on the disk, also after a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif found["ENGINE"] == "django.db.backends.postgresql":
        found.setdefault("OPTIONS", {}).update(
            # Left to itself the pool waits longer after each failure, up to minutes after the database is back.
            pool={"min_size": 1, "max_size": pool_size, "timeout": 3, "reconnect_timeout": 2},
            # Statements that come again are planned once for each connection. Not behind a pooler that shares
            # connections between transactions, unless it knows about prepared statements.
            server_side_binding=True,
            prepare_threshold=2,
        )
        # Compiling a statement takes longer than any of ours runs.
        found["OPTIONS"].setdefault("options", "-c jit=off")
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:/// (others are not tested).")
    # Kept connections leak under ASGI; the pool does that work.
    found["CONN_MAX_AGE"] = 0
    return found


def channel_layer(redis_url: str) -> dict[str, Any]:
    """CHANNEL_LAYERS["default"]: Redis between processes, or this process alone."""
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    # A number as socket_timeout, which the client library sets by default, ends idle sockets after 5 s.
    host = {"address": redis_url, "socket_timeout": None, "socket_keepalive": True}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [host], "prefix": "coparenting"},
    }


def cache(redis_url: str) -> dict[str, Any]:
    """CACHES["default"]: what is counted is counted for all processes, if there is Redis."""
    if not redis_url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "chatserver.cache.FallbackCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "coparenting",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }


def photos(
    folder: Path, *, bucket: str, endpoint: str, region: str, key: str | None, secret: str | None
) -> dict[str, Any]:
    """STORAGES["default"]: a folder that no address leads to, or a bucket at any S3-compatible service."""
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
        }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "access_key": key,
            "secret_key": secret,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
