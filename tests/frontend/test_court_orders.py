"""The form for what the court allows, and pictures of the order, as staff sees them and nobody else (S35)."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from frontend.sentences import done
from moderation.models import Look
from moderation.queries.looks import trail, whole_trail
from rooms.models import Approval, Event, OrderPhoto
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.photos import jpeg

pytestmark = [pytest.mark.django_db]

At = Callable[[str, str], Reader]
TERMS = {
    "who": "everyone",
    "supervised": "agency",
    "times": "2",
    "per": "week",
    "minutes": "90",
    "places": ["agency", "public"],
    "from_on": timezone.localdate().isoformat(),
    "text": "As the judge said",
}


def file(name: str = "order.jpg", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or jpeg(900, 1200), "image/jpeg")


def write_down(tianna: Reader, **more: Any) -> str:
    answer = tianna.post("dates/allowed/", **{**TERMS, **more})
    return "" if answer.status_code == 303 else answer.content.decode()


@pytest.fixture
def tianna(reader: At) -> Reader:
    return reader("tianna", "jon")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("who", "", "Please choose for whom it is."),
        ("who", "some", "Please choose at least one name"),
        ("supervised", "anybody", "Please choose who watches over it."),
        ("times", "many", "Please write a whole number from 1 to 31, in digits."),
        ("per", "year", "Please choose a week or a month."),
        ("minutes", "0", "Please write a whole number from 1 to 44640, in digits."),
        ("places", [], "Please choose at least one kind of place."),
        ("latest", "evening", "Please write a time like 15:30."),
        ("from_on", "", "Please choose the first day."),
        ("until_on", "2001-01-01", "This day cannot be before the first one."),
        ("until_on", "9999-12-31", "That day is very far away. Please check the year."),
    ],
)
def test_what_is_unclear_is_named_at_its_field_and_all_stays(
    tianna: Reader, field: str, typed: object, said: str
) -> None:
    page = write_down(tianna, **{field: typed})
    assert re.search(rf'<p class="errors small" id="{field}-wrong">{re.escape(said)}', page)
    assert f'href="#{field}"' in page and page.count('class="errors small"') == 1
    assert "As the judge said" in page
    assert 'name="text"' in page and (field == "minutes" or 'value="90"' in page)
    assert not Approval.objects.exists()


def test_each_that_is_in_force_is_asked_about(tianna: Reader) -> None:
    """The first answer is that the new one takes its place; without an answer nothing is written down."""
    assert write_down(tianna) == ""
    page = tianna.get("dates/allowed/").content.decode()
    (name,) = set(re.findall(r'name="(older-\w+)"', page))
    assert re.search(rf'name="{name}" value="replaces" required checked', page)
    assert "are called off, and everybody is told" in page
    refused = write_down(tianna, minutes="30")
    assert "Please say of each whether it still stands." in refused and "As the judge said" in refused
    assert write_down(tianna, minutes="30", **{name: "beside"}) == ""
    assert len(re.findall('id="end-', tianna.get("dates/allowed/").content.decode())) == 2
    page = tianna.get("dates/allowed/").content.decode()
    answers = dict.fromkeys(re.findall(r'name="(older-\w+)"', page), "replaces")
    assert write_down(tianna, minutes="45", **answers) == ""
    assert len(re.findall('id="end-', tianna.get("dates/allowed/").content.decode())) == 1


def test_pictures_are_kept_with_it_and_each_look_leaves_a_row(cast: Cast, tianna: Reader) -> None:
    """S6, S35: in staff's trail a look at the order; in that of the members what it always says."""
    assert write_down(tianna, pictures=[file(), file("second.jpg", jpeg(700, 900))]) == ""
    first, second = OrderPhoto.objects.order_by("pk")
    page = tianna.get("dates/allowed/").content.decode()
    assert f"allowed/{first.public_id}/" in page and "Look at picture 2" in page
    assert "photo.jpg" in tianna.get(f"dates/allowed/{second.public_id}/").content.decode()
    looked = Look.objects.filter(detail__what="order_seen")
    for count in (1, 2):
        answer = tianna.get(f"dates/allowed/{second.public_id}/photo.jpg")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert "no-store" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
        assert looked.count() == count
    room = cast.rooms["jon"].public_id
    staff = [done(line, staff=True) for _, lines in whole_trail(cast.tianna, room).days for line in lines]
    mine = [done(line, staff=False) for _, lines in trail(cast.wendy, room).days for line in lines]
    assert {"looked at a picture of a court’s order", "kept pictures of a court’s order"} <= set(staff)
    assert not any("picture" in line or "order" in line for line in mine)
    acts = [line for _, lines in trail(cast.wendy, room).days for line in lines if line.kind == Look.Kind.STEP_IN]
    assert [len(line.times) for line in acts] == [1]
    plain = Look.objects.filter(room=cast.rooms["jon"], kind=Look.Kind.PAGES, detail={})
    assert mine.count(str(Look.Kind.PAGES.label)) == 1
    assert [line.times for _, lines in trail(cast.wendy, room).days for line in lines if line.kind == "pages"] == [
        [one.at for one in plain]
    ]


