"""Backup and restore, with the very commands of docs/operations.md, while people talk (P16)."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.chatserver.site import Site
from tests.servers import ROOT, demo_environment, manage, prepare

pytestmark = pytest.mark.servers

GUIDE = (ROOT / "docs" / "operations.md").read_text()

TALK = """
from pathlib import Path
from uuid import uuid4
from rooms.models import Membership, Role
from rooms.services.posting import post

while True:
    for part in Membership.objects.filter(role=Role.BIRTH_PARENT).select_related("person", "room"):
        post(actor=part.person, room_id=part.room.public_id, client_id=uuid4(), text="goodnight")
    print("talking", flush=True)
    if Path("{stop}").exists():
        break
"""
"""Every birth parent says something, again and again until a file says stop, but once at least."""


def commands(heading: str) -> list[str]:
    """The blocks of commands under a heading of the guide."""
    part = GUIDE.split(f"\n### {heading}\n")[1].split("\n### ")[0]
    return [
        re.sub("^    ", "", block, flags=re.MULTILINE) for block in re.findall(r"(?:^    .+\n)+", part, re.MULTILINE)
    ]


def run(script: str, environment: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    command = ["bash", "-euc", script]
    variables = {**environment, **more, "PATH": path}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def succeed(script: str, environment: dict[str, str], **more: str) -> str:
    done = run(script, environment, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def talking(environment: dict[str, str], folder: Path) -> Iterator[None]:
    """People are talking, from before this begins until after it ends."""
    stop = folder / "stop"
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", TALK.format(stop=stop)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "talking\n"
        try:
            yield
            assert process.poll() is None
        finally:
            stop.touch()
            process.communicate()
    assert process.returncode == 0


@pytest.fixture
def restored(site: Site, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database restored from a dump that was taken while people talked."""
    name = f"restored_{tmp_path.name.replace('-', '_')}"
    url = f"{site.environment['DATABASE_URL'].rpartition('/')[0]}/{name}"
    more = {"BACKUPS": str(tmp_path), "RESTORED_URL": url}
    backup, restore = commands("PostgreSQL")
    with talking(site.environment, tmp_path):
        succeed(backup, site.environment, **more)
    assert "holds everything up to each of them" in succeed(restore, site.environment, **more)
    yield {**site.environment, "DATABASE_URL": url}
    with psycopg.connect(site.environment["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}"'.encode())


def test_a_restored_database_verifies_and_says_what_is_missing_since(
    site: Site, restored: dict[str, str], tmp_path: Path
) -> None:
    """Whole up to its moment, and room by room the numbers of what came after."""
    assert "BROKEN" not in manage(restored, "verify_record")
    site.run(TALK.format(stop="/"))
    now = tmp_path / "now.txt"
    now.write_text(manage(site.environment, "record_heads"))
    then = dict(line.split()[:2] for line in manage(restored, "record_heads").splitlines()[1:])
    live = dict(line.split()[:2] for line in now.read_text().splitlines()[1:])
    done = run(f"python manage.py verify_record --heads {now}", restored)
    assert done.returncode != 0
    behind = {room: (int(seq), int(live[room])) for room, seq in then.items() if seq != live[room]}
    assert behind
    for room, (had, has) in behind.items():
        assert f"{room}  against the head kept at event {has}: events {had + 1} to {has} are missing" in done.stdout
    assert f"{len(behind)} of the records do not reach a head that was kept" in done.stderr


def test_a_tampered_restored_database_is_caught_at_the_very_event(restored: dict[str, str]) -> None:
    """The triggers came back with the dump; and past them, the chain tells."""
    with psycopg.connect(restored["DATABASE_URL"], autocommit=True) as database:
        event = "SELECT e.id, e.seq, r.public_id FROM rooms_event e JOIN rooms_room r ON r.id = e.room_id"
        row = database.execute(f"{event} WHERE e.text = 'goodnight'").fetchone()
        assert row
        change = "UPDATE rooms_event SET text = 'something else' WHERE id = %s"
        with pytest.raises(psycopg.Error, match="append-only"):
            database.execute(change, [row[0]])
        database.execute("SET session_replication_role = replica")  # how an owner gets round triggers
        database.execute(change, [row[0]])
    done = run("python manage.py verify_record", restored)
    assert done.returncode != 0
    [broken] = [line for line in done.stdout.splitlines() if "BROKEN" in line]
    assert broken.startswith(row[2])
    assert f"BROKEN at event {row[1]}: its words were changed" in broken


def test_sqlite_is_copied_while_it_is_written_to(tmp_path: Path) -> None:
    environment = demo_environment(tmp_path)
    prepare(environment)
    backups = tmp_path / "backups"
    backups.mkdir()
    backup, restore = commands("SQLite")
    with talking(environment, tmp_path):
        succeed(backup, environment, BACKUPS=str(backups))
    assert "holds everything up to each of them" in succeed(restore, environment, BACKUPS=str(backups))
    with sqlite3.connect(backups / "record.sqlite3") as copy, pytest.raises(sqlite3.DatabaseError, match="append-only"):
        copy.execute("UPDATE rooms_event SET text = 'something else'")
    copy.close()
