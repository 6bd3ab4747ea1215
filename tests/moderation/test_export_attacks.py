"""A changed export is found, and the very event and file are named; nothing makes the verifier fall over (P11)."""

import ast
import base64
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from moderation.record import verifier
from tests.cast import Cast
from tests.moderation.archives import (
    COURT,
    Files,
    at,
    changed,
    lines_of,
    made,
    packed,
    rechained,
    relisted,
    resigned,
    reworded,
    talk,
    verdict,
)

pytestmark = pytest.mark.django_db

FLIPS = 200


@pytest.fixture
def files(cast: Cast) -> Files:
    """An archive of Macia's room: event 6 is a word of Ana's, 11 is hidden, 14 erased."""
    talk(cast)
    files = made(cast)
    assert verdict(files).faults == []
    return files


def word(files: Files) -> None:
    with changed(files) as lines:
        at(lines, 7)["text"] = "None of it, and she asked for nothing"


def word_and_its_hash(files: Files) -> None:
    with changed(files) as lines:
        reworded(at(lines, 7), "None of it")


def salt(files: Files) -> None:
    with changed(files) as lines:
        at(lines, 7)["salt"] = "00" * 16


def salt_that_swallows_a_letter(files: Files) -> None:
    """The same bytes, cut elsewhere: the first letter goes from the words to the salt, and the hash still fits."""
    with changed(files) as lines:
        line = at(lines, 7)
        line["salt"] += line["text"][0].encode().hex()
        line["text"] = line["text"][1:]


def time(files: Files) -> None:
    with changed(files) as lines:
        at(lines, 7)["covered"]["at"] = "2001-01-01T00:00:00.000000+00:00"


def author(files: Files) -> None:
    with changed(files) as lines:
        at(lines, 7)["covered"]["author"] = at(lines, 6)["covered"]["author"]


def order(files: Files) -> None:
    with changed(files) as lines:
        lines[6], lines[7] = lines[7], lines[6]


def order_with_numbers(files: Files) -> None:
    with changed(files) as lines:
        lines[6]["covered"]["seq"], lines[7]["covered"]["seq"] = 8, 7
        lines[6], lines[7] = lines[7], lines[6]


def omission(files: Files) -> None:
    with changed(files) as lines:
        del lines[6]


def insertion(files: Files) -> None:
    with changed(files) as lines:
        lines.insert(7, lines[6])


def tail(files: Files) -> None:
    with changed(files) as lines:
        del lines[6:]


def hiding(files: Files) -> None:
    """Words taken out without a note."""
    with changed(files) as lines:
        line = at(lines, 7)
        del line["text"], line["salt"]


def erasing(files: Files) -> None:
    """Words taken out, with a note that names an order for something else."""
    with changed(files) as lines:
        line = at(lines, 7)
        del line["text"], line["salt"]
        line["erased"] = 15


ATTACKS: dict[Callable[[Files], None], str] = {
    word: "event 7: its words were changed",
    word_and_its_hash: "event 7: it was changed",
    salt: "event 7: its words were changed",
    salt_that_swallows_a_letter: "event 7: its words were changed",
    time: "event 7: it was changed",
    author: "event 7: it was changed",
    order: "event 7: missing, or not in its place",
    order_with_numbers: "event 7: it was changed",
    omission: "event 7: missing, or not in its place",
    insertion: "event 7: it is there twice, or not in its place",
    tail: "events 7 to 16: missing: the record was cut short",
    hiding: "event 7: its words are gone, and nothing says who hid them",
    erasing: "event 7: its words are gone, and no order says so",
}


def fitted(attack: Callable[[Files], None]) -> Callable[[Files], None]:
    """The same with every digest, hash and count made to fit; only the signature is out of reach."""

    def whole(files: Files) -> None:
        attack(files)
        with changed(files) as lines:
            rechained(lines)
        relisted(files)

    return whole


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_it_is_found_and_named(files: Files, attack: Callable[[Files], None]) -> None:
    attack(files)
    faults = verdict(files).faults
    assert "record.jsonl: the file was changed after it was signed" in faults
    assert f"record.jsonl, {ATTACKS[attack]}" in faults
    first = next(fault for fault in faults if fault.startswith("record.jsonl, "))
    assert "7" in first, "nothing before it is blamed"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_with_all_hashes_made_to_fit_the_signature_does_not(files: Files, attack: Callable[[Files], None]) -> None:
    fitted(attack)(files)
    assert "manifest.json: the signature does not fit: it was changed after it was signed" in verdict(files).faults


@pytest.fixture(scope="session")
def stranger() -> rsa.RSAPrivateKey:
    """A key that is not ours."""
    return rsa.generate_private_key(65537, 3072)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_signed_again_by_a_stranger_the_fingerprint_is_another(
    files: Files, attack: Callable[[Files], None], stranger: rsa.RSAPrivateKey
) -> None:
    told = verifier.read_key(files["public-key.pem"].decode())[0]
    fitted(attack)(files)
    resigned(files, stranger)
    found = verdict(files, key=told)
    assert any("signed by somebody else" in fault for fault in found.faults)
    assert any("Compare that" in fact for fact in found.facts), "whoever has no fingerprint is told to compare"


