"""A database that does not wait for its disk is refused in production, whatever the software promises (P1)."""

from pathlib import Path

import psycopg
import pytest
from django.core.checks import CheckMessage, run_checks
from django.db import OperationalError, connection
from pytest_django import Settings

from chatserver import checks
from chatserver.durability import NEVER_OFF, loose_settings
from tests.chatserver.site import Site
from tests.chatserver.test_settings import PRODUCTION
from tests.servers import manage


def found() -> list[CheckMessage]:
    return run_checks(tags=["database"], databases=["default"])


@pytest.mark.django_db
@pytest.mark.both_engines
def test_the_databases_of_these_tests_are_refused_outside_the_demo(settings: Settings) -> None:
    """They are told not to wait, since nothing in them outlives the run."""
    assert loose_settings(connection)
    assert found() == []
    settings.DEMO = False
    assert {message.id for message in found()} == {"chatserver.E013"}


@pytest.mark.django_db(transaction=True)
def test_sqlite_is_believed_when_it_waits() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    assert loose_settings(connection) == []


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_no_fault_of_its_settings(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: object) -> None:
        raise OperationalError

    settings.DEMO = False
    monkeypatch.setattr(checks, "loose_settings", down)
    assert found() == []


@pytest.mark.servers
def test_a_real_postgresql_is_asked(site: Site, tmp_path: Path) -> None:
    """The release command passes on one that waits, and stops on one that was told not to."""
    environment = {**site.environment, **PRODUCTION, "DEMO": "0", "VAR_DIR": str(tmp_path)}
    environment["DATABASE_URL"] = site.environment["DATABASE_URL"]
    check = ("check", "--database", "default", "--tag", "database")
    assert "no issues" in manage(environment, *check)
    for setting in NEVER_OFF:
        assert setting_of(site, setting) == "on"
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as admin:
        admin.execute("CREATE ROLE hasty SUPERUSER LOGIN")
        admin.execute("ALTER ROLE hasty SET synchronous_commit = off")
    environment["DATABASE_URL"] = site.environment["DATABASE_URL"].replace("//postgres@", "//hasty@")
    for command in (check, ("migrate", "--no-input")):
        with pytest.raises(RuntimeError, match="synchronous_commit is off"):
            manage(environment, *command)


def setting_of(site: Site, name: str) -> str:
    with psycopg.connect(site.environment["DATABASE_URL"]) as asking:
        row = asking.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row
    return str(row[0])
