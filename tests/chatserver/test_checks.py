"""The system checks find each shape of settings that is known to break, and are silent about ours."""

from typing import Any

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

# The checks only read the settings; nothing connects.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES:UserWarning")

POSTGRES = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "OPTIONS": {"pool": {"max_size": 4}}}
PUBSUB = "channels_redis.pubsub.RedisPubSubChannelLayer"
GOOD_HOST = {"address": "redis://127.0.0.1:6379/0", "socket_timeout": None}


def found() -> set[str | None]:
    return {message.id for message in run_checks(tags=["chatserver"], include_deployment_checks=True)}


def layer(backend: str, *hosts: Any) -> dict[str, Any]:
    return {"default": {"BACKEND": backend, "CONFIG": {"hosts": list(hosts)}}}


@pytest.fixture
def redis(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = layer(PUBSUB, GOOD_HOST)


@pytest.mark.usefixtures("redis")
def test_good_settings_pass(settings: Settings) -> None:
    settings.DATABASES = {"default": POSTGRES}
    assert found() == set()


@pytest.mark.usefixtures("redis")
def test_kept_connections(settings: Settings) -> None:
    settings.DATABASES = {"default": {**POSTGRES, "CONN_MAX_AGE": 60}}
    assert found() == {"chatserver.E001"}


@pytest.mark.usefixtures("redis")
def test_no_pool(settings: Settings) -> None:
    settings.DATABASES = {"default": {**POSTGRES, "OPTIONS": {}}}
    assert found() == {"chatserver.E002"}


def test_the_layer_that_drops(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = layer("channels_redis.core.RedisChannelLayer", GOOD_HOST)
    assert found() == {"chatserver.E003"}


@pytest.mark.parametrize(
    "host", ["redis://127.0.0.1/0", ("127.0.0.1", 6379), {"address": "x"}, {"address": "x", "socket_timeout": 30}]
)
def test_a_host_with_a_time_out(settings: Settings, host: Any) -> None:
    settings.CHANNEL_LAYERS = layer(PUBSUB, GOOD_HOST, host)
    assert found() == {"chatserver.E004"}


@pytest.mark.usefixtures("redis")
@pytest.mark.parametrize("origins", [[], ["*"], ["example.org"], ["https://*.example.org"]])
def test_open_origins(settings: Settings, origins: list[str]) -> None:
    settings.WEBSOCKET_ORIGINS = origins
    assert found() == {"chatserver.E005"}


@pytest.mark.usefixtures("redis")
def test_debug_outside_the_demo(settings: Settings) -> None:
    settings.DEBUG, settings.DEMO = True, False
    assert found() == {"chatserver.E006"}


def test_one_process_layer_with_a_database_for_many(settings: Settings) -> None:
    settings.DATABASES = {"default": POSTGRES}
    settings.CHANNEL_LAYERS = layer("channels.layers.InMemoryChannelLayer")
    assert found() == {"chatserver.W001"}


@pytest.mark.usefixtures("redis")
def test_no_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert found() == {"chatserver.W002"}
