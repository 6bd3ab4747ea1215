"""The system checks find each shape of settings that is known to break, and are silent about ours."""

import re
from pathlib import Path
from typing import Any

import pytest
from channels_redis.utils import create_pool, decode_hosts
from django.core.checks import run_checks
from pytest_django import Settings

from chatserver import checks
from rooms import signing
from rooms.reach import vapid
from tests.chatserver.test_settings import PRODUCTION
from tests.servers import ROOT, demo_environment, manage

# The checks only read the settings; nothing connects.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES:UserWarning")

POSTGRES = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "OPTIONS": {"pool": {"max_size": 8}}}
SQLITE = {"ENGINE": "django.db.backends.sqlite3"}
PUBSUB = "channels_redis.pubsub.RedisPubSubChannelLayer"
ALONE = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
GOOD_HOST = {"address": "redis://127.0.0.1:6379/0", "socket_timeout": None}
GOOD_CACHE = {"default": {"BACKEND": "chatserver.cache.FallbackCache", "LOCATION": GOOD_HOST["address"]}}


def found() -> set[str | None]:
    return {message.id for message in run_checks(tags=["chatserver"], include_deployment_checks=True)}


def layer(backend: str, *hosts: Any) -> dict[str, Any]:
    return {"default": {"BACKEND": backend, "CONFIG": {"hosts": list(hosts)}}}


@pytest.fixture(scope="session")
def key() -> str:
    """A key for exports, as production has one."""
    return signing.new_private_pem()


@pytest.fixture(autouse=True)
def _key(settings: Settings, key: str) -> None:
    settings.EXPORT_KEY = key
    settings.STAFF_MFA = settings.STEP_UP = True
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = vapid.new_private_key(), "mailto:it@example.org"


