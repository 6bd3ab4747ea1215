"""The databases of a run, ours and the baseline's: made, migrated and filled, beside one PostgreSQL and one Redis."""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import psycopg

from tests.servers import PATIENCE, ROOT
from tests.services import Services

Kind = Literal["ours", "naive"]
Seat = dict[str, str]

EMPTY_OURS: Final = "empty-ours"
EMPTY_NAIVE: Final = "empty-naive"
HOST: Final = "localhost"
ORIGIN: Final = f"https://{HOST}"


@dataclass
class Bench:
    """The services, a folder, and the databases that were made, each with its seats."""

    services: Services
    folder: Path
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    seats: dict[str, list[Seat]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)

    def database_url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.services.postgres_port}/{database}"

    def environment(self, kind: Kind, database: str, **more: str) -> dict[str, str]:
        """The variables of a server and of its commands: production, but for the address, which is this machine."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        common = {
            "SECRET_KEY": self.secret,
            "DATABASE_URL": self.sqlite_url(database) if database.startswith("sqlite") else self.database_url(database),
            "REDIS_URL": self.services.redis_url,
        }
        settings = {
            "ours": {
                "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
                "SITE_URL": ORIGIN,
                "VAR_DIR": str(self.folder / "var"),
            },
            "naive": {"DJANGO_SETTINGS_MODULE": "benchmarks.naive.settings"},
        }[kind]
        return {**kept, **common, **settings, **more}

    def sqlite_url(self, database: str) -> str:
        return f"sqlite:///{self.folder}/{database}.sqlite3"

    def python(self, environment: dict[str, str], *arguments: str) -> str:
        """Run a Python command; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments[:4])} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def wait_for_database(self) -> None:
        """PostgreSQL opens its port a moment before it takes connections."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.database_url("postgres")).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def create(self, database: str, template: str = "template1") -> None:
        with psycopg.connect(self.database_url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        self.made.add(database)

    def create_ours(self, database: str) -> None:
        """An empty database of ours; the tables are made once and copied."""
        if database.startswith("sqlite"):
            self._migrate_ours(database)
            return
        if EMPTY_OURS not in self.made:
            self.create(EMPTY_OURS)
            self._migrate_ours(EMPTY_OURS)
            self.python(self.environment("ours", EMPTY_OURS), "manage.py", "collectstatic", "--no-input", "-v", "0")
        self.create(database, template=EMPTY_OURS)

    def _migrate_ours(self, database: str) -> None:
        self.python(self.environment("ours", database), "manage.py", "migrate", "--verbosity", "0")

    def create_naive(self, database: str) -> None:
        """An empty database of the baseline, made likewise."""
        if EMPTY_NAIVE not in self.made:
            self.create(EMPTY_NAIVE)
            self.python(self.environment("naive", EMPTY_NAIVE), "-m", "django", "migrate", "--verbosity", "0")
        self.create(database, template=EMPTY_NAIVE)

    def fill_ours(self, database: str, rooms: int, members: int = 5) -> list[Seat]:
        """A database of ours with so many rooms; its seats are kept by its name."""
        self.create_ours(database)
        self.seats[database] = self.add_rooms(database, rooms, members)
        return self.seats[database]

    def add_rooms(self, database: str, rooms: int, members: int = 5) -> list[Seat]:
        environment = self.environment("ours", database)
        seats: list[Seat] = json.loads(
            self.python(environment, "-m", "benchmarks.data", "rooms", str(rooms), str(members))
        )
        return seats

    def add_lines(self, database: str, upto: int, rooms: Sequence[str]) -> None:
        self.python(self.environment("ours", database), "-m", "benchmarks.data", "lines", str(upto), *rooms)

    def fill_naive(self, database: str, rooms: int, members: int = 5, lines: int = 60) -> list[Seat]:
        """A database of the baseline."""
        self.create_naive(database)
        environment = self.environment("naive", database)
        counts = map(str, (rooms, members, lines))
        self.seats[database] = json.loads(self.python(environment, "-m", "benchmarks.naive.data", *counts))
        return self.seats[database]
