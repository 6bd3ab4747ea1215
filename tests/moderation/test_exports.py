"""Exports: what is in them and what is not, who may make them, and that the trail knows (P11, P13, P17)."""

import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from pytest_django import Settings

from moderation.models import Export, Look
from moderation.record import archive as archives_module
from moderation.record import digest_page
from moderation.services import exports
from moderation.services.exports import Wanted
from rooms import signing
from rooms.errors import RoomError
from rooms.events import Draft, record
from rooms.models import Event, Kind, Room
from rooms.services import memberships
from rooms.services.erasure import erase_text
from tests.cast import Cast
from tests.moderation.archives import COURT, archive, at, lines_of, made, packed, run, talk, unpacked, verdict

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def spoken(cast: Cast) -> Cast:
    talk(cast)
    return cast


def ask(cast: Cast, who: str = "tianna", room: str = "macia", wanted: Wanted = COURT) -> exports.Made:
    return exports.export(actor=cast.people[who], room_id=cast.rooms[room].public_id, wanted=wanted)


def refused(cast: Cast, who: str = "tianna", room: str = "macia", wanted: Wanted = COURT) -> str:
    """The code of the refusal; neither a row nor a look is left."""
    with pytest.raises(RoomError) as error:
        ask(cast, who, room, wanted)
    assert not Export.objects.exists() and not Look.objects.exists()
    return error.value.code


# ---- what is in it -------------------------------------------------------------------------------------------


def test_everything_is_there_and_a_python_without_anything_agrees(spoken: Cast, tmp_path: Path) -> None:
    data = archive(spoken)
    (tmp_path / "record.zip").write_bytes(data)
    for name, content in unpacked(data).items():
        (tmp_path / name).write_bytes(content)
    told = signing.fingerprint()
    code, said = run(tmp_path / "record.zip", "--key", told)
    assert code == 0, said
    assert "WHOLE: no event was changed, added or removed." in said
    assert "16 events: 1 hidden, 1 erased by order" in said
    assert "event 14: erased by order (event 15), not changed" in said
    code, said = run(tmp_path / "record.zip", "--key", "SHA256:" + "00" * 32)
    assert code == 1 and "signed by somebody else" in said


def test_an_unpacked_folder_verifies_and_says_what_was_changed(spoken: Cast, tmp_path: Path) -> None:
    for name, content in made(spoken).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / ".DS_Store").write_bytes(b"left by a desktop")
    code, said = run(tmp_path)
    assert code == 0 and "WHOLE, if that fingerprint is the agency's: no event" in said
    record = tmp_path / "record.jsonl"
    record.write_text(record.read_text().replace("Good night, all of you", "Good night, all but you"))
    code, said = run(tmp_path)
    assert code == 1
    assert "FAULT  record.jsonl, event 16: its words were changed" in said
    assert "BROKEN: do not rely on this record." in said


def test_what_is_no_archive_is_told_and_not_a_traceback(tmp_path: Path, spoken: Cast) -> None:
    (tmp_path / "verify.py").write_bytes(made(spoken)["verify.py"])
    (tmp_path / "note.zip").write_text("nothing")
    code, said = run(tmp_path / "note.zip")
    assert (code, "cannot be read" in said) == (2, True)


def test_the_record_holds_what_the_database_holds(spoken: Cast) -> None:
    lines = lines_of(made(spoken, replace(COURT, details=False)))
    room = spoken.rooms["macia"]
    rows = list(Event.objects.filter(room=room).order_by("seq"))
    assert [line["digest"] for line in lines] == [row.digest for row in rows]
    assert [line.get("text", "") for line in lines] == [row.text for row in rows]


def test_first_seen_versions_and_members_are_there(spoken: Cast) -> None:
    files = made(spoken)
    page = files["record.html"].decode()
    assert "See yuo on Friday" in page and "See you on Friday" in page
    assert re.search(r"Good night, all of you</p><p class=\"seen\">First seen by: Ana Gutierrez, ", page)
    seen = [json.loads(line) for line in files["seen.jsonl"].decode().splitlines()]
    assert {one["member"] for one in seen} <= {one["id"] for one in json.loads(files["members.json"])}
    assert {"name": "Ana Gutierrez", "role": "birth_parent"}.items() <= json.loads(files["members.json"])[0].items()
    assert files["record.pdf"].startswith(b"%PDF")
    assert "902(13)" in files["certification.txt"].decode()
    for name in ("record.html", "digest.html"):
        assert "it is confidential by law" in files[name].decode()
        assert "<script" not in files[name].decode() and "://" not in files[name].decode()