def test_against_a_head_that_was_kept_even_a_good_signature_does_not_help(
    files: Files, cast: Cast, stranger: rsa.RSAPrivateKey
) -> None:
    room, before = cast.rooms["macia"], lines_of(files)
    kept = f"{room.public_id} 9 {at(before, 9)['digest']}\n"
    assert verdict(files, heads=kept).faults == []
    fitted(word_and_its_hash)(files)
    resigned(files, stranger)
    assert verdict(files, heads=kept).faults == [
        "kept heads: event 9 or one before it is not what it was when the head was kept"
    ]


def test_events_of_another_room_are_named(files: Files, cast: Cast) -> None:
    for number in range(12):
        cast.say("ana", "gladys", f"Line {number}")
    others = lines_of(made(cast, COURT, "gladys"))
    with changed(files) as lines:
        lines[6] = others[6]
    assert "record.jsonl, event 7: it is from another room" in verdict(files).faults
    fitted(lambda same: None)(files)
    assert "record.jsonl, event 7: it is from another room" in verdict(files).faults


@pytest.mark.parametrize(
    "name", ["digest.html", "record.html", "record.pdf", "seen.jsonl", "members.json", "chain.txt"]
)
def test_every_other_file_is_held_too(files: Files, name: str) -> None:
    files[name] = files[name][:-1] + b"\x00"
    assert f"{name}: the file was changed after it was signed" in verdict(files).faults
    del files[name]
    assert f"{name}: it is missing" in verdict(files).faults


def test_what_was_added_is_named(files: Files) -> None:
    files["note.txt"] = b"by the way"
    assert verdict(files).faults == ["note.txt: the file does not belong to this export"]


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "public-key.pem"])
def test_without_list_signature_or_key_nothing_is_believed(files: Files, name: str) -> None:
    del files[name]
    assert verdict(files).faults


def test_a_weak_key_is_no_key(files: Files) -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    resigned(files, weak)
    assert "public-key.pem: it is not a public key that can be used" in verdict(files).faults


def test_a_signature_of_other_bytes_is_none(files: Files) -> None:
    public = verifier.read_key(files["public-key.pem"].decode())
    size = (public[1].bit_length() + 7) // 8
    for raw in (b"", b"\x00" * size, b"\x01" * (size + 1), (public[1] + 1).to_bytes(size, "big")):
        assert not verifier.signed(files["manifest.json"], base64.b64encode(raw).decode(), public)
    assert not verifier.signed(files["manifest.json"], "not base64 at all", public)


def flips(size: int, seed: str) -> Iterator[tuple[int, int]]:
    dice = random.Random(seed)
    return ((dice.randrange(size), 1 << dice.randrange(8)) for _ in range(FLIPS))


def test_no_flipped_bit_of_the_record_is_accepted(files: Files) -> None:
    record = files["record.jsonl"]
    for place, bit in flips(len(record), "record"):
        files["record.jsonl"] = record[:place] + bytes([record[place] ^ bit]) + record[place + 1 :]
        number = record[:place].count(b"\n") + 1
        faults = verdict(files).faults
        assert "record.jsonl: the file was changed after it was signed" in faults, place
        named = [fault for fault in faults if fault.startswith("record.jsonl, ")]
        line_end = record[place : place + 1] == b"\n"
        assert not named or line_end or any(f"{number}" in fault for fault in named), (place, named)
        assert not any("it cannot be read" in fault for fault in faults), faults


def test_no_flipped_bit_anywhere_is_accepted(files: Files) -> None:
    names = sorted(files)
    sizes = [len(files[name]) for name in names]
    dice = random.Random("anywhere")
    for _ in range(FLIPS):
        name = dice.choices(names, sizes)[0]
        place = dice.randrange(len(files[name]))
        flipped = bytearray(files[name])
        flipped[place] ^= 1 << dice.randrange(8)
        if name == "manifest.sig" and bytes(flipped).strip() == files[name].strip():
            continue
        faults = verdict({**files, name: bytes(flipped)}).faults
        assert faults, (name, place)


def test_a_damaged_zip_is_refused_or_holds_the_same_to_the_byte(files: Files, tmp_path: Path) -> None:
    """Some bits of a ZIP say nothing about what is in it: its clock, its spare bits."""
    data, path = packed(files), tmp_path / "record.zip"
    for place, bit in flips(len(data), "zip"):
        path.write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
        try:
            source = verifier.Archive(path)
        except Exception:  # noqa: S112 - as main() answers: it cannot be read
            continue
        with source.zip:
            if not verifier.verify(source).faults:
                assert {name: source.zip.read(name) for name in source.names()} == files, place


def test_the_verifier_runs_on_an_old_python_and_needs_nothing_else() -> None:
    tree = ast.parse(Path(verifier.__file__).read_text(), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
