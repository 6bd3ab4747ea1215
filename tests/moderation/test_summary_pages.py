"""Summaries at the desk as plain pages: begun in one click, edited in one form, signed, printed (S53, S62, S64)."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from moderation.models import Look, Summary
from moderation.services import summaries
from rooms.models import Role
from rooms.services import memberships
from tests.cast import Cast
from tests.moderation.test_summaries import TALK, talk

pytestmark = pytest.mark.django_db


class Desk:
    """Somebody's browser at the summaries of Macia's room."""

    def __init__(self, cast: Cast, person: str) -> None:
        self.cast, self.client = cast, Client()
        self.client.force_login(cast.people[person])
        self.base = f"/desk/rooms/{cast.rooms['macia'].public_id}/summaries/"

    def get(self, path: str = "") -> HttpResponse:
        return self.client.get(self.base + path)

    def begin(self, period: str = "days", **more: str) -> HttpResponse:
        today = timezone.localdate()
        days = {"first": str(today - timedelta(days=2)), "last": str(today)} if period == "days" else {}
        return self.client.post(self.base, {"period": period, **days, **more})

    def form(self, page: HttpResponse) -> dict[str, list[str]]:
        """The editor's fields as a browser would send them."""
        html = page.content.decode()
        fields: dict[str, list[str]] = {"section": [], "basis": [], "cites": [], "text": [], "own": []}
        pattern = r'<(?:input|select)[^>]*name="(section|basis|cites)"(?:[^>]*?value="([^"]*)")?[^>]*>'
        for name, value in re.findall(pattern, html):
            fields[name].append(value)
        fields["text"] = list(map(unescape, re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)))
        fields["own"] = re.findall(r'name="own" value="(\d+)" checked', html)
        fields["revision"] = re.findall(r'name="revision" value="([^"]*)"', html)
        assert len(fields["section"]) == len(fields["text"]) == len(fields["cites"]) == len(fields["basis"])
        return fields


@pytest.fixture
def tianna(cast: Cast) -> Desk:
    talk(cast, *TALK, start=timezone.now() - timedelta(days=1))
    return Desk(cast, "tianna")


@pytest.fixture
def draft(tianna: Desk) -> str:
    """The address of a fresh draft, below the list."""
    address = tianna.begin().headers["Location"]
    return address.removeprefix(tianna.base)


def lines() -> list[dict]:
    return Summary.objects.latest("pk").lines


def test_the_list_begins_empty_and_says_what_comes(tianna: Desk) -> None:
    page = tianna.get().content.decode()
    assert "There is none yet" in page
    assert "Since you last looked" not in page


@pytest.mark.parametrize("period", ["this", "last", "days"])
def test_one_click_makes_a_draft(tianna: Desk, period: str) -> None:
    answer = tianna.begin(period)
    assert answer.status_code == 303
    page = tianna.client.get(answer.headers["Location"])
    assert page.status_code == 200
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page.content.decode())
    lenses = ["What is working well", "Where there is room to grow", "Toward going home"]
    assert [heading for heading in headings if heading in lenses] == lenses
    assert "draft" in tianna.get().content.decode()


def test_since_she_last_looked(tianna: Desk, cast: Cast) -> None:
    room = cast.rooms["macia"]
    Look.objects.create(person=cast.tianna, room=room, kind="read", at=timezone.now() - timedelta(days=2))
    assert "Since you last looked" in tianna.get().content.decode()
    assert tianna.begin("looked").status_code == 303
    assert any(line["section"] == "working" for line in lines())


@pytest.mark.parametrize(
    "asked",
    [{"period": "looked"}, {"first": "2031-02-30"}, {"first": ""}, {"first": "9999-12-31", "last": "9999-12-31"}],
)
def test_a_period_that_cannot_be_comes_back_with_a_word(tianna: Desk, asked: dict[str, str]) -> None:
    answer = tianna.begin(**asked)
    assert answer.status_code == 422
    assert "Please choose a first and a last day" in answer.content.decode()


def test_every_citation_shows_its_message_and_leads_there(tianna: Desk, draft: str) -> None:
    page = tianna.get(draft).content.decode()
    line = next(line for line in lines() if line["seqs"])
    seq = line["seqs"][0]
    found = re.search(rf'href="([^"]*)#m{seq}"', page)
    assert found is not None
    room = tianna.client.get(found.group(1)).content.decode()
    assert f'id="m{seq}"' in room


def test_reading_one_leaves_a_row(tianna: Desk, draft: str, cast: Cast) -> None:
    """S6: its page and its PDF show what was said; once for each sitting."""
    tianna.get(draft)
    assert set(Look.objects.filter(person=cast.tianna).values_list("kind", flat=True)) == {"draft", "summary"}
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.francis, role=Role.SUPERVISOR)
    for _ in range(2):
        assert Desk(cast, "francis").get(f"{draft}paper/").status_code == 200
    assert [look.kind for look in Look.objects.filter(person=cast.francis)] == [Look.Kind.SUMMARY]


def test_the_form_as_it_came_changes_nothing(tianna: Desk, draft: str) -> None:
    before = lines()
    answer = tianna.client.post(tianna.base + draft, {**tianna.form(tianna.get(draft)), "act": "save"})
    assert answer.status_code == 303
    assert lines() == before
    assert Summary.objects.get().edited_at is None


