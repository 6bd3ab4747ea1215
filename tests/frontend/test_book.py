"""The life book as people see it, and the whole of it as one file and on paper."""

import asyncio
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import AsyncClient
from django.utils import timezone

from rooms.media import store
from rooms.models import BookEntry, Role
from rooms.protocol import FileRef
from rooms.queries import paging
from rooms.services import book, memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.photos import jpeg, kept
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]

At = Callable[[str, str], Reader]


def alts(one: Reader) -> list[str]:
    """What stands for each photo on the page of the book."""
    return re.findall(r'<img [^>]*alt="([^"]*)"', one.get("book/").content.decode())


def put(cast: Cast, who: str = "wendy", photo: bool = False, **more: object) -> BookEntry:
    files = (FileRef(id=kept(cast, who, "jon").public_id, alt="The green cup"),) if photo else ()
    form = {"actor": cast.people[who], "room_id": cast.rooms["jon"].public_id, "client_id": uuid4(), "files": files}
    event = book.add(**form, **{"sort": "book.first", "text": "Agua!", **more})
    return BookEntry.objects.get(public_id=event.data["item"]["id"])


def whole(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.getvalue().decode()


def test_it_is_filled_and_changed_by_its_page(cast: Cast, reader: At) -> None:
    """S30, S47, S70: both sides put things in; one's own comes back in the form for a while."""
    ana, wendy = reader("ana", "jon"), reader("wendy", "jon")
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = ana.post("book/", sort="book.letter", on=yesterday.isoformat(), text="For you, Jon")
    assert answer.status_code == 303
    entry = BookEntry.objects.get()
    assert entry.on == yesterday and entry.sort == "book.letter"
    assert "For you, Jon" in wendy.get("book/").content.decode()
    change = f"book/?change={entry.public_id}"
    assert "For you, Jon</textarea>" in ana.get(change).content.decode()
    assert "For you, Jon</textarea>" not in wendy.get(change).content.decode()
    ana.post("book/", entry=entry.public_id, sort="book.letter", on=yesterday.isoformat(), text="For my Jon")
    assert "For my Jon" in wendy.get("book/").content.decode()
    assert wendy.post("book/act/", act="back", about=entry.public_id).status_code == 403
    assert ana.post("book/act/", act="back", about=entry.public_id).status_code == 303
    assert "still empty" in wendy.get("book/").content.decode()


def test_what_is_refused_keeps_what_was_typed(reader: At) -> None:
    """S70: a day to come, nothing at all, no sort."""
    ana = reader("ana", "jon")
    future = (timezone.localdate() + timedelta(days=3)).isoformat()
    refused = ana.post("book/", sort="book.art", on=future, text="A drawing")
    assert refused.status_code == 422 and "A drawing</textarea>" in refused.content.decode()
    assert ana.post("book/", sort="book.art").status_code == 422
    assert ana.post("book/", sort="", text="A word").status_code == 422


def test_an_entry_is_celebrated(cast: Cast, reader: At) -> None:
    """S49"""
    entry = put(cast)
    reader("joshua", "jon").post("book/act/", act="cheer", about=entry.public_id, cheer="cheer.done", text="Olé")
    page = reader("ana", "jon").get("book/").content.decode()
    assert "Well done!" in page and "Olé" in page


class Fetches(HTMLParser):
    """Whatever in a page would fetch or run something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [tag] if tag in ("script", "link", "iframe", "object", "embed", "form", "base", "a") else []
        for name, value in given.items():
            here = name in ("src", "href", "action", "srcset", "data", "poster") or name.startswith("on")
            self.found += [value] if here and not value.startswith("data:image/jpeg;base64,") else []


def test_as_one_file_it_opens_without_us(cast: Cast, reader: At) -> None:
    """S70: photos stand in it, nothing is fetched and nothing runs; nothing tells where, no id, no address of ours."""
    entry = put(cast, photo=True, text="Agua! <script>alert(1)</script>")
    response = reader("joshua", "jon").get("book/book.html")
    page = whole(response)
    assert response["Content-Disposition"] == 'attachment; filename="Jon.html"'
    assert Fetches(page).found == []
    assert "url(" not in page and "@import" not in page and "http" not in page.replace("http-equiv", "")
    assert str(timezone.localdate().year) in page
    assert "&lt;script&gt;" in page and "The green cup" in page and "Wendy Chadwick" in page
    [source] = re.findall(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", page)
    assert b64decode(source)[:3] == b"\xff\xd8\xff" and b"Exif" not in b64decode(source)
    for secret in (entry.public_id, cast.rooms["jon"].public_id, "example.test", "Chadwick home", "6 Cooper"):
        assert secret not in page


def test_contact_details_are_dots_in_what_is_kept_for_staff_too(cast: Cast, reader: At) -> None:
    """P2, S70: whoever makes the file, the child's copy has no number in it."""
    put(cast, text="My number is 614-555-0143, call me")
    for who in ("joshua", "tianna"):
        page = whole(reader(who, "jon").get("book/book.html"))
        assert "•••" in page and "555" not in page
    assert reader("tianna", "jon").get("book/book.pdf").content[:5] == b"%PDF-"


def test_as_a_pdf_it_is_a_keepsake(cast: Cast, reader: At) -> None:
    """S70: with photos and names, also where there is nothing yet, and where a photo was lost by the storage."""
    assert reader("ana", "jon").get("book/book.pdf").content[:5] == b"%PDF-"
    entry = put(cast, photo=True)
    with_photo = reader("ana", "jon").get("book/book.pdf")
    assert with_photo["Content-Type"] == "application/pdf" and b"/DCTDecode" in with_photo.content
    for one in cast.rooms["jon"].attachments.all():
        store.delete(one.name, one.small_name)
    page = whole(reader("ana", "jon").get("book/book.html"))
    assert "data:image" not in page and "Agua!" in page and entry.seq


def test_it_is_for_the_room_and_nobody_else(cast: Cast, reader: At) -> None:
    """P6, S70: who is paused, or in another room, gets none of it; who only reads keeps it, and puts nothing in."""
    put(cast)
    room_id = cast.rooms["jon"].public_id
    for who in ("francisco", "brianna"):
        for path in ("book/", "book/book.html", "book/book.pdf"):
            assert signed_in(cast.people[who]).get(f"/rooms/{room_id}/{path}").status_code == 404
    guest = memberships.add(
        actor=None, room=cast.rooms["jon"], person=cast.francis, role=Role.RELATIVE, sees_history=True
    )
    memberships.narrow(actor=cast.tianna, room_id=room_id, member_id=guest.public_id, reason="a test")
    guest_at = reader("francis", "jon")
    page = guest_at.get("book/").content.decode()
    assert "Agua!" in page and "Put something into the book" not in page and "Celebrate" not in page
    assert "Agua!" in whole(guest_at.get("book/book.html"))
    assert guest_at.post("book/", sort="book.art", text="A word").status_code == 403


def test_what_is_hidden_from_a_reader_is_not_in_their_copy(cast: Cast, reader: At) -> None:
    """S7: what was put in while somebody was paused."""
    cast.suspend("joshua", "jon")
    put(cast, text="While he was away")
    cast.restore("joshua", "jon")
    for path in ("book/", "book/book.html"):
        assert "While he was away" not in reader("joshua", "jon").get(path).getvalue().decode()
        assert "While he was away" in reader("ana", "jon").get(path).getvalue().decode()


@pytest.mark.django_db(transaction=True)
def test_it_comes_whole_from_a_server_with_an_event_loop(cast: Cast) -> None:
    """S70: piece by piece, each entry and the end, in the reader's language."""
    cast.joshua.language = "es"
    cast.joshua.save()
    for number in range(3):
        put(cast, photo=True, text=f"Entry {number}")
    client = AsyncClient()
    client.force_login(cast.joshua)

    async def fetched() -> str:
        path = f"/rooms/{cast.rooms['jon'].public_id}/book/book.html"
        response = await client.get(path, headers={"accept-encoding": "gzip"})
        assert response["Content-Encoding"] == "identity"
        return b"".join([piece async for piece in response.streaming_content]).decode()

    page = asyncio.run(fetched())
    assert all(f"Entry {number}" in page for number in range(3)) and page.rstrip().endswith("</html>")
    assert 'lang="es"' in page and "una primera vez" in page and "data:image/jpeg" in page


def test_what_a_photo_shows_is_asked_for_and_stays(reader: At) -> None:
    """S28, S47: for those who cannot see it; kept when the form comes back, and when its words are written anew."""
    wendy, ana = reader("wendy", "jon"), reader("ana", "jon")
    photo = SimpleUploadedFile("IMG.jpg", jpeg(64, 48), content_type="image/jpeg")
    form = {"sort": "book.art", "text": "You are a terrible mother", "alt": "A truck in crayon"}
    again = wendy.post("book/", photos=photo, **form)
    page = again.content.decode()
    kept_photo = re.findall(r'name="kept" value="(\w+)"', page)
    assert again.status_code == 422 and 'name="alt" maxlength="500" value="A truck in crayon"' in page
    assert wendy.post("book/", kept=kept_photo, **{**form, "text": "For the window"}).status_code == 303
    assert alts(ana) == ["A truck in crayon"]
    entry = BookEntry.objects.get().public_id
    assert wendy.post("book/", entry=entry, sort="book.art", text="For the kitchen window").status_code == 303
    assert alts(ana) == ["A truck in crayon"]


def test_a_thick_book_is_read_in_parts(cast: Cast, reader: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """S70: newest first, with the way to what was earlier and back; an act on an old entry leads back to it."""
    monkeypatch.setattr(paging, "PAGE", 2)
    for words in ("one", "two", "three"):
        put(cast, text=words)
    ana, oldest = reader("ana", "jon"), BookEntry.objects.order_by("pk")[0].public_id
    first = ana.get("book/").content.decode()
    assert first.index(">three<") < first.index(">two<") and ">one<" not in first
    older = re.findall(r'href="(\?child=\w+&amp;before=\w+)#book"', first)[0].replace("&amp;", "&")
    second = ana.get(f"book/{older}").content.decode()
    assert ">one<" in second and ">two<" not in second and "Back to the newest" in second
    celebrated = ana.post("book/act/", act="cheer", about=oldest, cheer="cheer.team")
    place = celebrated.headers["Location"]
    assert place == f"{ana.base}book/?of={oldest}#{oldest}"
    assert ">one<" in ana.get(place.split(ana.base)[1].split("#")[0]).content.decode()
    assert f'href="{ana.base}book/?of={oldest}#{oldest}"' in ana.get().content.decode()
