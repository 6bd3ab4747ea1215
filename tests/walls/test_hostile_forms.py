"""What people type: each field of every form that a role can reach, and what was kept of it on every page (W6, W14,
W16, W21)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.cookie import SimpleCookie
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from tests.cast import Cast
from tests.moderation.archives import made
from tests.walls.answers import signed_in
from tests.walls.crawl import STARTS, Form, lively, pages

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

MARK = "z9q"
MARKUP = f"\u202e'\"><img src=x onerror={MARK}>\r\nBcc: x@example.org\r\n=1+1{{{{7*7}}}}%(x)s"
KEPT = f"</script><script>{MARK}</script><img src=x onerror={MARK}>'\"`{{{{7*7}}}} --> ]]>"
NUL = "a\x00b"
HOSTILE = (NUL, MARKUP, "9" * 400)
"""What a database refuses, what a page or a header would obey, and what no number holds."""
COMMON = frozenset({"csrfmiddlewaretoken", "client_id", "sure"})
"""Fields that the same code reads in every form: they are spoiled in some forms only."""
SOME = 10
FILLED = dict.fromkeys(("text", "reason", "reference", "recipient", "purpose", "note", "answer", "word"), "A word")
FILLED |= {"name": "Nobody New", "until": f"{localdate() + timedelta(days=9)}", "day": f"{localdate()}"}
"""What stands in fields that are empty at first, so that a form gets as far as it can."""


def tried(client: Client, form: Form, spared: frozenset[str]) -> Iterator[tuple[str, HttpResponse]]:
    """The form, filled in, with one field after the other spoiled; whatever it does is undone.

    On PostgreSQL only with what a database can mind: the pages are the same.
    """
    filled = {name: value or FILLED.get(name, "") for name, value in form.fields}
    for name in filled.keys() - spared:
        for hostile in (NUL,) if connection.vendor == "postgresql" else HOSTILE:
            cookies, point = SimpleCookie(client.cookies.output(header="", sep=";")), transaction.savepoint()
            yield name, client.post(form.address, {**filled, name: hostile})
            transaction.savepoint_rollback(point)
            client.cookies = cookies


@pytest.mark.parametrize("who", STARTS)
def test_no_field_breaks_a_page_or_gets_into_it(cast: Cast, who: str) -> None:
    """A refusal at most: nothing fails, no markup comes back as markup, no header holds what was typed."""
    client = signed_in(lively(cast).people[who])
    forms = {form.kind: form for _, _, found in pages(client, STARTS[who]) for form in found}
    bad = []
    for place, form in enumerate(forms.values()):
        for name, response in tried(client, form, COMMON if place >= SOME else frozenset()):
            said = response.getvalue().decode(errors="replace")
            headers = "".join(f"{key}: {value}\n" for key, value in response.headers.items())
            if response.status_code >= 500 or f"<img src=x onerror={MARK}" in said or MARK in headers:
                bad.append((form.address, name, response.status_code))
    assert bad == []
    assert len(forms) > 20


@pytest.mark.parametrize("who", STARTS)
def test_what_was_kept_is_words_on_every_page(cast: Cast, settings: Settings, who: str) -> None:
    """In messages, under photos, on paper, in notes, reasons, lists and summaries; in pages' data and in the record."""
    settings.MESSAGE_SCREEN = ""
    client = signed_in(lively(cast, KEPT).people[who])
    shown = 0
    for address, response, _ in pages(client, STARTS[who]):
        said = response.content.decode(errors="replace")
        assert f"<img src=x onerror={MARK}" not in said and f"<script>{MARK}" not in said, address
        shown += MARK in said
    assert shown > 1


def test_what_was_kept_is_words_in_the_record_that_is_handed_out(cast: Cast, settings: Settings) -> None:
    settings.MESSAGE_SCREEN = ""
    for name, data in made(lively(cast, KEPT)).items():
        said = data.decode(errors="replace")
        assert not name.endswith(".html") or f"<img src=x onerror={MARK}" not in said and f"<script>{MARK}" not in said


def test_a_letter_takes_no_header_from_a_form(cast: Cast) -> None:
    """W21: neither an invitation nor a change of one's address writes to somebody who was smuggled in."""
    address = "new@example.org\r\nBcc: other@example.org"
    invite = {"name": "Joshua Reyes", "role": "relative", "language": "en", "hours": "72", "sure": "word", "send": "1"}
    page = f"/desk/rooms/{cast.rooms['macia'].public_id}/invitations/"
    asked = signed_in(cast.tianna).post(page, {**invite, "email": address, "client_id": str(uuid4())})
    changed = signed_in(cast.ana).post("/settings/account/", {"act": "email", "email": address})
    assert (asked.status_code, changed.status_code, mail.outbox) == (422, 422, [])


def test_a_photo_by_an_id_that_is_none_is_gone(cast: Cast) -> None:
    page = f"/rooms/{cast.rooms['macia'].public_id}/say/"
    form = {"text": "Look", "kept": "a\x00b", "client_id": str(uuid4())}
    assert signed_in(cast.ana).post(page, form).status_code == 422


@pytest.mark.parametrize("act", ["on", "off", "renew"])
@pytest.mark.parametrize("name", ["endpoint", "before", "p256dh", "auth", "act"])
def test_what_no_browser_sends_of_a_device_is_refused(cast: Cast, act: str, name: str) -> None:
    """W16: half a character is text to JSON and to nothing else."""
    sent = {"act": act, "endpoint": "https://fcm.googleapis.com/x", name: "\ud800"}
    told = signed_in(cast.ana).post("/reach/device/", json.dumps(sent), content_type="application/json")
    assert told.status_code == 400 and told.json()["message"]
