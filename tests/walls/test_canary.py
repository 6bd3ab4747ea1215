"""The canary run: all that anybody can obtain, searched for all that is somebody's (S1, S3, P6, P13; D11).

Pages and forms with all their refusals, headers and cookies, mail and the log; test_canary_frames.py adds both sockets
and what processes tell each other. Outside the table in tests/walls/private.py not one word may be found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from rooms.models import Membership
from tests.walls.answers import signed_in
from tests.walls.canaries import VIEWERS, Aviary
from tests.walls.collect import WAYS, Haul, every_page
from tests.walls.pages import TABLES, Where
from tests.walls.private import PRIVATE, PUBLIC, Seen, worded_fields
from tests.walls.search import LOGGED, VISITOR, CapturedLog, assert_found, leaks
from tests.walls.staffwork import ABOUT, ASKED, fill


def test_every_field_is_in_one_of_the_two_tables() -> None:
    """A new field says who may see it, or this fails."""
    private = {what.split(",")[0] for what in PRIVATE}
    assert not private & PUBLIC
    assert worded_fields() == private - {"Event.data"} | PUBLIC | {"Event.data"}


# Pages

SHOWN = {
    (ASKED,): ("Flag.words", "Flag.told_reporter", "Whisper.text", "HeldMessage.text", "HeldMessage.answer"),
    (ABOUT,): ("Flag.told_author", "Appeal.told", "Whisper.text"),
    (ASKED, ABOUT, "other_parent", "mentor"): ("Look.purpose",),
    (ASKED, "other_parent"): ("JournalEntry.text",),
    ("social_worker",): ("JournalEntry.text, shown to the social worker",),
    ("social_worker", "supervisor"): (
        "Appeal.text",
        "Export.recipient",
        "Flag.words",
        "FlagNote.text",
        "HeldMessage.text",
        "Look.purpose, sealed",
        "Step.reason",
        "Summary.lines",
        "Whisper.text",
    ),
}
"""What some do find: the search looks where there is something."""


@pytest.fixture
def world(db: None) -> Aviary:
    return fill()


def place(world: Aviary, viewer: str, room: str) -> Where:
    """A room's address as good as this viewer could make it."""
    member = Membership.objects.filter(room=world.rooms[room]).order_by("pk").last()
    assert member is not None
    return Where(
        room_id=world.rooms[room].public_id,
        seq=world.lines.get(viewer, 3),
        member_id=member.public_id,
        summary_id=world.summaries[0],
    )


def pages_of(world: Aviary, viewer: str, ways: Sequence[str] = WAYS) -> Haul:
    """Their own rooms in every way, the others with a look and a form that is in order."""
    person, mine = world.people.get(viewer), world.open_parts.get(viewer, frozenset())
    places = {place(world, viewer, room): ways if room in mine else ("GET", "POST") for room in world.rooms}
    haul, client = every_page(person, places), signed_in(person)
    for where, address in odd_addresses(world):
        haul.add_page(where, client.get(address), world.rooms["macia"].public_id)
    for seq in world.said.get(viewer, ()):
        where = replace(place(world, viewer, "macia"), seq=seq)
        haul.add_page(f"reached {seq}", client.get(where.address("reached")), where.room_id)
    for flag in world.flags:
        haul.add_page("desk_flag", client.get(reverse("desk_flag", args=[flag])), flag)
    for summary in world.summaries:
        where = replace(place(world, viewer, "macia"), summary_id=summary)
        haul.add_page("desk_summary", client.get(where.address("desk_summary")), where.room_id, summary)
    return haul


def odd_addresses(world: Aviary) -> Iterator[tuple[str, str]]:
    """Addresses that lead nowhere, or only staff somewhere."""
    for name in ("admin:index", "admin:rooms_person_changelist", "admin:rooms_household_changelist"):
        yield name, reverse(name)
    yield "no page", "/no/such/page/"
    yield "static", "/static/no-such-file.js"
    yield "bad query", f"/rooms/{world.rooms['macia'].public_id}/?before=x&reply=y&edit=z&starter=99999"


@pytest.mark.django_db
def test_pages_hold_nothing_outside_the_table(world: Aviary) -> None:
    """S1, S3, S4, P13, D11: every page and every answer to a form, for one of each role and for outsiders; and what
    the server writes into its log while they look, ask, change and are refused."""
    with CapturedLog() as lines:
        for viewer in (*VIEWERS, VISITOR):
            haul = pages_of(world, viewer, WAYS if viewer in ("shared", "social_worker") else WAYS[:2])
            found = leaks(world, viewer, haul)
            assert not found, "\n".join(found)
            if viewer in world.open_parts:
                assert_found(world, viewer, haul, "Membership.shown_name", "Child.first_name", "Event.text")
            for whose, whats in SHOWN.items():
                if viewer in whose:
                    assert_found(world, viewer, haul, *whats)
        sign_in = {"login": world.people["shared"].email, "password": "wrong wrong wrong"}
        signed_in(None).post(reverse("account_login"), sign_in)
    assert any("Not Found" in text for text in lines.texts())
    assert leaks(world, VISITOR, lines.haul(), also=LOGGED) == []


