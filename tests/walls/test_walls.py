"""The walls, as data: who sees which room, and that nothing of the others gets through (S1, S3, S4, P6, P13; T1, D10).

The table is that of docs/access.md. For each of the eight people it is held against every page and every frame of a
lively evening: what is theirs is there, and of what is not theirs no id, no name and no word is.
"""

import re

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from frontend.words import item_words
from rooms.management.commands import access_page
from rooms.management.commands.access_page import NOTHING
from rooms.models import Event, Membership
from rooms.reach import vapid
from tests.cast import NAMES, Cast
from tests.walls.collect import Haul, Phones, evening, every_page
from tests.walls.pages import Where

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_engines, pytest.mark.usefixtures("in_a_hurry")]

WALLS = {key: access_page.WALLS[name] for key, name in NAMES.items()}
"""Each person of the story, and what they are to the rooms of Macia, Gladys, Jon and Jaylan."""

CHILDREN = tuple(child.lower() for child in access_page.CHILDREN)

ID = re.compile(r"[a-z0-9_-]{8,}")
"""Anything of eight signs or more that could be an id, a key or the name of a file."""
TIME = re.compile(r"\d{4}-\d\d-\d\dt[\d:.]+z?|\d{4}-\d\d-\d\d")
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)

CONSTANTS = frozenset(
    {
        "id_language_0",  # fields of the settings and password forms
        "id_language_1",
        "id_password1",
        "id_password2",
        "password1",
        "password2",
        "31449600",  # how long the CSRF cookie lasts
        *(f"icon-{size}" for size in ("180", "192", "512", "maskable-512")),
        "badge-96",
        *(f"id_{field}_{number}" for field in ("app_name", "mail") for number in range(4)),
        *(f"slow_{seconds}" for seconds in (300, 900, 3600)),  # words for the paces of a slow room
    }
)
"""What may be met on both sides of a wall though it looks like an id: none of it is about anybody."""


def allowed(person: str, child: str) -> str:
    return WALLS[person][CHILDREN.index(child)]


async def lively(world: Cast) -> dict[str, Haul]:
    """Everybody is online in both windows while all four rooms talk, and then asks for everything there is."""
    rooms = [world.rooms[child].public_id for child in CHILDREN]
    async with Phones() as phones:
        await phones.connect(world.people)
        await phones.ask_everything(rooms)
        await phones.settle()
        for child in CHILDREN:
            await evening(phones, world, child, [name for name in WALLS if allowed(name, child) != NOTHING])
        await phones.settle()
        await phones.ask_everything(rooms)
        await phones.settle()
        hauls = {name: phones.haul(name) for name in WALLS}
    for name, haul in hauls.items():
        haul.pieces += (await sync_to_async(pages)(world, name)).pieces
    return hauls


def pages(world: Cast, name: str) -> Haul:
    """All pages of all four rooms, as this person gets them."""
    places = []
    for child in CHILDREN:
        member = Membership.objects.filter(room=world.rooms[child]).first()
        last = Event.objects.filter(room=world.rooms[child], kind="message").last()
        assert member and last
        places.append(Where(room_id=world.rooms[child].public_id, seq=last.seq, member_id=member.public_id))
    haul = every_page(world.people[name], dict.fromkeys(places, ("GET",)))
    for place in places:  # an id that was asked for and only comes back is not news
        haul.pieces = [(where, text.replace(place.member_id, "<asked>")) for where, text in haul.pieces]
    return haul


@sync_to_async
def ids_of(world: Cast, child: str) -> set[str]:
    """Ids that belong to a room: its own and its members'."""
    room = world.rooms[child]
    return {room.public_id, *room.memberships.values_list("public_id", flat=True)}


async def test_the_walls_on_a_lively_evening(world: Cast) -> None:
    """S1, S3, S4, S53, P6, P13, T1, D10, G3."""
    hauls = await lively(world)
    ids = {child: await ids_of(world, child) for child in CHILDREN}
    for person, haul in hauls.items():
        each_sees_their_own(world, person, haul, ids)
        each_sits_in_one_place(person, haul)
    nothing_can_be_matched(hauls, set.union(*ids.values()))


def each_sees_their_own(world: Cast, person: str, haul: Haul, ids: dict[str, set[str]]) -> None:
    """S3, S4, P13: what is theirs is there; of a room that is not, there is no id, no name and no word."""
    companions = set()
    for child in CHILDREN:
        if allowed(person, child) == NOTHING:
            for secret in (*ids[child], rf"\b{child}\b", f"in {child}"):
                assert not haul.having(secret), (person, child, secret)
        else:
            companions |= {other for other in WALLS if allowed(other, child) != NOTHING}
            assert haul.having(f"says it better in {child}"), (person, child)
            assert any(where.endswith(" events") for where in haul.having(world.rooms[child].public_id))
    for other in set(WALLS) - companions:
        for name in set(NAMES[other].split()) - set(NAMES[person].split()):
            assert not haul.having(rf"\b{name}\b"), (person, other)


def each_sits_in_one_place(person: str, haul: Haul) -> None:
    """S53: staff reads from the desk and has no member's seat; no member has a desk."""
    heard = {where for where, _ in haul.pieces if where.endswith(" events")}
    assert heard == {"/ws/desk/ events" if person == "tianna" else "/ws/ events"}


def nothing_can_be_matched(hauls: dict[str, Haul], known: set[str]) -> None:
    """S3, T1: Brianna talks in Macia's room and in Jaylan's. Whatever the two families could put side by side has
    nothing in common that looks like an id: not hers, not her presence's, not a page's.
    """
    ours, theirs = (
        identifiers(*(hauls[name] for name in side)) for side in (("ana", "francisco"), ("samara", "francis"))
    )
    assert len(ours & known) > 5 and len(theirs & known) > 3, "the search found no ids at all"
    worker = Client().get("/sw.js").content.decode()
    sentences = {item_words(language)[1] for language in ("en", "es")}
    server = {*re.findall(r'VERSION = "(\w+)"', worker), vapid.public_key().lower(), *sentences}
    assert not ours & theirs & known
    shared = {token for token in ours & theirs if re.search(r"\d", token)} - CONSTANTS - server
    assert sorted(shared) == []


def identifiers(*hauls: Haul) -> set[str]:
    """Everything that looks like an id in what these people obtained; times of day and drawings are none, nor is the
    table of places that every PDF has (its words are packed; tests/frontend/test_book.py reads them).
    """
    texts = (text.lower() for haul in hauls for _, text in haul.pieces if "\n%PDF" not in text)
    return {token for text in texts for token in ID.findall(TIME.sub(" ", DRAWING.sub(" ", text)))}
