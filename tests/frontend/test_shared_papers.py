"""Papers outside the room as plain pages: the card, the reader's pages, the desk's forms, what families see (S77)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation.models import SharedPaper, TreatmentMark
from rooms.models import Invitation, Membership, Notification, Person, Role
from tests.cast import Cast
from tests.papers import reader, share, signed

pytestmark = pytest.mark.django_db


def browser(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def html(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def desk(cast: Cast, **form: str) -> HttpResponse:
    address = reverse("desk_papers", args=[cast.rooms["macia"].public_id])
    client = browser(cast.tianna)
    return client.post(address, {"client_id": str(uuid4()), **form}) if form else client.get(address)


def test_from_the_card_to_the_page_of_papers(cast: Cast) -> None:
    """S2, S77: the same card and word as everybody's, another welcome, and no room behind it."""
    base = reverse("desk_invitations", args=[cast.rooms["macia"].public_id])
    typed = {"name": "A Reader", "role": Role.COURT, "language": "en", "hours": "72", "sure": "word"}
    worker = browser(cast.tianna)
    refused = worker.post(base, {**typed, "client_id": str(uuid4())})
    assert refused.status_code == 422 and "Papers always have a last day" in html(refused)
    day = str(timezone.localdate() + timedelta(days=40))
    card = html(worker.post(base, {**typed, "until": day, "client_id": str(uuid4())}))
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", card)
    word = re.search(r'check-number" lang="en">([^<]+)<', card)
    assert code is not None and word is not None
    phone = Client()
    phone.post("/join/", {"code": code[0]})
    phone.post("/join/word/", {"word": word[1]})
    account = {"username": "sunflower.72", "password1": "four plain words", "password2": "four plain words"}
    phone.post("/join/account/", {**account, "language": "en", "time_zone": "America/Los_Angeles"})
    page = html(phone.get("/join/welcome/"))
    assert "Papers about Macia" in page and "What the family sees" in page
    for name in ("Ana", "Brianna", "Tianna"):
        assert name not in page
    done = phone.post("/join/welcome/")
    assert done["Location"] == reverse("given", args=[cast.rooms["macia"].public_id])
    first = html(phone.get(done["Location"]))
    assert "Nothing is shared with you now" in first and "Tianna Reilly" in first
    assert "Nothing is shared with you yet" in html(phone.get("/"))
    assert not Membership.objects.filter(person__username="sunflower.72").exists()


def test_a_card_from_before_papers_had_a_last_day_says_so(cast: Cast) -> None:
    """S77: in plain words, before anybody agrees to it."""
    to = reader(cast)
    Invitation.objects.filter(pk=to.pk).update(state="confirmed", until=None, settled_at=None)
    page = browser(to.person).get("/join/welcome/")
    assert page.status_code == 422 and "ask the social worker for a new one" in html(page)


def test_the_desk_shares_and_takes_back(cast: Cast) -> None:
    """S77: with a day and a word that it was read; what was typed comes back with a refusal."""
    to, summary = reader(cast), signed(cast)
    page = html(desk(cast))
    assert "A Reader" in page and "Nothing was shared with them yet" in page and summary.public_id in page
    form = {"act": "share", "reader": to.public_id, "summary": summary.public_id, "until": "2020-01-01", "read": "1"}
    for change, words in (({}, "a date that is still to come"), ({"read": "", "until": ""}, "that you have read it")):
        refused = desk(cast, **{**form, **change})
        assert refused.status_code == 422 and words in html(refused) and "<details open>" in html(refused)
    for until in ("nonsense", "9999-12-31", "2026-02-30"):
        assert desk(cast, **{**form, "until": until}).status_code == 422
    day = timezone.localdate() + timedelta(days=5)
    assert desk(cast, **{**form, "until": str(day)}).status_code == 303
    paper = SharedPaper.objects.get()
    assert timezone.localtime(paper.until).date() == day + timedelta(days=1)
    assert "not read yet" in html(desk(cast))
    browser(to.person).get(reverse("given_paper", args=[to.room.public_id, paper.public_id]))
    assert "last read" in html(desk(cast))
    assert desk(cast, act="back", paper=paper.public_id).status_code == 303
    assert "taken back" in html(desk(cast))
    assert desk(cast, act="back", paper=paper.public_id).status_code == 409
    assert desk(cast, act="end", reader=to.public_id, reason=" ").status_code == 422
    assert desk(cast, act="end", reader=to.public_id, reason="The hearing is over").status_code == 303
    assert "ended" in html(desk(cast)) and "The hearing is over" not in html(desk(cast))


