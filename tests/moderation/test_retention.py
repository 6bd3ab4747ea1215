"""Closed cases are destroyed when their time is over, unless something keeps them (T12)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from moderation.models import CaseFile, Destruction, RetentionRule
from moderation.services import looks, retention
from rooms.access import door
from rooms.errors import RoomError
from rooms.models import AccountNote, Child, Event, Family, Membership, Person, Room
from rooms.services import accounts, memberships
from rooms.verify import verify
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

CLOSED = date(2020, 2, 29)


@pytest.fixture
def closed(cast: Cast) -> Cast:
    """The Hudsons' case was closed in 2020, everybody's part in it is over, and the agency keeps cases six years."""
    for name in ("samara", "francis", "brianna"):
        cast.say(name, "jaylan", f"A word of {name}")
    looks.reading(actor=cast.tianna, room_id=cast.rooms["jaylan"].public_id, kind="read")
    for name in ("samara", "francis", "brianna"):
        memberships.end(
            actor=cast.tianna,
            room_id=cast.rooms["jaylan"].public_id,
            member_id=cast.member(name, "jaylan").public_id,
            reason="The case is closed",
        )
    CaseFile.objects.create(family=hudsons(), closed_on=CLOSED)
    RetentionRule.objects.create(agency=cast.tianna.agency, years=6)
    cast.say("ana", "macia", "Another family's word")
    return cast


def hudsons() -> Family:
    return Family.objects.get(name="Hudson")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_without_apply_it_only_says_what_it_would_do(closed: Cast) -> None:
    before = Event.objects.count()
    said = run()
    assert "1 would be destroyed" in said
    assert "rooms.Event" in said
    assert "Hudson" not in said
    assert (Event.objects.count(), Destruction.objects.count()) == (before, 0)


def test_what_is_due_is_destroyed_whole_and_the_rest_is_untouched(closed: Cast) -> None:
    room = Room.objects.get(pk=closed.rooms["jaylan"].pk)
    assert "1 destroyed" in run("--apply")
    for model in tables():
        assert not any(words in str(model.objects.values()) for words in ("A word of", room.public_id)), model
    assert not Child.objects.filter(first_name="Jaylan").exists()
    assert not Family.objects.filter(name="Hudson").exists()
    assert set(Person.objects.filter(name__in=["Samara Hudson", "Francis Hudson"])) == set()
    assert Person.objects.filter(name="Brianna Winter").exists(), "she has a part in another room"
    assert list(Event.objects.filter(kind="message").values_list("text", flat=True)) == ["Another family's word"]
    assert verify(Room.objects.get(pk=closed.rooms["macia"].pk)).whole
    with pytest.raises(RoomError, match="not_found"):
        door(actor=closed.tianna, room_id=room.public_id, action="observe")


def test_what_an_account_has_of_its_own_goes_with_it(closed: Cast) -> None:
    accounts.note(person=closed.samara, kind=AccountNote.Kind.PASSWORD)
    assert "1 destroyed" in run("--apply")
    assert not Person.objects.filter(name="Samara Hudson").exists()


def test_nothing_else_keeps_an_account() -> None:
    """Whatever points at an account and keeps it is a room's, staff's, or in the list of what goes with it."""
    rooms = set(retention._paths())
    keeps = [
        relation.related_model
        for relation in Person._meta.related_objects
        if relation.on_delete is models.PROTECT and relation.field.name == "person"
    ]
    assert set(keeps) - rooms == set(retention.OWN)


def test_it_is_recorded_for_good_and_names_nobody(closed: Cast) -> None:
    room = Room.objects.get(pk=closed.rooms["jaylan"].pk)
    run("--apply")
    done = Destruction.objects.get()
    assert (done.room_public_id, done.head_digest, done.years) == (room.public_id, room.head_digest, 6)
    assert done.rows["rooms.Event"] == room.last_seq
    with pytest.raises(DatabaseError), transaction.atomic():
        Destruction.objects.all().delete()


@pytest.mark.parametrize("why", ["hold", "part", "young", "no rule"])
def test_what_something_keeps_stays(closed: Cast, why: str) -> None:
    if why == "hold":
        CaseFile.objects.update(hold="An appeal is before the court")
    elif why == "part":
        member = Membership.objects.get(room=closed.rooms["jaylan"], person=closed.samara)
        Membership.objects.filter(pk=member.pk).update(state="active")
    elif why == "young":
        CaseFile.objects.update(closed_on=timezone.localdate() - timedelta(days=6 * 365))
    else:
        RetentionRule.objects.all().delete()
    before = Event.objects.count()
    said = run("--apply")
    assert "0 destroyed" in said
    assert ("1 kept" in said) is (why in {"hold", "part"})
    assert Event.objects.count() == before


def test_a_hold_set_at_the_last_moment_wins(closed: Cast) -> None:
    [one] = retention.due(timezone.localdate())
    CaseFile.objects.update(hold="An appeal is before the court")
    with pytest.raises(ValueError, match="must be kept"):
        retention.destroy(one)
    assert Room.objects.filter(pk=closed.rooms["jaylan"].pk).exists()


def test_the_years_are_whole(closed: Cast) -> None:
    """A case closed on a leap day is over on the first of March."""
    assert retention.due(date(2026, 2, 28)) == []
    assert [one.family for one in retention.due(date(2026, 3, 1))] == [hudsons()]


def test_nothing_is_destroyed_before_its_time_by_pretending(closed: Cast) -> None:
    assert "looking ahead" in run("--apply", "--today", "2099-01-01")
    assert Room.objects.filter(pk=closed.rooms["jaylan"].pk).exists()


def test_every_table_of_a_room_is_reached() -> None:
    """A table that points at a room, however far away, is in the list; read off the tables by another way."""
    reached = set(retention._paths())
    names = {model._meta.db_table for model in reached}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("rooms_", "moderation_")):
                targets = connection.introspection.get_relations(cursor, table).values()
                if any(other in names for _column, other in targets):
                    assert table in names, table


def tables() -> list[type[models.Model]]:
    found = [model for app in ("rooms", "moderation") for model in apps.get_app_config(app).get_models()]
    return [model for model in found if model is not Destruction]


def test_an_erasure_by_order_can_be_looked_at_first(cast: Cast) -> None:
    """T12: what would go is named by number and time, without a word of it; nothing changes until it is said twice."""
    said = cast.say("ana", "macia", "The old address")
    room = cast.rooms["macia"].public_id
    out = StringIO()
    call_command("erase_text", room, str(said.seq), "--order", "No. 12", "--dry-run", stdout=out)
    assert f"event {said.seq}, message" in out.getvalue()
    assert "address" not in out.getvalue()
    assert Event.objects.get(seq=said.seq, room=said.room).text == "The old address"
    call_command("erase_text", room, str(said.seq), "--order", "No. 12", stdout=out)
    assert Event.objects.get(seq=said.seq, room=said.room).text == ""
