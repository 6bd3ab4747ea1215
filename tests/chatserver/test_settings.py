"""Settings refuse to be unsafe, each time with a sentence that names the variable."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import environs
import pytest
from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage

from rooms import signing
from rooms.reach import vapid

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y-" + "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP"
PRODUCTION = {
    "SECRET_KEY": KEY,
    "SITE_URL": "https://family.example.org",
    "DATABASE_URL": "postgres://someone@127.0.0.1:5432/coparenting",
}
OURS = (
    "DEMO", "DEBUG", "SECRET_KEY", "SECRET_KEY_FILE", "SITE_URL", "DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL",
    "REDIS_URL_FILE", "PORT", "HOST", "VAR_DIR", "PROXY_COUNT", "EMAIL_URL", "LOG_LEVEL", "LOG_FORMAT",
)  # fmt: skip


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Read settings.py with exactly the given environment."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environs.Env, "read_env", lambda *_, **__: None)

    def read(**variables: str) -> dict[str, Any]:
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "chatserver" / "settings.py"))

    return read


def production(**changes: str | None) -> dict[str, str]:
    return {name: value for name, value in {**PRODUCTION, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-" + KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY"),
        ({"SITE_URL": None}, "SITE_URL"),
        ({"SITE_URL": "http://family.example.org"}, "SITE_URL"),
        ({"SITE_URL": "family.example.org"}, "SITE_URL"),
        ({"SITE_URL": "https://family.example.org/chat"}, "SITE_URL"),
        ({"SITE_URL": "https://family.example.org:99999"}, "SITE_URL"),
        ({"SITE_URL": "https://user:pw@family.example.org"}, "SITE_URL"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE"),
    ],
)
def test_production_does_not_start_unsafe(load: Any, changes: dict[str, str | None], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        load(**production(**changes))


def test_nothing_set_means_production_and_does_not_start(load: Any) -> None:
    with pytest.raises(ImproperlyConfigured):
        load()


def test_debug_is_never_on_in_production(load: Any) -> None:
    assert load(**production(DEBUG="1"))["DEBUG"] is False


def test_everything_follows_from_the_one_address(load: Any) -> None:
    found = load(**production())
    assert found["ALLOWED_HOSTS"] == ["family.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == found["WEBSOCKET_ORIGINS"] == ["https://family.example.org"]
    assert "wss://family.example.org" in found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["connect-src"]
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_the_usual_port_is_left_out_of_the_origin_and_another_kept(load: Any) -> None:
    assert load(**production(SITE_URL="https://Family.Example.org:443/"))["SITE_URL"] == "https://family.example.org"
    assert load(**production(SITE_URL="https://[::1]:8443"))["WEBSOCKET_ORIGINS"] == ["https://[::1]:8443"]


def test_the_policy_allows_no_inline_code_and_no_other_host(load: Any) -> None:
    directives = load(**production())["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert "unsafe" not in str(directives)
    assert directives["frame-ancestors"] == directives["base-uri"] == directives["object-src"] == ["'none'"]


def test_secrets_come_from_files_without_their_newline(load: Any, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY + "\n")
    (tmp_path / "db").write_text("postgres://from-file@127.0.0.1/name\n")
    changes = {"SECRET_KEY": None, "DATABASE_URL": None}
    files = {"SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "db")}
    found = load(**production(**changes, **files))
    assert found["SECRET_KEY"] == KEY
    assert found["DATABASES"]["default"]["USER"] == "from-file"


def test_postgresql_has_a_pool_and_keeps_no_connection(load: Any) -> None:
    database = load(**production())["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["max_size"] == 8
    assert database["CONN_MAX_AGE"] == 0


def test_sqlite_waits_for_the_disk(load: Any) -> None:
    options = load(DEMO="1")["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"] and "journal_mode=WAL" in options["init_command"]


def test_redis_hosts_never_time_out(load: Any) -> None:
    config = load(**production(REDIS_URL="redis://127.0.0.1:6379/0"))["CHANNEL_LAYERS"]["default"]
    assert config["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert config["CONFIG"]["hosts"][0]["socket_timeout"] is None


def test_demo_answers_to_both_names_of_this_machine_and_makes_one_key(load: Any, tmp_path: Path) -> None:
    found = load(DEMO="1", PORT="8123")
    assert set(found["WEBSOCKET_ORIGINS"]) == {"http://localhost:8123", "http://127.0.0.1:8123"}
    assert set(found["ALLOWED_HOSTS"]) == {"localhost", "127.0.0.1"}
    assert found["SECRET_KEY"] == load(DEMO="1")["SECRET_KEY"]
    assert (tmp_path / "var" / "demo-secret-key").stat().st_mode & 0o077 == 0


def test_a_demo_key_carried_into_production_is_refused(load: Any) -> None:
    demo = load(DEMO="1")["SECRET_KEY"]
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        load(**production(SECRET_KEY=demo, DEMO="0"))


def test_every_variable_is_explained_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text()
    source = (ROOT / "chatserver" / "settings.py").read_text()
    names = set()
    for call in ("env.str(", "env.int(", "env.bool(", "env.float(", "secret("):
        names |= {part.split('"')[1] for part in source.split(call)[1:] if part.startswith('"')}
    assert len(names) > 10
    assert [name for name in sorted(names) if f"{name}=" not in example] == []


def test_check_deploy_is_clean_with_production_settings(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DEMO": "0",
        "VAR_DIR": str(tmp_path),
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "EMAIL_URL": "smtp://mail.example.org",
        "EXPORT_KEY": signing.new_private_pem(),
        **PRODUCTION,
        "DATABASE_URL": f"sqlite:///{tmp_path}/record.sqlite3",
        "VAPID_PRIVATE_KEY": vapid.new_private_key(),
        "VAPID_SUBJECT": "mailto:it@example.org",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_photos_are_on_this_disk_unless_a_bucket_is_named(load: Any, tmp_path: Path) -> None:
    """Below no address that is served; a bucket is private, and no name in it is ever written twice."""
    disk = load(**production())["STORAGES"]["default"]
    assert disk["OPTIONS"]["location"] == tmp_path / "var" / "media"
    assert disk["OPTIONS"]["file_permissions_mode"] == 0o600
    bucket = {"MEDIA_S3_BUCKET": "photos", "MEDIA_S3_ENDPOINT": "https://s3.example.org", "MEDIA_S3_KEY": "k"}
    options = load(**production(**bucket))["STORAGES"]["default"]["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == ("photos", "https://s3.example.org")
    assert options["default_acl"] is None and options["file_overwrite"] is False
    storage = S3Storage(**options)
    assert storage.access_key == "k" and storage.bucket_name == "photos"