@pytest.mark.django_db
def test_the_admin_holds_what_staff_may_see_and_no_word_of_a_room(world: Aviary) -> None:
    """T6, T8: every table, every row, every view; what is said in rooms is not among it, nor ids, hashes or reasons."""
    client, haul = signed_in(world.people["clerk"]), Haul()
    for table in sorted(TABLES):
        for view in ("changelist", "add"):
            haul.add_page(f"{table} {view}", client.get(reverse(f"admin:{table}_{view}")))
            haul.add_page(f"{table} {view}", client.post(reverse(f"admin:{table}_{view}"), {}))
        keys = apps.get_model(table.replace("_", ".")).objects.values_list("pk", flat=True)
        for view, key in [*(("change", key) for key in keys), ("history", keys.first()), ("delete", keys.first())]:
            haul.add_page(f"{table} {view}", client.get(reverse(f"admin:{table}_{view}", args=[key or 1])))
    assert leaks(world, "clerk", haul) == []
    assert_found(world, "clerk", haul, "Person.address", "Person.phone", "Child.school", "Household.address")


@pytest.mark.django_db
def test_refusals_of_broken_requests_hold_nothing(world: Aviary) -> None:
    """D11: a form without its token (403), too large (400), with too many fields, a made-up host or a NUL in it."""
    haul, person = Haul(), world.people["shared"]
    say = Where(room_id=world.rooms["macia"].public_id).address("say")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(person)
    client = signed_in(person)
    form = {"client_id": str(uuid4()), "text": "A word"}
    answers = {
        "403": strict.post(say, form),
        "400": client.post(say, {**form, "text": "x" * 300_000}),
        "host": client.get(say, headers={"host": "elsewhere.example"}),
        "fields": client.post(say, {f"field{number}": "x" for number in range(1_200)}),
        "NUL": client.post(say, {**form, "text": "\x00"}),
    }
    for name, response in answers.items():
        assert response.status_code in (400, 403, 413, 422), name
        haul.add_page(name, response)
    outsider = signed_in(world.people["stranger"])
    for name in ("403", "400"):
        haul.add_page(f"outsider {name}", outsider.post(say, form))
    assert leaks(world, VISITOR, Haul([piece for piece in haul.pieces if piece[0] not in ("NUL",)])) == []
    assert leaks(world, "shared", haul) == []


@pytest.mark.django_db
def test_an_error_of_ours_shows_nothing(world: Aviary, monkeypatch: pytest.MonkeyPatch) -> None:
    """D11: the page for a fault (500) and the line in the log hold nothing of what was being done."""
    token = next(canary.token for canary in world.canaries if canary.what == "Event.text")

    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError(f"the row was {token}")

    monkeypatch.setattr("rooms.queries.pages.page", fail)
    with CapturedLog() as lines:
        response = signed_in(world.people["shared"]).get(f"/rooms/{world.rooms['macia'].public_id}/")
    assert response.status_code == 500
    assert token not in response.content.decode()
    assert any("ValueError" in text for text in lines.texts())
    assert leaks(world, VISITOR, lines.haul(), also=LOGGED) == []


@pytest.mark.django_db
def test_mail_names_nobody(world: Aviary) -> None:
    """D8: a letter goes to the person's own address and holds no name, no room, no child, no agency; to others none."""
    for viewer in VIEWERS:
        mail.outbox.clear()
        email = world.people[viewer].email
        signed_in(None).post(reverse("account_reset_password"), {"email": email})
        (letter,) = mail.outbox
        assert letter.to == [email] and not letter.cc and not letter.bcc
        whole = letter.message().as_string().replace(email, "<own address>")
        assert leaks(world, VISITOR, Haul([("mail", whole), ("mail", letter.body), ("mail", letter.subject)])) == []


# Would it be found?

FOR_ALL = frozenset(what for what, seen in PRIVATE.items() if seen == {Seen.AGENCY})
"""What everybody of the agency may see; nobody here is of another."""


@pytest.mark.django_db
def test_a_leak_on_a_page_would_be_found(world: Aviary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is held against a page that lets something slip: each private field in turn."""
    client = signed_in(world.people["relative"])
    for what in PRIVATE.keys() - FOR_ALL:
        canary = next(one for one in world.canaries if one.what == what and not world.may_see("relative", one))
        monkeypatch.setattr("frontend.views.home.greeting", lambda slipped=canary.token: f"Good evening ({slipped})")
        haul = Haul()
        haul.add_page("home", client.get("/"))
        (found,) = leaks(world, "relative", haul)
        assert found.endswith(f"of {canary.room or canary.person} by home"), what


def test_every_token_is_one_of_a_kind() -> None:
    """Two fields with one word could hide each other's leak."""
    world = Aviary()
    words = [world.new(what, room=room) for what in PRIVATE for room in ("macia", "jaylan")]
    assert len(set(words)) == len(words)
