"""Photos over HTTP: sent by a plain form or by browser code, and shown to whoever may see their message."""

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from moderation.models import Look
from rooms.models import Attachment, Event
from rooms.services import messages
from tests.cast import Cast
from tests.photos import jpeg, kept, sent
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]


def file(data: bytes = b"", name: str = "1420 North Elm Street.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or jpeg(), content_type="text/html")


def room(cast: Cast, path: str = "", name: str = "macia", desk: bool = False) -> str:
    return f"{'/desk' if desk else ''}/rooms/{cast.rooms[name].public_id}/{path}"


def upload(cast: Cast, person: str, data: bytes = b"", client_id: UUID | None = None) -> HttpResponse:
    form = {"photo": file(data), "client_id": client_id or uuid4()}
    return signed_in(cast.people[person]).post(room(cast, "files/"), form)


def test_browser_code_sends_one_and_gets_its_id(cast: Cast) -> None:
    same = uuid4()
    first, again = upload(cast, "ana", client_id=same), upload(cast, "ana", client_id=same)
    assert first.status_code == 201 and first.json() == again.json()
    assert set(first.json()) == {"id", "w", "h"} and (first.json()["w"], first.json()["h"]) == (640, 480)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<html><script>alert(1)</script>", 422, "photo_kind"),
        (b"%PDF-1.7", 422, "photo_document"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", 422, "photo_heic"),
        (jpeg() + bytes(12 * 1024 * 1024), 413, "photo_large"),
    ],
)
def test_a_refusal_is_one_sentence(cast: Cast, data: bytes, status: int, code: str) -> None:
    answer = upload(cast, "ana", data)
    assert answer.status_code == status
    assert answer.json()["code"] == code and answer.json()["message"] and not answer.json()["retry"]
    assert not Attachment.objects.exists()


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    """W3: the upload takes nothing without the token of a page of ours."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    answer = client.post(room(cast, "files/"), {"photo": file(), "client_id": uuid4()})
    assert answer.status_code == 403 and not Attachment.objects.exists()


def test_a_plain_form_sends_words_and_photos_at_once_and_twice_does_once(cast: Cast) -> None:
    """Without browser code: the same message, the same photos; the file's name goes nowhere (D3)."""
    form = {"text": "Her painting", "client_id": uuid4(), "alt": "A red house"}
    for _ in range(2):
        answer = signed_in(cast.ana).post(room(cast, "say/"), {**form, "photos": [file(), file(jpeg(colour="red"))]})
        assert answer.status_code == 303
    event = Event.objects.get(kind="message")
    assert len(event.data["files"]) == 2 and Attachment.objects.count() == 2
    page = signed_in(cast.brianna).get(room(cast)).content.decode()
    assert page.count(' alt="A red house"') == 2 and "Elm Street" not in page + str(event.data) + event.text


def test_a_plain_form_with_a_wrong_file_keeps_the_words(cast: Cast) -> None:
    form = {"text": "Her painting", "client_id": uuid4(), "photos": file(b"%PDF-1.7")}
    answer = signed_in(cast.ana).post(room(cast, "say/"), form)
    assert answer.status_code == 422
    assert ">Her painting</textarea>" in answer.content.decode() and "photo of each page" in answer.content.decode()


def test_only_photos_is_a_message_too(cast: Cast) -> None:
    signed_in(cast.ana).post(room(cast, "say/"), {"text": "", "client_id": uuid4(), "photos": file()})
    page = signed_in(cast.brianna).get(room(cast)).content.decode()
    assert ' alt="Photo from Ana' in page and '<p class="say"></p><p class="photos">' in page
    assert "\N{CAMERA}" in signed_in(cast.brianna).get("/").content.decode()


def test_it_is_handed_out_as_a_picture_and_nothing_else(cast: Cast) -> None:
    """W7: a JPEG to keep or to show, in a sandbox, not sniffed, not kept by browser or proxy."""
    _, one = sent(cast, "ana", "macia")
    for name in ("photo.jpg", "small.jpg"):
        answer = signed_in(cast.brianna).get(room(cast, f"files/{one.public_id}/{name}"))
        assert answer.status_code == 200 and answer.content.startswith(b"\xff\xd8\xff")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="photo.jpg"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_every_address_dies_with_the_part_and_with_the_message(cast: Cast) -> None:
    """T2, P5: whatever address was seen before is asked for again; the answer is that of a photo that never was."""
    event, one = sent(cast, "ana", "macia", "Look")
    paths = [f"files/{one.public_id}/{name}" for name in ("", "photo.jpg", "small.jpg")]
    none = {
        path: signed_in(cast.brianna).get(room(cast, path.replace(one.public_id, "0a1b2c3d4e5f"))) for path in paths
    }
    for path in paths:
        assert signed_in(cast.francisco).get(room(cast, path)).status_code == 200
        elsewhere = signed_in(cast.ana).get(room(cast, path, "gladys"))
        stranger = signed_in(cast.samara).get(room(cast, path))
        assert elsewhere.status_code == stranger.status_code == none[path].status_code == 404
    cast.suspend("francisco", "macia")
    assert {signed_in(cast.francisco).get(room(cast, path)).status_code for path in paths} == {404}
    messages.retract(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), target=event.seq)
    assert {signed_in(cast.brianna).get(room(cast, path)).status_code for path in paths} == {404}
    assert signed_in(cast.tianna).get(room(cast, paths[1], desk=True)).status_code == 200


