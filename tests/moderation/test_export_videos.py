"""Videos in the record: with it, left out provably, or gone by order; changes are found (P11, S28)."""

import hashlib
import json
from pathlib import Path

import pytest

from frontend import keepsake
from rooms.protocol import FileInfo
from rooms.services.erasure import erase_file
from tests.cast import Cast
from tests.moderation.archives import COURT, Wanted, lines_of, made, run, verdict
from tests.videos import sent_video

pytestmark = [pytest.mark.django_db]


def test_the_video_goes_along_as_it_is_kept(cast: Cast, tmp_path: Path) -> None:
    event, one = sent_video(cast, "ana", "macia", "Her first steps", "From the sofa to the table")
    files = made(cast)
    name = f"video-{one.public_id}.mp4"
    assert hashlib.sha256(files[name]).hexdigest() == one.sha256
    assert json.loads(files["manifest.json"])["events"]["photos"] == 1
    page = files["record.html"].decode()
    assert "A short video of 7 seconds" in page and name in page and "data:image/jpeg;base64," in page
    assert lines_of(files)[event.seq - 1]["covered"]["data"]["files"][0]["seconds"] == 7
    assert verdict(files).faults == []
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    assert run(tmp_path)[0] == 0


def test_one_that_was_changed_or_left_away_is_found(cast: Cast) -> None:
    _, one = sent_video(cast, "ana", "macia", "Look")
    files, name = made(cast), f"video-{one.public_id}.mp4"
    changed = {**files, name: files[name] + b"\0"}
    assert any("a photo of it was changed" in fault for fault in verdict(changed).faults)
    without = {key: value for key, value in files.items() if key != name}
    assert any("a photo of it is missing" in fault for fault in verdict(without).faults)
    other = {**without, f"photo-{one.public_id}.jpg": files[name]}
    assert any("is missing" in fault for fault in verdict(other).faults)


def test_one_that_is_left_out_or_erased_is_not_there_and_the_record_says_so(cast: Cast) -> None:
    event, _ = sent_video(cast, "ana", "macia", "Look")
    hidden = made(
        cast, Wanted(recipient=COURT.recipient, purpose=COURT.purpose, why="Another child", hide=(event.seq,))
    )
    assert verdict(hidden).faults == [] and not [name for name in hidden if name.startswith("video-")]
    later, other = sent_video(cast, "ana", "macia", "And this")
    erase_file(room=cast.rooms["macia"], seq=later.seq, file_id=other.public_id, order="No. 17")
    files = made(cast)
    assert verdict(files).faults == [] and f"video-{other.public_id}.mp4" not in files


def test_a_life_book_has_its_picture(cast: Cast) -> None:
    """S30: a page that runs nothing plays nothing; the picture stands for the video."""
    _, one = sent_video(cast, "ana", "macia", "Look")
    assert keepsake._bytes(FileInfo(id=one.public_id, seconds=7)).startswith(b"\xff\xd8\xff")
