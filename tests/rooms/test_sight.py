"""What a member may see is said twice, for Django's queries and for written-out SQL: both must say the same (P5)."""

import random
from uuid import uuid4

import pytest
from django.db.models import Q, QuerySet

from rooms import access, excerpts
from rooms.access import Action, door
from rooms.models import Event, Kind, Membership
from rooms.services import messages
from rooms.services.messages import EMOJI
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

FAR = 1_000


@pytest.fixture
def reader(cast: Cast) -> Membership:
    """Francisco, in a room in which messages were said, changed, taken back and reacted to."""
    room, chance = cast.rooms["macia"].public_id, random.Random(5)
    said = [cast.say(chance.choice(["ana", "francisco"]), "macia", f"Line {number}") for number in range(12)]
    for event in said:
        who = {"actor": event.author.person, "room_id": room, "target": event.seq}
        if chance.random() < 0.4:
            messages.edit(**who, client_id=uuid4(), text=f"Changed {event.seq}")
        if chance.random() < 0.4:
            messages.react(**{**who, "actor": cast.ana}, client_id=uuid4(), emoji=EMOJI[0], on=True)
        if chance.random() < 0.3:
            messages.retract(**who, client_id=uuid4())
    return door(actor=cast.francisco, room_id=room, action=Action.READ)


def stretches(chance: random.Random, head: int) -> list[tuple[int, int | None]]:
    """Some hidden stretches, the last of them perhaps still open."""
    firsts = sorted(chance.sample(range(1, head + 1), chance.randint(0, 3)))
    found: list[tuple[int, int | None]] = [(first, first + chance.randint(0, 4)) for first in firsts]
    if found and chance.random() < 0.3:
        found[-1] = (found[-1][0], None)
    return found


def taken_back(reader: Membership) -> Q:
    """Withdrawals of what the reader may see: they count even from while the reader was away."""
    seen = Event.objects.filter(access.visible(reader)).values("seq")
    within = Q(room_id=reader.room_id, seq__lte=reader.room.last_seq)
    return within & Q(kind=Kind.MESSAGE_RETRACTED, target__in=seen)


def test_both_ways_show_the_same(reader: Membership) -> None:
    chance = random.Random(11)
    for _ in range(60):
        reader.room.last_seq = chance.randint(3, 40)
        reader.hidden_ranges = stretches(chance, reader.room.last_seq)
        sight = access.sight(reader)
        seen = Event.objects.filter(access.visible(reader))
        shown = Event.objects.filter(access.visible(reader) | taken_back(reader))

        assert numbers(excerpts.after(sight, 0, limit=FAR)) == keys(shown)
        lines = keys(seen.filter(target=None))
        assert numbers(excerpts.page(sight, before=None, limit=FAR)) == keys(
            shown.filter(Q(target=None) | Q(target__in=lines))
        )
        middle = chance.randint(1, 40)
        some = lines and [seq for seq in lines if seq < middle][-3:]
        assert numbers(excerpts.page(sight, before=middle, limit=3)) == keys(
            shown.filter(Q(seq__in=some, target=None) | Q(target__in=some))
        )
        said = keys(seen.filter(kind=Kind.MESSAGE))
        assert numbers(excerpts.last_message(sight)) == keys(
            shown.filter(Q(seq__in=said[-1:]) | Q(target__in=said[-1:]))
        )
        asked = list(range(1, 20))
        wanted = Q(seq__in=set(said) & set(asked)) | Q(target__in=asked)
        assert numbers(excerpts.messages(sight, asked)) == keys(shown.filter(wanted))
        changes = shown.filter(kind__in=(Kind.MESSAGE_EDITED, Kind.MESSAGE_RETRACTED), target__in=asked)
        told = changes.order_by("seq").values_list("target", "kind", "text", "data")
        assert excerpts.changes(sight, asked) == list(told)
        news = seen.filter(kind=Kind.MESSAGE, seq__gt=middle).exclude(author=reader)
        assert excerpts.unread(sight, after=middle, reader=reader.pk) == news.count()


def test_an_entry_is_read_as_the_record_has_it(reader: Membership) -> None:
    """In the same types on both engines; a moment always knows its zone."""
    sight = access.sight(reader)
    for entry in [*excerpts.after(sight, 0, limit=FAR), *excerpts.page(sight, before=None, limit=FAR)]:
        event = Event.objects.select_related("author").get(room=reader.room_id, seq=entry.seq)
        author = event.author.public_id if event.author else None
        assert entry == (event.seq, event.kind, author, event.at, event.target, event.data, event.text)


def test_the_hub_reads_above_several_heads_in_order(cast: Cast) -> None:
    first, other = cast.rooms["macia"], cast.rooms["jon"]
    heads = {first.pk: 2, other.pk: 1}
    found = [(room, entry.seq) for room, entry, _ in excerpts.above(heads, limit=FAR)]
    wanted = Q(room=first.pk, seq__gt=2) | Q(room=other.pk, seq__gt=1)
    assert found == list(Event.objects.filter(wanted).order_by("room", "seq").values_list("room", "seq"))
    assert len(excerpts.above(heads, limit=2)) == 2


def numbers(entries: list[excerpts.Entry]) -> list[int]:
    return sorted(entry.seq for entry in entries)


def keys(events: QuerySet[Event]) -> list[int]:
    return list(events.order_by("seq").values_list("seq", flat=True))