def test_a_look_at_a_picture_is_not_the_row_of_what_is_read_after_it(cast: Cast, tianna: Reader) -> None:
    """S6, S35: members read a plain row for each sitting, whatever pictures staff looked at in between."""
    room = cast.rooms["jon"]
    Look.objects.create(person=cast.tianna, room=room, kind=Look.Kind.PAGES, detail={"what": "order_seen"})
    tianna.get("dates/")
    assert Look.objects.filter(room=room, kind=Look.Kind.PAGES, detail={}).count() == 1
    (line,) = [line for _, lines in trail(cast.wendy, room.public_id).days for line in lines]
    assert len(line.times) == 1


def test_pictures_whose_row_fails_are_not_kept(tianna: Reader, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """S6: the form asks for both or neither, and the bytes go too."""
    write_down(tianna)
    written, save = [], default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda name, data: written.append(name) or save(name, data))
    monkeypatch.setattr(Look.objects, "create", lambda **_: 1 // 0)
    about = {"act": "order", "approval": Approval.objects.get().public_id}
    with pytest.raises(ZeroDivisionError):
        tianna.post("dates/allowed/", **about, pictures=[file()])
    assert written and not any(default_storage.exists(name) for name in written) and not OrderPhoto.objects.exists()


def test_the_family_finds_no_trace_of_them(cast: Cast, reader: At, tianna: Reader) -> None:
    """S35: on no page and under no address of theirs; a wrong id and a right one are one answer."""
    write_down(tianna, pictures=[file()])
    one = OrderPhoto.objects.get()
    for who in ("joshua", "ana", "wendy"):
        me = reader(who, "jon")
        pages = [me.get(path) for path in ("", "dates/", "dates/ask/", "looks/")]
        assert not any(one.public_id in page.content.decode() for page in pages)
        for path in ("", "photo.jpg"):
            there, none = (
                me.client.get(f"/desk/rooms/{me.room.public_id}/dates/allowed/{id}/{path}")
                for id in (one.public_id, "a1" * 6)
            )
            assert (there.status_code, there.status_code) == (403, none.status_code)
        assert me.get(f"dates/allowed/{one.public_id}/photo.jpg").status_code == 404
        assert me.get(f"files/{one.public_id}/photo.jpg").status_code == 404
    assert not any(one.public_id in str(event.data) for event in Event.objects.all())
    other = reader("tianna", "macia")
    assert other.get(f"dates/allowed/{one.public_id}/photo.jpg").status_code == 404


def test_more_can_be_added_and_what_is_no_picture_is_refused(tianna: Reader) -> None:
    refused = write_down(tianna, pictures=[file("order.pdf", b"%PDF-1.7 order")])
    assert 'class="errors"' in refused and "As the judge said" in refused and not Approval.objects.exists()
    write_down(tianna)
    approval, same = Approval.objects.get().public_id, str(uuid4())
    about = {"act": "order", "approval": approval}
    assert tianna.post("dates/allowed/", **about).status_code == 422
    for _ in range(2):
        assert tianna.post("dates/allowed/", **about, client_id=same, pictures=[file()]).status_code == 303
    assert OrderPhoto.objects.count() == 1
    assert tianna.post("dates/allowed/", **{**about, "approval": "none"}, pictures=[file()]).status_code == 404
