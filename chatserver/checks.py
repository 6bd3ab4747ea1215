"""System checks: shapes of settings and services that are known to break, found before the first visitor does.

settings.py cannot produce most of them; they are for those who change it. docs/operations.md lists them, and what else
was known to break and is held in another way.
"""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

from chatserver.durability import loose_settings
from rooms import signing
from rooms.database import THREADS
from rooms.reach import vapid

TAG = "chatserver"

DAPHNE: Final = (4, 2, 3)
"""Before it, sockets took messages of any size, and headers could be smuggled in (CVE-2026-44545, CVE-2026-44546)."""


@register(TAG)
def check_database(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    database = settings.DATABASES["default"]
    found: list[CheckMessage] = []
    if database.get("CONN_MAX_AGE", 0) != 0:
        hint = "Connections that are kept leak under ASGI. Set CONN_MAX_AGE to 0 and use the pool."
        found.append(Error("Database connections are kept between requests.", hint=hint, id="chatserver.E001"))
    if not _is_postgresql():
        return found
    pool = database.get("OPTIONS", {}).get("pool")
    if not pool:
        hint = 'Set OPTIONS["pool"]; without it some tens of visitors use up the server\'s connections.'
        found.append(Error("PostgreSQL is used without a connection pool.", hint=hint, id="chatserver.E002"))
    elif isinstance(pool, dict) and pool.get("max_size", 0) <= THREADS + 1:
        hint = f"Sockets keep {THREADS} connections; pages and /readyz need some too. Set DATABASE_POOL_SIZE to 8."
        found.append(Error("The connection pool is too small.", hint=hint, id="chatserver.E007"))
    return found


@register(TAG)
def check_channel_layer(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    layer = settings.CHANNEL_LAYERS["default"]
    if layer["BACKEND"].endswith("InMemoryChannelLayer"):
        return list(_layer_for_one_process())
    found: list[CheckMessage] = []
    if not layer["BACKEND"].endswith("RedisPubSubChannelLayer"):
        hint = "Use channels_redis.pubsub.RedisPubSubChannelLayer: the others drop a full channel's messages."
        found.append(Error("This channel layer is not supported.", hint=hint, id="chatserver.E003"))
    hosts = layer.get("CONFIG", {}).get("hosts", [])
    if not hosts or not all(_waits_for_ever(host) for host in hosts):
        hint = 'Give each host as {"address": …, "socket_timeout": None}: a number ends idle sockets after seconds.'
        found.append(Error("A Redis host of the channel layer has a time-out.", hint=hint, id="chatserver.E004"))
    if settings.CACHES["default"]["BACKEND"] != "chatserver.cache.FallbackCache":
        hint = "Limits on sign-in must be shared by all processes, and hold without Redis. Use chatserver.cache."
        found.append(Error("The cache does not fit the channel layer.", hint=hint, id="chatserver.E009"))
    return found


def _layer_for_one_process() -> Iterator[CheckMessage]:
    if settings.WEB_PROCESSES > 1 or (_is_postgresql() and not settings.DEMO and settings.WEB_PROCESSES != 1):
        hint = "Set REDIS_URL, so that processes hear of each other; or WEB_PROCESSES=1 if there is only one, always."
        yield Error("There may be several web processes and no Redis.", hint=hint, id="chatserver.E008")
    elif _is_postgresql() and settings.WEB_PROCESSES != 1:
        hint = "Fine for one server process. With two or more set REDIS_URL, so that they hear of each other at once."
        yield Warning("PostgreSQL is used with a channel layer for one process.", hint=hint, id="chatserver.W001")


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


@register(TAG)
def check_front(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What stands between a browser and the pages."""
    found: list[CheckMessage] = []
    if tuple(int(part) for part in version("daphne").split(".")[:3]) < DAPHNE:
        hint = "Install what requirements/base.txt pins."
        found.append(Error("This Daphne has known holes.", hint=hint, id="chatserver.E010"))
    if settings.HTTPS and not settings.PROXY_COUNT:
        hint = "The server itself speaks plain http, and would send browsers round in circles. Set PROXY_COUNT."
        found.append(Error("The address is https and no proxy is named.", hint=hint, id="chatserver.E011"))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT != settings.PROXY_COUNT:
        hint = "Limits on sign-in would count the wrong addresses. Set ALLAUTH_TRUSTED_PROXY_COUNT to PROXY_COUNT."
        found.append(Error("Two settings disagree on the proxies.", hint=hint, id="chatserver.E012"))
    return found


@register(Tags.database)
def check_durability(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Asked of the database itself: at `migrate`, and by whoever runs `check --database default`. /readyz asks too."""
    if settings.DEMO or not databases or "default" not in databases:
        return []
    try:
        loose = loose_settings(connections["default"])
    except DatabaseError:
        return []  # that it does not answer is told by whoever wanted it to
    hint = "What is acknowledged must survive a power cut. Turn them on again; they are on by default."
    return [
        Error(f"The database does not wait for the disk: {name} is off.", hint=hint, id="chatserver.E013")
        for name in loose
    ]


@register(TAG, deploy=True)
def check_mail(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        hint = "Set EMAIL_URL."
        return [Warning("Nobody can get a password-reset mail.", hint=hint, id="chatserver.W002")]
    return []


@register(TAG, deploy=True)
def check_export_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What signs exports of the record."""
    found = signing.fault()
    if found == "missing":
        hint = "Nobody can export a record. Set EXPORT_KEY; docs/record.md says how to make one."
        return [Warning("There is no key to sign exports with.", hint=hint, id="chatserver.W003")]
    if found == "unusable":
        hint = "EXPORT_KEY must be an RSA key of 3072 bits or more in PEM form, EXPORT_OLD_KEYS public ones."
        return [Error("The keys for exports cannot be used.", hint=hint, id="chatserver.E014")]
    return []


@register(TAG, deploy=True)
def check_notifications(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What tells people outside of the page that there is something new."""
    found = vapid.fault()
    if found == "missing":
        hint = "Nobody gets notices on a phone. Put what `manage.py push_keys` prints into VAPID_PRIVATE_KEY."
        return [Warning("There is no key for web push.", hint=hint, id="chatserver.W010")]
    if found == "unusable":
        hint = "VAPID_PRIVATE_KEY must be what `manage.py push_keys` prints, or a P-256 key in PEM form."
        return [Error("The key for web push cannot be used.", hint=hint, id="chatserver.E020")]
    if found == "subject":
        hint = "Set VAPID_SUBJECT to mailto: and an address, or to an https: page; push services refuse others."
        return [Error("Push services could not reach whoever runs this server.", hint=hint, id="chatserver.E021")]
    return []


@register(TAG, deploy=True)
def check_sign_in(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What keeps an account that can read many families."""
    off = [name for name in ("STAFF_MFA", "STEP_UP") if not getattr(settings, name)]
    hint = "Take it out of the environment: it is on by default."
    return [Warning(f"{name} is off.", hint=hint, id="chatserver.W004") for name in off]


def _is_postgresql() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql")


def _waits_for_ever(host: object) -> bool:
    if not isinstance(host, dict) or "socket_timeout=" in str(host.get("address")):
        return False  # what an address says counts more than what stands beside it
    return "socket_timeout" in host and host["socket_timeout"] is None
