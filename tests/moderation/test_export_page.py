"""The page of exports at the desk, and the browser's verifier, which must say what Python's says (P11, S53)."""

import base64
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpResponse
from playwright.sync_api import sync_playwright

from frontend.export_form import numbers
from moderation.models import Export, Look
from rooms.errors import RoomError
from rooms.models import Event
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.moderation.archives import Files, made, talk, unpacked, verdict
from tests.moderation.test_export_attacks import ATTACKS, fitted
from tests.walls.answers import answer as masked
from tests.walls.answers import difference

pytestmark = [pytest.mark.django_db]

FORM = {"recipient": "Juvenile court", "purpose": "Review hearing", "details": "on"}


@pytest.fixture
def tianna(cast: Cast) -> Reader:
    talk(cast)
    return Reader(cast, "tianna", "macia")


def archive_in(answer: HttpResponse) -> Files:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    data = answer.getvalue()
    assert int(answer["Content-Length"]) == len(data)
    return unpacked(data)


def test_the_page_says_what_the_recipient_must_know(tianna: Reader) -> None:
    page = tianna.get("export/").content.decode()
    for words in (
        "The record of Macia",
        "it is confidential by law",
        "SHA256:",
        "16 events in the record",
        "Nobody has",
    ):
        assert words in page
    assert "Did she eat her lunch" not in page, "no words without a look"
    assert not Look.objects.filter(kind__in=("read", "export")).exists()
    assert f"/desk/rooms/{tianna.room.public_id}/export/" in tianna.get("people/").content.decode() + (
        tianna.client.get(f"/rooms/{tianna.room.public_id}/people/").content.decode()
    )


def test_the_file_comes_and_is_listed(tianna: Reader) -> None:
    files = archive_in(tianna.post("export/", act="make", **FORM))
    assert verdict(files).faults == []
    page = tianna.get("export/").content.decode()
    assert "Juvenile court" in page and Export.objects.get().sha256 in page
    assert "By Tianna Reilly: events 1 to 16, 1 with words left out" in page


def test_members_see_in_the_trail_when_and_what_for(tianna: Reader) -> None:
    archive_in(tianna.post("export/", act="make", **FORM))
    trail = Reader(tianna.cast, "ana", "macia").get("looks/").content.decode()
    assert "Review hearing" in trail


def test_messages_are_shown_ticked_and_left_out(tianna: Reader) -> None:
    page = tianna.post("export/", act="choose", **FORM).content.decode()
    assert "Did she eat her lunch?" in page and "6 messages in these days" in page
    form = {**FORM, "line": ["6", "7"], "hide": "16", "why": "Of somebody else"}
    again = tianna.post("export/", act="choose", **form).content.decode()
    assert 'value="7" checked' in again
    files = archive_in(tianna.post("export/", act="make", **form))
    hidden = [note for note in verdict(files).notes if "Of somebody else" in note]
    assert [note.split(":")[0] for note in hidden] == ["event 6", "event 7", "event 16"]


def test_days_are_those_of_the_agency(tianna: Reader) -> None:
    first = Event.objects.get(room=tianna.room, seq=1).at.date()
    form = {**FORM, "start": (first - timedelta(days=1)).isoformat(), "end": (first + timedelta(days=1)).isoformat()}
    long_ago = {**FORM, "start": "2001-01-01", "end": "2001-01-31"}
    assert "Nothing happened in this room in those days." in refused(tianna, **long_ago)
    assert verdict(archive_in(tianna.post("export/", act="make", **form))).faults == []


def refused(reader: Reader, **form: object) -> str:
    answer = reader.post("export/", act="make", **form)
    assert answer.status_code == 422
    assert not Export.objects.exists()
    return answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"recipient": ""}, "Please write down who will get the record."),
        ({"purpose": " "}, "Please write down the reason."),
        ({"hide": "6"}, "Please write down the reason."),
        ({"hide": "six", "why": "x"}, "Please give numbers of messages"),
        ({"hide": "9-6", "why": "x"}, "Please give numbers of messages"),
        ({"hide": "1-999999999", "why": "x"}, "Please give numbers of messages"),
        ({"line": "<b>", "why": "x"}, "Please give numbers of messages"),
        ({"start": "tomorrow"}, "Nothing happened in this room in those days."),
        ({"end": "9999-12-31", "start": "9999-12-31"}, "Nothing happened in this room in those days."),
        ({"purpose": "x" * 600}, "This message is too long."),
    ],
)
def test_a_refusal_is_told_and_the_words_are_kept(tianna: Reader, changes: dict[str, str], told: str) -> None:
    page = refused(tianna, **{**FORM, **changes})
    assert told in page
    assert changes.get("recipient", "Juvenile court") in page


