"""Videos over HTTP: sent in pieces or by a plain form, played in parts, by whoever may see their message (S28)."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from moderation.models import Look
from rooms import limits
from rooms.media import store
from rooms.models import Attachment, Event, Incoming
from rooms.services import messages, videos
from tests.cast import Cast
from tests.videos import clip, sent_video
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def calm() -> None:
    limits.uploads.clear()


def room(cast: Cast, path: str = "", name: str = "macia", desk: bool = False) -> str:
    return f"{'/desk' if desk else ''}/rooms/{cast.rooms[name].public_id}/{path}"


def file(data: bytes, name: str = "1420 North Elm Street.mov") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def test_browser_code_sends_pieces_and_asks_how_far_it_is(cast: Cast) -> None:
    data, same, ana = clip(), uuid4(), signed_in(cast.ana)
    form = {"client_id": same, "number": 0, "piece": file(data[:9_000])}
    first = ana.post(room(cast, "videos/"), form)
    assert first.status_code == 201 and set(first.json()) == {"id", "share"}
    ana.post(room(cast, "videos/"), {**form, "number": 1, "last": "1", "piece": file(data[9_000:])})
    where = room(cast, f"videos/{first.json()['id']}/")
    assert ana.get(where).json() == {"id": first.json()["id"], "share": 0}
    videos.make_next()
    made = ana.get(where).json()
    assert made == {"id": first.json()["id"], "w": 320, "h": 180, "seconds": 1}
    assert signed_in(cast.brianna).get(where).status_code == 404


def test_a_refusal_is_one_sentence(cast: Cast) -> None:
    answer = signed_in(cast.ana).post(
        room(cast, "videos/"), {"client_id": uuid4(), "piece": file(b"%PDF-1.7 no video")}
    )
    assert answer.status_code == 422 and answer.json()["code"] == "video_kind" and answer.json()["message"]
    done = signed_in(cast.ana).post(
        room(cast, "videos/"), {"client_id": uuid4(), "last": "1", "piece": file(clip()[:4_000])}
    )
    videos.make_next()
    told = signed_in(cast.ana).get(room(cast, f"videos/{done.json()['id']}/"))
    assert told.status_code == 422 and "could not open this video" in told.json()["message"]


def test_one_that_is_not_wanted_is_removed(cast: Cast) -> None:
    done = signed_in(cast.ana).post(room(cast, "videos/"), {"client_id": uuid4(), "piece": file(clip())})
    where = room(cast, f"videos/{done.json()['id']}/")
    assert signed_in(cast.brianna).post(where).status_code == 204 and Incoming.objects.count() == 1
    assert signed_in(cast.ana).post(where).status_code == 204
    assert not Incoming.objects.exclude(state="gone").exists() and signed_in(cast.ana).get(where).status_code == 404


def test_a_plain_form_keeps_words_and_video_until_it_is_made(cast: Cast) -> None:
    """Without browser code: the page says to send once more, and nothing need be chosen or typed again."""
    ana = signed_in(cast.ana)
    form = {"text": "She can ride", "client_id": uuid4(), "photos": file(clip()), "alt": "On her bicycle"}
    page = ana.post(room(cast, "say/"), form)
    text = page.content.decode()
    assert page.status_code == 409 and "being made safe" in text and ">She can ride</textarea>" in text
    (ident,) = re.findall(r'name="kept" value="(\w+)"', text)
    videos.make_next()
    again = {"text": "She can ride", "client_id": uuid4(), "kept": ident, "alt": "On her bicycle"}
    assert ana.post(room(cast, "say/"), again).status_code == 303
    event = Event.objects.get(kind="message")
    assert [one["type"] for one in event.data["files"]] == ["video/mp4"]
    page = signed_in(cast.brianna).get(room(cast)).content.decode()
    assert re.search(r'<video controls preload="none" playsinline poster="[^"]+/small.jpg"[^>]+label="On her', page)
    assert "Elm Street" not in page + str(event.data) + event.text


def play(cast: Cast, one: Attachment, asked: str = "", person: str = "brianna") -> HttpResponse:
    headers = {"Range": asked, "Accept-Encoding": "gzip"} if asked else {}
    return signed_in(cast.people[person]).get(room(cast, f"files/{one.public_id}/video.mp4"), headers=headers)


def test_it_is_handed_out_as_a_video_and_nothing_else(cast: Cast) -> None:
    """W7: an MP4 in a sandbox, not sniffed, not kept by browser or proxy."""
    _, one = sent_video(cast, "ana", "macia")
    answer = play(cast, one)
    assert answer.status_code == 200 and answer.content == store.read(one.name)
    assert answer.headers["Content-Type"] == "video/mp4" and answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="video.mp4"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    small = signed_in(cast.brianna).get(room(cast, f"files/{one.public_id}/small.jpg"))
    assert small.headers["Content-Type"] == "image/jpeg" and small.content.startswith(b"\xff\xd8\xff")
    assert signed_in(cast.brianna).get(room(cast, f"files/{one.public_id}/photo.jpg")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, None),
        ("bytes=-16", -16, None),
        ("bytes=0-99999999", 0, None),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(cast: Cast, asked: str, first: int, end: int | None) -> None:
    """iPhones ask for the first two bytes, then for parts: packed on the way they would not fit together."""
    _, one = sent_video(cast, "ana", "macia")
    whole, answer = store.read(one.name), play(cast, one, asked)
    assert answer.status_code == 206 and answer.content == whole[first:end]
    start = first % len(whole)
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(whole)}"
    assert answer.headers["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize(
    ("asked", "status"),
    [("bytes=999999-", 416), ("bytes=9-3", 416), ("bytes=-", 200), ("lines=1-2", 200), ("bytes=0-1,5-6", 200)],
)
def test_a_part_that_is_none(cast: Cast, asked: str, status: int) -> None:
    _, one = sent_video(cast, "ana", "macia")
    assert play(cast, one, asked).status_code == status


def test_every_address_dies_with_the_part_and_with_the_message(cast: Cast) -> None:
    """T2, P5: as with photos, for every part of it."""
    event, one = sent_video(cast, "ana", "macia", "Look")
    assert play(cast, one, "bytes=0-1", "francisco").status_code == 206
    assert play(cast, one, "bytes=0-1", "samara").status_code == 404
    cast.suspend("francisco", "macia")
    assert play(cast, one, "bytes=0-1", "francisco").status_code == 404
    messages.retract(actor=cast.ana, room_id=cast.rooms["macia"].public_id, client_id=uuid4(), target=event.seq)
    assert play(cast, one).status_code == 404
    assert signed_in(cast.tianna).get(room(cast, f"files/{one.public_id}/video.mp4", desk=True)).status_code == 200
    assert [look.kind for look in Look.objects.filter(room=cast.rooms["macia"])] == ["read"]


def test_the_page_of_a_video_plays_it(cast: Cast) -> None:
    _, one = sent_video(cast, "ana", "macia", "Look", "Her <b>first</b> steps")
    page = signed_in(cast.brianna).get(room(cast, f"files/{one.public_id}/")).content.decode()
    assert (
        "<h1>Video from Ana" in page
        and 'src="video.mp4"' in page
        and "&lt;b&gt;first" in page
        and "<b>first" not in page
    )