def test_staff_who_look_at_a_photo_stand_in_the_trail(cast: Cast) -> None:
    """S53: one row for a sitting, as for reading the room."""
    _, one = sent(cast, "ana", "macia")
    for path in ("photo.jpg", "small.jpg", ""):
        assert signed_in(cast.tianna).get(room(cast, f"files/{one.public_id}/{path}", desk=True)).status_code == 200
    assert [look.kind for look in Look.objects.filter(room=cast.rooms["macia"])] == ["read"]
    assert signed_in(cast.tianna).get(room(cast, f"files/{one.public_id}/photo.jpg")).status_code in (403, 404)


def test_the_page_of_a_photo_leads_on_and_back(cast: Cast) -> None:
    form = {"text": "Two", "client_id": uuid4(), "alt": "A <b>red</b> house"}
    signed_in(cast.ana).post(room(cast, "say/"), {**form, "photos": [file(), file(jpeg(colour="red"))]})
    event = Event.objects.get(kind="message")
    first, second = (one["id"] for one in event.data["files"])
    page = signed_in(cast.brianna).get(room(cast, f"files/{first}/")).content.decode()
    assert f'href="../{second}/"' in page and f"#m{event.seq}" in page and "Photo 1 of 2 from Ana" in page
    assert "<b>red" not in page and re.search(r'alt="A &lt;b&gt;red', page)


def test_what_waits_for_staff_is_shown_to_them_and_its_writer(cast: Cast) -> None:
    form = {"text": "I'm going to kill you.", "client_id": uuid4(), "photos": file()}
    assert signed_in(cast.ana).post(room(cast, "say/"), form).status_code == 303
    one = Attachment.objects.get()
    assert one.public_id in signed_in(cast.tianna).get(room(cast, "held/", desk=True)).content.decode()
    assert one.public_id in signed_in(cast.ana).get(room(cast)).content.decode()
    assert one.public_id not in signed_in(cast.brianna).get(room(cast)).content.decode()


def test_what_is_not_sent_yet_is_nobody_elses(cast: Cast) -> None:
    one = kept(cast, "ana", "macia")
    for person, status in (("ana", 200), ("brianna", 404)):
        assert signed_in(cast.people[person]).get(room(cast, f"files/{one.public_id}/photo.jpg")).status_code == status
    assert signed_in(cast.tianna).get(room(cast, f"files/{one.public_id}/photo.jpg", desk=True)).status_code == 404


def test_after_a_second_thought_the_photos_need_not_be_chosen_again(cast: Cast) -> None:
    """Without browser code a file cannot stay chosen: what came is kept, and goes with the words that are sent."""
    form = {"text": "You are a terrible mother", "client_id": uuid4(), "photos": file(), "alt": "A red house"}
    page = signed_in(cast.ana).post(room(cast, "say/"), form)
    assert page.status_code == 422
    (ident,) = re.findall(r'name="kept" value="(\w+)"', page.content.decode())
    again = {"text": "Can we talk?", "client_id": uuid4(), "kept": ident, "alt": "A red house"}
    assert signed_in(cast.ana).post(room(cast, "say/"), again).status_code == 303
    event = Event.objects.get(kind="message")
    assert [one["id"] for one in event.data["files"]] == [ident] and Attachment.objects.count() == 1
    stolen = {**again, "client_id": uuid4(), "text": "Mine?"}
    assert signed_in(cast.brianna).post(room(cast, "say/"), stolen).status_code == 422


def test_a_full_disk_is_no_error_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """W8: what cannot be kept is told as such, to come back later; nothing half is left."""

    def full(name: str, content: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr("rooms.media.store.default_storage.save", full)
    answer = upload(cast, "ana")
    assert answer.status_code == 503 and answer.json()["retry"] and not Attachment.objects.exists()
