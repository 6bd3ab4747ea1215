"""Paper at the desk: what is on the page for a member, and typing the answer back in, in two steps (S33, S1)."""

import re

import pytest
from django.utils import timezone

from rooms.models import Event, Membership, Sheet
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db

WORDS = "Dígale que guardé\nla pluma morada."


@pytest.fixture
def tianna(cast: Cast) -> Reader:
    return Reader(cast, "tianna", "macia")


@pytest.fixture
def sheet(cast: Cast, tianna: Reader) -> Sheet:
    cast.say("brianna", "macia", "She lost her first tooth. Call me at 775-555-0134")
    tianna.post(f"paper/for/{cast.member('ana', 'macia').public_id}/", what="week")
    return Sheet.objects.get()


def printed_of(page: str) -> str:
    """What the printer gets."""
    return page[page.index('<article class="sheet"') : page.index("</article>")]


def fields() -> dict[str, str]:
    return {"text": WORDS, "day": timezone.now().date().isoformat()}


def test_the_page_is_in_her_language_and_zone_and_names_nobody_beyond_the_room(
    cast: Cast, tianna: Reader, sheet: Sheet
) -> None:
    """S1: first names of children, names as shown, dots; nothing of accounts, families and homes."""
    cast.ana.language, cast.ana.time_zone = "es", "Pacific/Honolulu"
    cast.ana.save()
    page = tianna.get(f"paper/{sheet.public_id}/").content.decode()
    paper = printed_of(page)
    assert "A page for Ana Gutierrez" in page and "Lo que se dijo sobre Macia" in paper and 'lang="es"' in paper
    assert "Call me at" in paper and "•••" in paper and "555-0134" not in page
    assert paper.count(sheet.shown_code) == 2
    assert "Brianna Winter (" in paper and "foster parent" not in paper
    for word in ("Hudson", "Chadwick", "Agency", "@example.test", "Samara"):
        assert word not in paper, word


def test_whoever_may_only_read_gets_no_room_for_an_answer(tianna: Reader, sheet: Sheet) -> None:
    assert 'class="ruled"' in tianna.get(f"paper/{sheet.public_id}/").content.decode()
    Membership.objects.filter(pk=sheet.member_id).update(read_only=True)
    page = tianna.get(f"paper/{sheet.public_id}/").content.decode()
    assert 'class="ruled"' not in page and "/answer/" not in page


def test_the_list_finds_a_sheet_by_its_code(tianna: Reader, sheet: Sheet) -> None:
    page = tianna.get("paper/").content.decode()
    assert sheet.shown_code in page and "For Ana Gutierrez" in page and "For Tianna" not in page
    found = tianna.post("paper/", code=sheet.shown_code.lower())
    assert found.status_code == 303 and found.url.endswith(f"/paper/{sheet.public_id}/answer/")
    wrong = tianna.post("paper/", code="ccc ccc")
    assert wrong.status_code == 422 and "No page of this room has this code" in wrong.content.decode()


def test_an_answer_is_looked_at_before_it_goes_in(cast: Cast, tianna: Reader, sheet: Sheet) -> None:
    """Typed, seen as it will stand, changed once more, and then said: exactly as typed, line ends and all."""
    path = f"paper/{sheet.public_id}/answer/"
    assert "exactly as they stand on the page" in tianna.get(path).content.decode()
    seen = tianna.post(path, act="look", **fields())
    page = seen.content.decode()
    assert seen.status_code == 200 and "This is how it will look in the room:" in page
    assert "typed in by Tianna Reilly" in page and "<b>Ana Gutierrez</b>" in page
    assert not Event.objects.filter(author=sheet.member, kind="message").exists()
    again = tianna.post(path, act="change", **fields()).content.decode()
    assert f">{WORDS}</textarea>" in again
    sent = tianna.post(path, act="send", **fields())
    assert sent.status_code == 303 and sent.url.endswith("#answers")
    assert tianna.said()[-1] == WORDS
    for who in ("brianna", "ana", "tianna"):
        room = Reader(cast, who, "macia").get().content.decode()
        note = re.search(r'<span class="on-paper"[^>]*>([^<]+)<', room)
        assert note is not None and note[1].endswith("typed in by Tianna Reilly"), who
    assert "Open it in the room" in tianna.get(f"paper/{sheet.public_id}/").content.decode()
    twice = tianna.post(path, act="send", **fields())
    assert twice.status_code == 409 and "An answer to this page is there already" in twice.content.decode()
    assert "another answer: one from this page" in twice.content.decode()


def test_what_waits_or_has_contact_details_says_so_before_it_goes_in(tianna: Reader, sheet: Sheet) -> None:
    path = f"paper/{sheet.public_id}/answer/"
    page = tianna.post(path, act="look", **{**fields(), "text": "Call me at 775-555-0135"}).content.decode()
    assert "The members see dots" in page and '<p class="words">Call me at •••</p>' in page
    page = tianna.post(path, act="look", **{**fields(), "text": "I'm going to kill you"}).content.decode()
    assert "until staff lets it through" in page
    tianna.post(path, act="send", **{**fields(), "text": "I'm going to kill you"})
    assert "Not in the room: staff reads it first" in tianna.get(f"paper/{sheet.public_id}/").content.decode()
    assert "typed in by Tianna Reilly" in tianna.get("held/").content.decode()


@pytest.mark.parametrize("bad", [{"day": ""}, {"day": "2031-99-99"}, {"day": "9999-12-31"}, {"text": ""}])
def test_a_form_that_is_not_in_order_comes_back_with_its_words(
    tianna: Reader, sheet: Sheet, bad: dict[str, str]
) -> None:
    back = tianna.post(f"paper/{sheet.public_id}/answer/", act="look", **{**fields(), **bad})
    assert back.status_code == 422 and "alert-box" in back.content.decode()


def test_it_was_handed_over(cast: Cast, tianna: Reader, sheet: Sheet) -> None:
    path = f"paper/{sheet.public_id}/"
    assert tianna.post(path, day="").status_code == 422
    assert tianna.post(path, day=fields()["day"]).status_code == 303
    assert "Ana Gutierrez got it on" in tianna.get(path).content.decode()
    said = Event.objects.get(room=tianna.room, kind="message")
    reached = Reader(cast, "brianna", "macia").get(f"{said.seq}/reached/").content.decode()
    assert "On paper, given on" in reached


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"what": "days", "first": "2031-01-05", "last": "2031-01-01"}, 422),
        ({"what": "days"}, 422),
        ({"what": "days", "first": "2031-01-01", "last": "2031-01-05"}, 422),
    ],
)
def test_days_without_anything_are_asked_for_again(
    cast: Cast, tianna: Reader, sheet: Sheet, form: dict[str, str], status: int
) -> None:
    back = tianna.post(f"paper/for/{sheet.member.public_id}/", **form)
    assert back.status_code == status and "alert-box" in back.content.decode()
    assert Sheet.objects.count() == 1


def test_the_desk_leads_there(cast: Cast, tianna: Reader) -> None:
    ana = cast.member("ana", "macia").public_id
    for page in ("people/", "reached/"):
        assert f"{tianna.base}paper/" in tianna.get(page).content.decode()
    assert f"{tianna.base}paper/for/{ana}/" in tianna.get("reached/").content.decode()
