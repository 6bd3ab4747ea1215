"""System checks: shapes of settings that are known to break, found before the first visitor does.

settings.py cannot produce most of them; they are for those who change it.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

TAG = "chatserver"


@register(TAG)
def check_database(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    database = settings.DATABASES["default"]
    found: list[CheckMessage] = []
    if database.get("CONN_MAX_AGE", 0) != 0:
        hint = "Connections that are kept leak under ASGI. Set CONN_MAX_AGE to 0 and use the pool."
        found.append(Error("Database connections are kept between requests.", hint=hint, id="chatserver.E001"))
    if _is_postgresql() and not database.get("OPTIONS", {}).get("pool"):
        hint = 'Set OPTIONS["pool"]; without it some tens of visitors use up the server\'s connections.'
        found.append(Error("PostgreSQL is used without a connection pool.", hint=hint, id="chatserver.E002"))
    return found


@register(TAG)
def check_channel_layer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    layer = settings.CHANNEL_LAYERS["default"]
    if layer["BACKEND"].endswith("InMemoryChannelLayer"):
        if not _is_postgresql():
            return []
        hint = "Fine for one server process. With two or more set REDIS_URL, so that they hear of each other at once."
        return [Warning("PostgreSQL is used with a channel layer for one process.", hint=hint, id="chatserver.W001")]
    found: list[CheckMessage] = []
    if not layer["BACKEND"].endswith("RedisPubSubChannelLayer"):
        hint = "Use channels_redis.pubsub.RedisPubSubChannelLayer: the others drop a full channel's messages."
        found.append(Error("This channel layer is not supported.", hint=hint, id="chatserver.E003"))
    hosts = layer.get("CONFIG", {}).get("hosts", [])
    if not hosts or not all(_waits_for_ever(host) for host in hosts):
        hint = 'Give each host as {"address": …, "socket_timeout": None}: a number ends idle sockets after seconds.'
        found.append(Error("A Redis host of the channel layer has a time-out.", hint=hint, id="chatserver.E004"))
    return found


@register(TAG)
def check_openness(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    origins = settings.WEBSOCKET_ORIGINS
    if not origins or any("*" in origin or "://" not in origin for origin in origins):
        hint = "Give full origins: scheme, host and port. settings.py makes them from SITE_URL."
        found.append(Error("WEBSOCKET_ORIGINS lets foreign pages in.", hint=hint, id="chatserver.E005"))
    if settings.DEBUG and not settings.DEMO:
        hint = "Error pages would show source and values. DEBUG is for the demo only."
        found.append(Error("DEBUG is on.", hint=hint, id="chatserver.E006"))
    return found


@register(TAG, deploy=True)
def check_mail(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        hint = "Set EMAIL_URL."
        return [Warning("Nobody can get a password-reset mail.", hint=hint, id="chatserver.W002")]
    return []


def _is_postgresql() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql")


def _waits_for_ever(host: object) -> bool:
    return isinstance(host, dict) and "socket_timeout" in host and host["socket_timeout"] is None
