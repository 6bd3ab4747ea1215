"""Photos in the record that is handed out: with it, left out provably, or gone by order; changes are found (P11)."""

import hashlib
import json
from pathlib import Path

import pytest

from moderation.record import verifier
from rooms.services.erasure import erase_file, erase_text
from tests.cast import Cast
from tests.moderation.archives import COURT, Files, Wanted, lines_of, made, run, verdict
from tests.photos import jpeg, sent

pytestmark = [pytest.mark.django_db]

_HIDE = {"recipient": COURT.recipient, "purpose": COURT.purpose, "why": "Another child is in it"}


def photo(files: Files) -> str:
    (name,) = [name for name in files if name.startswith("photo-")]
    return name


def test_the_photos_go_along_as_they_are_kept(cast: Cast, tmp_path: Path) -> None:
    event, one = sent(cast, "ana", "macia", "Her painting", "A red house")
    files = made(cast)
    assert photo(files) == f"photo-{one.public_id}.jpg"
    assert hashlib.sha256(files[photo(files)]).hexdigest() == one.sha256
    assert json.loads(files["manifest.json"])["events"]["photos"] == 1
    page = files["record.html"].decode()
    assert "data:image/jpeg;base64," in page and 'alt="A red house"' in page and "A red house" in page
    assert b"/DCTDecode" in files["record.pdf"]
    assert verdict(files).faults == []
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    code, out = run(tmp_path)
    assert code == 0 and "1 photos, each as its event has it" in out
    assert lines_of(files)[event.seq - 1]["text"] == "Her painting\nA red house"


def test_a_photo_that_was_changed_or_left_away_is_found(cast: Cast) -> None:
    """Also by somebody who can sign: the event covers the hash of the photo."""
    _, one = sent(cast, "ana", "macia", "Her painting")
    files = made(cast)
    name = photo(files)
    changed = {**files, name: jpeg(colour="red")}
    assert any("a photo of it was changed" in fault for fault in verdict(changed).faults)
    without = {key: value for key, value in files.items() if key != name}
    assert any("a photo of it is missing" in fault for fault in verdict(without).faults)
    more = {**files, f"photo-{one.public_id[::-1]}.jpg": jpeg()}
    assert any("no event of this record names it" in fault for fault in verdict(more).faults)


def test_a_message_that_is_left_out_takes_its_photos_along(cast: Cast) -> None:
    """Redaction: nothing of the photo is in the archive, and the chain shows that it was there and was not changed."""
    event, one = sent(cast, "ana", "macia", "Her painting", "A red house")
    alone, other = sent(cast, "ana", "macia")
    files = made(cast, Wanted(**_HIDE, hide=(event.seq, alone.seq)))
    found = verdict(files)
    assert found.faults == [] and len([note for note in found.notes if "(a photo)" in note]) == 2
    assert not [name for name in files if name.startswith("photo-")]
    whole = b"".join(content for name, content in files.items() if name != "verify.py")
    assert b"A red house" not in whole and b"data:image/jpeg" not in whole
    assert b"Another child is in it" in files["record.html"]
    lines = lines_of(files)
    assert "hidden" in lines[event.seq - 1] and "hidden" not in lines[alone.seq - 1]
    assert one.sha256 != "" and other.sha256 != ""


def test_a_photo_erased_by_order_is_gone_and_the_record_is_whole(cast: Cast) -> None:
    event, one = sent(cast, "ana", "macia", "Her painting", "A red house")
    erase_file(room=cast.rooms["macia"], seq=event.seq, file_id=one.public_id, order="No. 17")
    files = made(cast)
    found = verdict(files)
    assert found.faults == [] and any("a photo was erased by order" in note for note in found.notes)
    assert lines_of(files)[event.seq - 1]["photos_erased"] == {one.public_id: event.seq + 1}
    assert "photo erased by order" in files["record.html"].decode()
    erase_text(room=cast.rooms["macia"], seq=event.seq, order="No. 17")
    both = made(cast)
    assert verdict(both).faults == [] and lines_of(both)[event.seq - 1]["erased"] == event.seq + 2


def test_an_order_for_words_is_none_for_the_photo(cast: Cast) -> None:
    """A forged line that says another order took the photo is found."""
    event, one = sent(cast, "ana", "macia", "Her painting")
    erase_text(room=cast.rooms["macia"], seq=event.seq, order="No. 17")
    files = made(cast)
    lines = lines_of(files)
    lines[event.seq - 1]["photos_erased"] = {one.public_id: event.seq + 1}
    del files[photo(files)]
    files["record.jsonl"] = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    assert any("a photo of it is gone, and no order says so" in fault for fault in verdict(files).faults)
    assert verifier.PHOTO.fullmatch(f"photo-{one.public_id}.jpg")