@pytest.mark.parametrize(("token", "back"), [(str(UUID(int=7)), True), ("", False), ("a; path=/", False)])
def test_the_page_learns_that_its_file_has_come(tianna: Reader, token: str, back: bool) -> None:
    """What it made up itself comes back with the file, and nothing else does."""
    file = tianna.post("export/", act="make", made=token, **FORM)
    assert archive_in(file)
    assert ("made" in file.cookies) == back and (not back or file.cookies["made"].value == token)
    assert "made" not in tianna.post("export/", act="choose", made=token, **FORM).cookies


def test_who_may_open_it(tianna: Reader, cast: Cast) -> None:
    ana, samara = Reader(cast, "ana", "macia"), Reader(cast, "samara", "jaylan")
    path = f"/desk/rooms/{tianna.room.public_id}/export/"
    wrong = "/desk/rooms/zzzzzzzzzzzz/export/"
    for how in ("get", "post"):
        assert getattr(ana.client, how)(path).status_code == 403
        assert getattr(samara.client, how)(path).status_code == 404
        stranger = masked(getattr(samara.client, how)(path), tianna.room.public_id)
        assert not difference(stranger, masked(getattr(samara.client, how)(wrong), "zzzzzzzzzzzz"))
    assert not Export.objects.exists()


def test_without_a_key_the_page_says_so(tianna: Reader, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    page = tianna.get("export/").content.decode()
    assert "This server has no key to sign exports with yet." in page
    assert "Make the file" not in page


def test_the_page_in_spanish(tianna: Reader) -> None:
    tianna.cast.tianna.language = "es"
    tianna.cast.tianna.save()
    page = tianna.get("export/").content.decode()
    for words in ("El registro de Macia", "Quién lo recibe", "Lo que debe saber quien lo recibe", "Hacer el archivo"):
        assert words in page
    files = archive_in(tianna.post("export/", act="make", **FORM))
    assert "confidencial por ley" in files["record.html"].decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [("", set()), ("12", {12}), (" 12, 15-18 ", {12, 15, 16, 17, 18}), ("3 5;7", {3, 5, 7}), ("1 – 2", {1, 2})],
)
def test_numbers_as_people_write_them(text: str, found: set[int]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize("text", ["x", "1-", "-1", "2-1", "1.5", "1-20000"])
def test_what_are_no_numbers(text: str) -> None:
    with pytest.raises(RoomError, match="bad_lines"):
        numbers(text)


@pytest.mark.browser
def test_the_browser_says_what_python_says(tianna: Reader, tmp_path: Path) -> None:
    """Every attack, plain and with all hashes made to fit, and kept heads: the same faults, notes and facts."""
    whole = made(tianna.cast)
    page_file = tmp_path / "verify.html"
    page_file.write_bytes(whole["verify.html"])
    cases = [dict(whole)]
    for attack in ATTACKS:
        for change in (attack, fitted(attack)):
            files = dict(whole)
            change(files)
            cases.append(files)
    for name in ("manifest.json", "manifest.sig", "public-key.pem", "chain.txt"):
        cases.append({**whole, name: b"{}"})
        cases.append({other: content for other, content in whole.items() if other != name})
    head = f"{tianna.room.public_id} 6 {'0' * 64}\n"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(page_file.as_uri())
        for files in cases:
            packed = [[name, base64.b64encode(content).decode()] for name, content in files.items()]
            script = "([files, key, heads]) => verify(files.map(([n, b]) => [n, unbase64(b)]), key, heads)"
            said = page.evaluate(script, [packed, "00" * 32, head])
            expected = verdict(files, key="00" * 32, heads=head)
            assert sorted(said["faults"]) == sorted(expected.faults)
            assert sorted(said["notes"]) == sorted(expected.notes)
            assert said["facts"][:-1] == expected.facts[:-1] or not said["facts"]
        browser.close()