def test_markup_in_a_message_stays_words(cast: Cast) -> None:
    cast.say("ana", "macia", "<script>alert(1)</script> & <b>more</b>")
    page = made(cast)["record.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more" in page


def test_nothing_of_accounts_or_other_rooms(spoken: Cast) -> None:
    """No e-mail, phone, address, full account name or other room in any file, packed or not."""
    for person in spoken.people.values():
        person.phone, person.address = "(206) 555-0199", "12 Secret Street"
        person.name = f"Account of {person.email}"
        person.save()
    spoken.say("wendy", "gladys", "The tooth came out")
    everything = b"\n".join(made(spoken, replace(COURT, details=False)).values()).decode("latin-1")
    words = ["555-0199", "Secret Street", "The tooth came out", "Account of", spoken.rooms["gladys"].public_id]
    words += [person.email for person in spoken.people.values()]
    words += [member.public_id for member in spoken.rooms["gladys"].memberships.all()]
    assert [word for word in words if word in everything] == []


# ---- what is left out ----------------------------------------------------------------------------------------


def test_contact_details_are_left_out_unless_asked_for(spoken: Cast) -> None:
    files = made(spoken)
    everything = b"".join(content for name, content in files.items() if not name.endswith(".pdf"))
    assert b"555-0143" not in everything
    line = at(lines_of(files), 11)
    assert line["hidden"]["instead"] == "My number is [phone number kept private], call me"
    assert "text" not in line and "salt" not in line and line["covered"]["text_hash"]
    assert b"555-0143" in made(spoken, replace(COURT, details=False))["record.html"]


def test_chosen_words_are_hidden_in_every_version_and_the_chain_still_holds(spoken: Cast) -> None:
    files = made(spoken, replace(COURT, hide=[8], why="It speaks of another family"))
    found = verdict(files)
    assert found.faults == []
    why = "hidden, not changed. Hidden by Tianna Reilly (social worker): It speaks of another family"
    assert {f"event 8: {why}", f"event 9: {why}"} <= set(found.notes)
    everything = b"".join(files.values()).decode("latin-1")
    assert "on Friday" not in everything
    assert "Hidden by Tianna Reilly (social worker), not changed: It speaks of another family" in everything
    row = Export.objects.get()
    assert {"seq": 9, "why": "It speaks of another family"} in row.redacted
    by_version = made(spoken, replace(COURT, hide=[9], why="The same"))
    assert "on Friday" not in by_version["record.html"].decode()


def test_hidden_words_cannot_be_put_back_changed(spoken: Cast) -> None:
    """Whoever has the words and their salt from elsewhere can show that they are the ones; nobody can show others."""
    files = made(spoken, replace(COURT, hide=[6], why="x"))
    line, event = at(lines_of(files), 6), Event.objects.get(room=spoken.rooms["macia"], seq=6)
    assert line["covered"]["text_hash"] == event.text_hash and event.salt not in b"".join(files.values()).decode(
        "latin-1"
    )


@pytest.mark.parametrize("hide", [[1], [4], [10], [14], [99]], ids=["note", "join", "reaction", "erased", "not there"])
def test_only_messages_with_words_can_be_left_out(spoken: Cast, hide: list[int]) -> None:
    assert refused(spoken, wanted=replace(COURT, hide=hide, why="x")) == "bad_lines"


# ---- a period ------------------------------------------------------------------------------------------------


@pytest.fixture
def days(cast: Cast) -> list[int]:
    """Three days, a message on each; the numbers of the messages."""
    room = cast.rooms["macia"]
    now = timezone.now()
    for back in (3, 2, 1):
        fresh = Room.objects.get(pk=room.pk)
        member = cast.member("ana", "macia")
        record(
            [
                Draft(
                    room=fresh, kind=Kind.MESSAGE, author=member, text=f"{back} days ago", at=now - timedelta(days=back)
                )
            ]
        )
        room.refresh_from_db()
    return list(Event.objects.filter(room=room, kind=Kind.MESSAGE).order_by("seq").values_list("seq", flat=True))


def of_days(back: int) -> Wanted:
    """From `back` days ago, for a day."""
    start = timezone.now() - timedelta(days=back, hours=12)
    return replace(COURT, start=start, end=start + timedelta(days=1))


def test_a_part_is_provably_a_part_of_the_whole(cast: Cast, days: list[int]) -> None:
    files = made(cast, of_days(2))
    assert [line["covered"]["seq"] for line in lines_of(files)] == [days[1]]
    assert verdict(files).faults == []
    everything = b"".join(files.values()).decode("latin-1")
    assert "3 days ago" not in everything and "1 days ago" not in everything
    room = Room.objects.get(pk=cast.rooms["macia"].pk)
    digests = files["chain.txt"].decode().split()
    assert len(digests) == room.last_seq and digests[-1] == room.head_digest
    before = Event.objects.get(room=room, seq=days[0])
    kept = f"{room.public_id} {before.seq} {before.digest}\n{room.public_id} {room.last_seq} {room.head_digest}\n"
    assert "kept heads of this room that fit: 2, not signed" in verdict(files, heads=kept).facts
    wrong = f"{room.public_id} {before.seq} {'0' * 64}\n"
    assert verdict(files, heads=wrong).faults


def test_a_change_after_the_period_is_announced(cast: Cast, days: list[int]) -> None:
    erase_text(room=cast.rooms["macia"], seq=days[1], order="No. 3")
    files = made(cast, of_days(2))
    assert verdict(files).faults == []
    assert json.loads(files["manifest.json"])["changed_later"] == [days[2] + 1]
    assert f"event {days[1]}: erased by order (event {days[2] + 1}), not changed" in verdict(files).notes


def test_days_without_anything_are_told(cast: Cast) -> None:
    assert refused(cast, wanted=of_days(4)) == "nothing_there"
    later = timezone.now()
    assert refused(cast, wanted=replace(COURT, start=later, end=later - timedelta(days=1))) == "nothing_there"


# ---- who may, and the trail ----------------------------------------------------------------------------------


def test_the_trail_knows_it(spoken: Cast) -> None:
    with ask(spoken).file as file:
        data = file.read()
    row, look = Export.objects.get(), Look.objects.get()
    assert (row.made_by, row.recipient, row.purpose) == (spoken.tianna, COURT.recipient, COURT.purpose)
    assert (row.first_seq, row.last_seq) == (1, 16)
    assert (look.person, look.kind, look.purpose) == (spoken.tianna, Look.Kind.EXPORT, COURT.purpose)
    assert look.detail == {"export": row.public_id, "first": 1, "last": 16}
    assert archives_module.hashlib.sha256(data).hexdigest() == row.sha256


@pytest.mark.parametrize(
    ("who", "room", "code"),
    [("ana", "macia", "not_allowed"), ("samara", "macia", "not_found"), ("ana", "jaylan", "not_found")],
)
def test_members_and_strangers_export_nothing(spoken: Cast, who: str, room: str, code: str) -> None:
    assert refused(spoken, who, room) == code


def test_staff_whose_part_ended_meanwhile_gets_nothing(spoken: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The door is looked at once more when the rows are written."""
    write = archives_module.write

    def slow(*arguments: object) -> object:
        done = write(*arguments)  # type: ignore[arg-type]
        member = spoken.member("tianna", "macia")
        member.state = "ended"
        member.save()
        return done

    monkeypatch.setattr(archives_module, "write", slow)
    assert refused(spoken) == "not_found"


def test_words_erased_meanwhile_do_not_get_out(spoken: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    write = archives_module.write

    def slow(*arguments: object) -> object:
        done = write(*arguments)  # type: ignore[arg-type]
        erase_text(room=spoken.rooms["macia"], seq=6, order="No. 4")
        return done

    monkeypatch.setattr(archives_module, "write", slow)
    assert refused(spoken) == "unavailable"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"recipient": " "}, "recipient_needed"),
        ({"purpose": ""}, "reason_needed"),
        ({"hide": [6], "why": ""}, "reason_needed"),
        ({"purpose": "x" * 501}, "too_long"),
    ],
)
def test_recipient_purpose_and_reasons_are_needed(spoken: Cast, changes: dict[str, object], code: str) -> None:
    assert refused(spoken, wanted=replace(COURT, **changes)) == code  # type: ignore[arg-type]


def test_choosing_what_to_leave_out_is_a_look(spoken: Cast) -> None:
    room_id = spoken.rooms["macia"].public_id
    found = exports.lines(actor=spoken.tianna, room_id=room_id, wanted=COURT)
    assert [line.seq for line in found.shown] == [6, 7, 8, 11, 12, 16]
    assert Look.objects.get().kind == Look.Kind.READ
    with pytest.raises(RoomError, match="not_allowed"):
        exports.lines(actor=spoken.ana, room_id=room_id, wanted=COURT)


# ---- keys ----------------------------------------------------------------------------------------------------


def test_outside_the_demo_nothing_is_exported_without_a_key(spoken: Cast, settings: Settings) -> None:
    settings.DEMO = False
    assert refused(spoken) == "no_export_key"
    settings.EXPORT_KEY = "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----"
    assert refused(spoken) == "no_export_key"


def test_the_archive_is_signed_with_the_key_of_the_settings(spoken: Cast, settings: Settings) -> None:
    settings.DEMO, settings.EXPORT_KEY = False, signing.new_private_pem()
    files = made(spoken)
    assert verdict(files, key=signing.fingerprint()).faults == []
    assert signing.public_pem().encode() == files["public-key.pem"]


# ---- size, and the other language ----------------------------------------------------------------------------


@pytest.fixture
def long(cast: Cast) -> Iterator[Cast]:
    """Ten thousand messages."""
    room = Room.objects.get(pk=cast.rooms["jon"].pk)
    members = [cast.member(name, "jon") for name in ("ana", "joshua", "wendy")]
    text = "He ate well today and we read about the sea until he slept. " * 6
    for start in range(0, 10_000, 1_000):
        numbers = range(start, start + 1_000)
        record([Draft(room=room, kind=Kind.MESSAGE, author=members[n % 3], text=f"{n}. {text}") for n in numbers])
    yield cast


def test_ten_thousand_events_in_bounded_memory(long: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four megabytes of words; what is held at once stays well below a copy of them in each file."""
    monkeypatch.setattr(digest_page, "_MOST", 100)  # measuring makes it slow, and the digest is not what grows
    tracemalloc.start()
    made = ask(long, room="jon", wanted=replace(COURT, details=False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with made.file as file:
        files = unpacked(file.read())
    assert json.loads(files["manifest.json"])["events"]["count"] >= 10_000
    assert sum(map(len, files.values())) > 12_000_000
    assert peak < 12_000_000, f"{peak:,} bytes"
    assert "record.pdf" not in files
    (tmp_path / "record.zip").write_bytes(packed(files))
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    assert run(tmp_path / "record.zip")[0] == 0


def test_in_spanish(spoken: Cast) -> None:
    with translation.override("es"):
        files = made(spoken)
    assert verdict(files).faults == []
    assert '<html lang="es">' in files["record.html"].decode()
    assert "confidencial" in files["record.html"].decode()
    assert (
        "[número de teléfono privado]" in files["record.html"].decode()
        or "Parcialmente" in files["record.html"].decode()
    )


def test_the_times_are_those_of_the_agency(spoken: Cast) -> None:
    first = Event.objects.get(room=spoken.rooms["macia"], seq=6)
    there = first.at.astimezone(ZoneInfo("America/Los_Angeles"))
    assert there.strftime("%H:%M:%S") in made(spoken)["record.html"].decode()


def test_a_paused_member_is_in_the_record(spoken: Cast) -> None:
    member = spoken.member("francisco", "macia")
    memberships.suspend(
        actor=spoken.tianna,
        room_id=spoken.rooms["macia"].public_id,
        member_id=member.public_id,
        reason="private reason",
    )
    files = made(spoken)
    assert "member paused" in files["record.html"].decode()
    assert "private reason" not in b"".join(files.values()).decode("latin-1")


def test_the_archive_can_be_opened_by_any_unpacker(spoken: Cast) -> None:
    with ZipFile(io.BytesIO(archive(spoken))) as zip_file:
        assert zip_file.testzip() is None
        assert not [name for name in zip_file.namelist() if "/" in name or name.startswith(".")]
