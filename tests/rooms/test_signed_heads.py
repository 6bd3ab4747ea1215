"""Heads that go out signed: what comes back changed or signed by a stranger is found; old keys still count (P11)."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from rooms import signing
from rooms.errors import RoomError
from rooms.verify import KeptHeads, heads, heads_text
from tests.cast import Cast
from tests.rooms.test_heads import cut, verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast: Cast, tmp_path: Path) -> Path:
    """Signed heads, as they went out after one line in Macia's room."""
    cast.say("ana", "macia", "Good night")
    path = tmp_path / "heads.txt"
    with path.open("w") as file:
        call_command("record_heads", "--sign", stdout=file)
    return path


def test_signed_heads_come_back_and_are_known(kept: Path) -> None:
    said = verdict("--heads", kept)
    assert f"heads signed by {signing.fingerprint()}" in said
    assert "the record holds everything up to each of them" in said


def test_a_mail_program_may_change_line_ends(kept: Path) -> None:
    kept.write_bytes(b"\r\n" + kept.read_bytes().replace(b"\n", b" \r\n"))
    assert KeptHeads.parse(kept.read_text()).signer == signing.fingerprint()


def test_they_find_what_plain_heads_find(cast: Cast, kept: Path) -> None:
    cut(cast.rooms["macia"], cast.member("ana", "macia").room.last_seq - 1)
    assert "1 of the records do not reach a head that was kept" in verdict("--heads", kept)


@pytest.mark.parametrize("change", [("# heads of", "# Heads of"), (" 6 ", " 5 "), ("signature ", "signature A")])
def test_one_changed_letter_is_found(kept: Path, change: tuple[str, str]) -> None:
    kept.write_text(kept.read_text().replace(*change, 1))
    assert "was changed, or was signed with a key that is not one of ours" in verdict("--heads", kept)


def test_a_line_left_out_is_found(kept: Path) -> None:
    lines = kept.read_text().splitlines()
    kept.write_text("\n".join([lines[0], *lines[2:]]))
    assert "was changed" in verdict("--heads", kept)


def test_without_signature_they_are_plain_heads(kept: Path) -> None:
    kept.write_text("".join(line for line in kept.read_text().splitlines(True) if "signature" not in line))
    assert "heads without a signature" in verdict("--heads", kept)


def test_keys_of_before_still_count_and_strange_ones_do_not(kept: Path, settings: Settings) -> None:
    old, before = signing.public_pem(), signing.fingerprint()
    settings.EXPORT_KEY = signing.new_private_pem()
    assert signing.fingerprint() != before
    assert "was changed, or was signed with a key" in verdict("--heads", kept)
    settings.EXPORT_OLD_KEYS = f"kept since 2031\n{old}\n{signing.public_pem()}"
    assert f"heads signed by {before}" in verdict("--heads", kept)
    assert signing.old_fingerprints() == [before, signing.fingerprint()]


def test_without_a_key_nothing_is_signed(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="EXPORT_KEY"):
        call_command("record_heads", "--sign", stdout=StringIO())
    with pytest.raises(RoomError, match="no_export_key"):
        heads_text(heads(), sign=True)
    assert "signature" not in heads_text(heads(), sign=False)


def test_the_demo_makes_one_key_and_keeps_it_to_itself(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    first = signing.fingerprint()
    assert signing.fingerprint() == first
    path = tmp_path / "var" / "demo-export-key.pem"
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]


WEAK = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK7Tz1QG7Yc1n9N3gM4v2Jw7oG9Wf8Yx
-----END PUBLIC KEY-----"""


@pytest.mark.parametrize(
    ("demo", "key", "old", "found"),
    [
        (True, "", "", None),
        (False, "", "", "missing"),
        (False, "nonsense", "", "unusable"),
        (False, "good", "", None),
        (False, "good", WEAK, "unusable"),
        (False, "good", "no key at all", "unusable"),
    ],
)
def test_the_system_check_knows_bad_keys(settings: Settings, demo: bool, key: str, old: str, found: str | None) -> None:
    settings.DEMO = demo
    settings.EXPORT_KEY = signing.new_private_pem() if key == "good" else key
    settings.EXPORT_OLD_KEYS = old
    assert signing.fault() == found