def test_the_desk_is_asked_about_remarks_where_treatment_is_marked(cast: Cast) -> None:
    """42 CFR Part 2: in plain words, at the desk alone; and what is left out says nothing of why."""
    to, summary, ana = reader(cast), signed(cast, text="Doing well in the program"), cast.member("ana", "macia")
    assert to.person is not None
    assert 'name="remarks"' not in html(desk(cast))
    said = cast.say("ana", "macia", "My group meets on Tuesdays")
    TreatmentMark.objects.create(room=ana.room, seq=said.seq, about=ana, by=cast.tianna)
    page = html(desk(cast))
    assert 'name="remarks"' in page and "somebody’s treatment" in page
    families = html(browser(cast.ana).get(reverse("papers", args=[to.room.public_id])))
    assert "treatment" not in families and 'name="remarks"' not in families
    form = {"act": "share", "reader": to.public_id, "summary": summary.public_id, "read": "1"}
    refused = desk(cast, **{**form, "read": "", "remarks": "1"})
    assert re.search('name="remarks" value="1" checked', html(refused))
    for remarks in ("", "1"):
        assert desk(cast, **form, remarks=remarks).status_code == 303
        paper = SharedPaper.objects.latest("pk").public_id
        shown = html(browser(to.person).get(reverse("given_paper", args=[to.room.public_id, paper])))
        assert ("A line was left out here." in shown) == (not remarks)
        assert ("Doing well in the program" in shown) == bool(remarks)
        for word in ("the law", "confidential", "treatment"):
            assert word not in shown
        desk(cast, act="back", paper=paper)


def test_the_families_see_what_was_shared_and_change_nothing(cast: Cast) -> None:
    """S53, S61, S77: both sides alike: who, what, until when, read or not; no form, and nothing of what it says."""
    to = reader(cast, role=Role.ADVOCATE)
    share(cast, to, signed(cast, text="Both sing at bedtime"))
    base = reverse("papers", args=[cast.rooms["macia"].public_id])
    for who in ("ana", "brianna"):
        client = browser(cast.people[who])
        page = html(client.get(base))
        assert "A Reader" in page and "Advocate" in page and "not read yet" in page
        assert "Both sing at bedtime" not in page and 'name="reader"' not in page and "555" not in page
        refused = client.post(base, {"act": "back", "paper": SharedPaper.objects.get().public_id, "client_id": uuid4()})
        assert refused.status_code == 403
        room = html(client.get(reverse("room", args=[cast.rooms["macia"].public_id])))
        assert "shared the summary of the days up to" in room and "the child’s advocate" in room
        assert "Shared outside this room" in html(client.get(reverse("people", args=[cast.rooms["macia"].public_id])))
    assert browser(cast.samara).get(base).status_code == 404
    assert "the court’s staff reads nothing here" in html(
        browser(cast.ana).get(reverse("welcome", args=[cast.rooms["macia"].public_id]))
    )


def test_the_reader_reads_prints_and_finds_home(cast: Cast) -> None:
    """S77: one card at home, one page, the paper and its PDF, in their language; with no composer anywhere."""
    to, summary = reader(cast), signed(cast, text="Both homes keep the same bedtime")
    assert to.person is not None
    client = browser(to.person)
    share(cast, to, summary)
    paper = SharedPaper.objects.get()
    home = html(client.get("/"))
    assert "1 paper" in home and "You are not in a room yet" not in home and reverse("calendar") not in home
    page = html(client.get(reverse("given", args=[to.room.public_id])))
    assert "Signed by Tianna Reilly" in page and "<textarea" not in page and "The next hearing" not in page
    sheet = client.get(reverse("given_paper", args=[to.room.public_id, paper.public_id]))
    assert "Both homes keep the same bedtime" in html(sheet)
    pdf = client.get(reverse("given_pdf", args=[to.room.public_id, paper.public_id]))
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
    Person.objects.filter(pk=to.person.pk).update(language="es")
    assert "Lo que se compartió con usted" in html(client.get(reverse("given", args=[to.room.public_id])))
    notice = Notification.objects.get(kind=Notification.Kind.SHARED)
    assert client.get(reverse("notified", args=[notice.public_id]))["Location"] == "/"


def test_a_parent_who_is_given_papers_too_keeps_their_rooms(cast: Cast) -> None:
    """S3: two hats on one account stay apart."""
    to = reader(cast)
    Invitation.objects.filter(pk=to.pk).update(person=cast.samara)
    page = html(browser(cast.samara).get("/"))
    assert "Jaylan" in page and "Macia" in page
    assert browser(cast.samara).get(reverse("room", args=[to.room.public_id])).status_code == 404