@pytest.fixture
def redis(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = layer(PUBSUB, GOOD_HOST)
    settings.CACHES = GOOD_CACHE


@pytest.mark.usefixtures("redis")
def test_good_settings_pass(settings: Settings) -> None:
    settings.DATABASES = {"default": POSTGRES}
    assert found() == set()


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("name", ["STAFF_MFA", "STEP_UP"])
def test_sign_in_with_less_than_it_takes(settings: Settings, name: str) -> None:
    setattr(settings, name, False)
    assert found() == {"chatserver.W004"}


@pytest.mark.usefixtures("redis")
def test_kept_connections(settings: Settings) -> None:
    settings.DATABASES = {"default": {**POSTGRES, "CONN_MAX_AGE": 60}}
    assert found() == {"chatserver.E001"}


@pytest.mark.usefixtures("redis")
def test_no_pool(settings: Settings) -> None:
    settings.DATABASES = {"default": {**POSTGRES, "OPTIONS": {}}}
    assert found() == {"chatserver.E002"}


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("size", [1, 4, 5])
def test_a_pool_smaller_than_the_work(settings: Settings, size: int) -> None:
    settings.DATABASES = {"default": {**POSTGRES, "OPTIONS": {"pool": {"max_size": size}}}}
    assert found() == {"chatserver.E007"}


@pytest.mark.usefixtures("redis")
def test_the_layer_that_drops(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = layer("channels_redis.core.RedisChannelLayer", GOOD_HOST)
    assert found() == {"chatserver.E003"}


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize(
    "host",
    [
        "redis://127.0.0.1/0",
        ("127.0.0.1", 6379),
        {"address": "x"},
        {"address": "x", "socket_timeout": 30},
        {"address": "redis://127.0.0.1/0?socket_timeout=30", "socket_timeout": None},
    ],
)
def test_a_host_with_a_time_out(settings: Settings, host: Any) -> None:
    settings.CHANNEL_LAYERS = layer(PUBSUB, GOOD_HOST, host)
    assert found() == {"chatserver.E004"}


def test_what_the_client_makes_of_our_host_waits_for_ever() -> None:
    """Newer clients have a time-out of their own; what counts is what a connection really gets."""

    def patience(host: Any) -> float | None:
        [decoded] = decode_hosts([host])
        return create_pool(decoded).make_connection().socket_timeout

    assert patience(GOOD_HOST) is None
    for host in (GOOD_HOST["address"], {**GOOD_HOST, "address": f"{GOOD_HOST['address']}?socket_timeout=30"}):
        assert patience(host)


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("origins", [[], ["*"], ["example.org"], ["https://*.example.org"]])
def test_open_origins(settings: Settings, origins: list[str]) -> None:
    settings.WEBSOCKET_ORIGINS = origins
    assert found() == {"chatserver.E005"}


@pytest.mark.usefixtures("redis")
def test_debug_outside_the_demo(settings: Settings) -> None:
    settings.DEBUG, settings.DEMO = True, False
    assert found() == {"chatserver.E006"}


@pytest.mark.usefixtures("redis")
def test_no_key_for_exports_or_one_that_cannot_sign(settings: Settings) -> None:
    settings.DEMO, settings.EXPORT_KEY = False, ""
    assert found() == {"chatserver.W003"}
    settings.EXPORT_KEY = "not a key"
    assert found() == {"chatserver.E014"}


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize(
    ("pair", "subject", "identity"),
    [
        ("", "", "W010"),
        ("not a key", "mailto:it@example.org", "E020"),
        ("A" * 43, "mailto:it@example.org", "E020"),
        (signing.new_private_pem(), "mailto:it@example.org", "E020"),
        (vapid.new_private_key(), "", "E021"),
        (vapid.new_private_key(), "mailto:root@localhost", "E021"),
        (vapid.new_private_key(), "http://example.org", "E021"),
    ],
)
def test_web_push_without_a_key_or_with_one_that_is_none(
    settings: Settings, pair: str, subject: str, identity: str
) -> None:
    settings.DEMO, settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = False, pair, subject
    assert found() == {f"chatserver.{identity}"}


def test_one_process_layer_with_a_database_for_many(settings: Settings) -> None:
    settings.DATABASES = {"default": POSTGRES}
    settings.CHANNEL_LAYERS = ALONE
    assert found() == {"chatserver.W001"}


@pytest.mark.parametrize(
    ("database", "demo", "processes", "refused"),
    [
        (POSTGRES, False, 0, True),
        (POSTGRES, False, 2, True),
        (POSTGRES, False, 1, False),
        (POSTGRES, True, 2, True),
        (SQLITE, False, 0, False),
        (SQLITE, False, 2, True),
    ],
)
def test_several_processes_without_redis(
    settings: Settings, database: dict[str, Any], demo: bool, processes: int, refused: bool
) -> None:
    settings.DATABASES, settings.CHANNEL_LAYERS = {"default": database}, ALONE
    settings.DEMO, settings.WEB_PROCESSES = demo, processes
    assert found() == ({"chatserver.E008"} if refused else set())


@pytest.mark.parametrize(
    "backend", ["django.core.cache.backends.redis.RedisCache", "django.core.cache.backends.locmem.LocMemCache"]
)
def test_a_cache_that_fails_with_redis_or_counts_per_process(settings: Settings, backend: str) -> None:
    settings.CHANNEL_LAYERS = layer(PUBSUB, GOOD_HOST)
    settings.CACHES = {"default": {"BACKEND": backend}}
    assert found() == {"chatserver.E009"}


@pytest.mark.usefixtures("redis")
def test_a_daphne_with_known_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "version", lambda name: "4.2.1")
    assert found() == {"chatserver.E010"}


@pytest.mark.usefixtures("redis")
def test_https_without_a_proxy(settings: Settings) -> None:
    settings.HTTPS, settings.PROXY_COUNT = True, 0
    assert found() == {"chatserver.E011"}


@pytest.mark.usefixtures("redis")
def test_two_opinions_on_the_proxies(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert found() == {"chatserver.E012"}


@pytest.mark.usefixtures("redis")
def test_no_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert found() == {"chatserver.W002"}


def test_production_on_postgresql_needs_redis_or_a_word_that_it_is_alone(tmp_path: Path) -> None:
    environment = {**demo_environment(tmp_path), **PRODUCTION, "DEMO": "0"}
    with pytest.raises(RuntimeError, match=r"chatserver\.E008"):
        manage(environment, "check")
    assert "no issues" in manage({**environment, "WEB_PROCESSES": "1"}, "check")


def test_the_guide_knows_every_check() -> None:
    source = Path(checks.__file__).read_text()
    guide = (ROOT / "docs" / "operations.md").read_text()
    identities = set(re.findall(r'id="chatserver\.([EW]\d+)"', source))
    assert len(identities) > 10
    assert [one for one in sorted(identities) if not re.search(rf"\b{one}\b", guide)] == []