def test_lines_move_go_and_come(tianna: Desk, draft: str) -> None:
    def do(act: str, **more: list[str]) -> None:
        form = {**tianna.form(tianna.get(draft)), **more, "act": act}
        assert tianna.client.post(tianna.base + draft, form).status_code == 303

    working = [line["seqs"] for line in lines() if line["section"] == "working"]
    assert len(working) > 1
    do("down 0")
    assert [line["seqs"] for line in lines()][:2] == [working[1], working[0]]
    do("up 1")
    assert [line["seqs"] for line in lines()][:2] == working[:2]
    do("up 0")
    do("up 999")
    assert [line["seqs"] for line in lines()][:2] == working[:2]
    do("remove 0")
    assert [line["seqs"] for line in lines()][0] == working[1]
    form = tianna.form(tianna.get(draft))
    place = form["text"].index("")
    form["text"][place] = "They sing the same song."
    form["cites"][place] = f"see #m{working[0][0]}, please"
    do("save", **form)
    assert {"section": "working", "text": "They sing the same song.", "seqs": working[0], "basis": ""} in lines()
    form = tianna.form(tianna.get(draft))
    form["section"][-1], form["text"][-1] = "hostile", "I will talk with both."
    do("save", **{**form, "own": [str(len(form["text"]) - 1)]})
    assert {"section": "hostile", "text": "I will talk with both.", "seqs": [], "basis": "own"} in lines()


def test_a_refused_line_comes_back_with_its_words_and_is_marked(tianna: Desk, draft: str) -> None:
    form = tianna.form(tianna.get(draft))
    form["text"][0], form["cites"][0] = "Ana was manipulative.", "9999"
    answer = tianna.client.post(tianna.base + draft, {**form, "act": "sign"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ana was manipulative." in page and 'value="9999"' in page
    assert page.count('aria-invalid="true"') == 1
    assert "Describe what you saw or heard" in page
    assert not Summary.objects.filter(signed_at__isnull=False).exists()


def test_an_older_page_does_not_overwrite(tianna: Desk, draft: str) -> None:
    form = tianna.form(tianna.get(draft))
    tianna.client.post(tianna.base + draft, {**form, "act": "remove 0"})
    answer = tianna.client.post(tianna.base + draft, {**form, "act": "save"})
    assert answer.status_code == 422
    assert "Somebody changed this summary" in answer.content.decode()


def test_words_are_suggested_while_she_types(tianna: Desk, draft: str) -> None:
    answer = tianna.client.post(tianna.base + draft, {"act": "words", "text": "Ana was manipulative"})
    assert [hint["word"] for hint in answer.json()["hints"]] == ["manipulative"]
    assert lines() and not Summary.objects.get().edited_at


def test_signed_read_printed_and_revised(tianna: Desk, draft: str) -> None:
    form = {**tianna.form(tianna.get(draft)), "act": "sign"}
    assert tianna.client.post(tianna.base + draft, form).status_code == 303
    page = tianna.get(draft).content.decode()
    assert "signed by Tianna Reilly" in page and "<textarea" not in page
    late = tianna.client.post(tianna.base + draft, form)
    assert late.status_code == 422 and "does not change any more" in late.content.decode()
    paper = tianna.get(f"{draft}paper/")
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    revised = tianna.client.post(tianna.base + draft, {"act": "revise"})
    assert "Version 1" in tianna.client.get(revised.headers["Location"]).content.decode()
    assert tianna.get().content.decode().count("summary-card") == 1


def test_markup_in_messages_and_lines_stays_words(tianna: Desk, draft: str, cast: Cast) -> None:
    form = tianna.form(tianna.get(draft))
    form["text"][0] = "<script>alert(1)</script>"
    tianna.client.post(tianna.base + draft, {**form, "act": "sign"})
    assert "<script>alert" not in tianna.get(draft).content.decode()
    assert tianna.get(f"{draft}paper/").status_code == 200


def test_members_and_strangers_have_no_summaries(tianna: Desk, draft: str, cast: Cast) -> None:
    for person, status in (("ana", 403), ("joshua", 404)):
        desk = Desk(cast, person)
        for path in ("", draft, f"{draft}paper/"):
            assert desk.get(path).status_code == status
        for act in ("save", "sign", "revise", "words"):
            assert desk.client.post(desk.base + draft, {"act": act, "revision": "-"}).status_code == status
        assert desk.begin().status_code == status
    assert Desk(cast, "tianna").get("a1a1a1a1a1a1/").status_code == 404


def test_in_spanish(tianna: Desk, cast: Cast) -> None:
    cast.tianna.language = "es"
    cast.tianna.save()
    assert "Resúmenes de la sala de Macia" in tianna.get().content.decode()
    draft = tianna.begin().headers["Location"].removeprefix(tianna.base)
    page = tianna.get(draft).content.decode()
    assert "Lo que va bien" in page and "Francisco no escribió en este tiempo." in page
    assert "What is working" not in page and "Sign it" not in page


def test_a_weekly_draft_is_opened_rather_than_made_again(tianna: Desk, cast: Cast) -> None:
    type(cast.rooms["macia"]).objects.update(opened_at=datetime(2020, 1, 1, tzinfo=timezone.get_current_timezone()))
    summaries.draft_weekly()
    weekly = Summary.objects.get(room=cast.rooms["macia"])
    assert tianna.begin("last").headers["Location"].endswith(f"{weekly.public_id}/")
