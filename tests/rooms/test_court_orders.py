"""What the court allows, replaced: nothing outside the newer order stands unseen; and pictures of the order (S35)."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from rooms.errors import RoomError
from rooms.media.photos import Photo
from rooms.models import Approval, Event, Household, Membership, Move, Notification, Occasion, OrderPhoto, Role
from rooms.queries import approvals as allowed
from rooms.queries import court_orders as kept
from rooms.services import approvals, court_orders, memberships, occasions
from rooms.services.placements import MovePlan, move
from rooms.verify import verify
from tests.cast import Cast
from tests.photos import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

ZONE = ZoneInfo("America/Los_Angeles")
State = Occasion.State


def today() -> date:
    return timezone.localdate(timezone=ZONE)


def at(days: int, hour: int = 14) -> datetime:
    return datetime.combine(today() + timedelta(days=days), time(hour), ZONE).astimezone(UTC)


def form(cast: Cast, who: str, room: str = "jon") -> dict[str, Any]:
    return {"actor": cast.people[who], "room_id": cast.rooms[room].public_id, "client_id": uuid4()}


def allow(cast: Cast, **more: Any) -> Approval:
    terms = {"supervised": "agency", "times": 5, "per": "week", "minutes": 120, "places": ["agency", "public"]}
    known = {**terms, "from_on": today(), "everyone": not more.get("people")}
    approvals.keep(**form(cast, "tianna"), **{**known, **more})
    return Approval.objects.latest("pk")


def settle(cast: Cast, days: int, who: str = "joshua", **more: Any) -> Occasion:
    """Asked for by a parent, and the home said yes."""
    about = {"kind": "visit", "place_kind": "agency", "starts": at(days), "ends": at(days, 16), "overlap_ok": True}
    occasions.propose(**form(cast, who), **{**about, **more})
    one = Occasion.objects.latest("pk")
    occasions.accept(**form(cast, "wendy"), occasion=one.public_id, version=1, overlap_ok=True)
    return again(one)


def again(one: Occasion) -> Occasion:
    one.refresh_from_db()
    return one


def refused(service: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(RoomError) as error:
        service(*args, **more)
    return error.value.code


def ids(cast: Cast, *who: str) -> list[str]:
    return [cast.member(one, "jon").public_id for one in who]


def left_and_came_back(cast: Cast, who: str) -> Membership:
    part = {"member_id": ids(cast, who)[0], "reason": "a test"}
    memberships.end(actor=cast.tianna, room_id=cast.rooms["jon"].public_id, **part)
    return memberships.add(actor=None, room=cast.rooms["jon"], person=cast.people[who], role=Role.BIRTH_PARENT)


def kinds(cast: Cast) -> list[str]:
    events = Event.objects.filter(room=cast.rooms["jon"], kind="message").order_by("seq")
    return [event.data["item"]["kind"] for event in events if "item" in event.data]


class TestInPlaceOfTheOlder:
    """S35: staff says of each that is in force for the same people whether it still stands."""

    def test_nothing_is_written_down_while_that_is_open(self, cast: Cast) -> None:
        older = allow(cast)
        assert refused(allow, cast, minutes=60) == "allowance_stands"
        assert refused(allow, cast, minutes=60, people=ids(cast, "ana")) == "allowance_stands"
        assert refused(allow, cast, replaces=["nothing"]) == "not_found"
        assert Approval.objects.get() == older
        allow(cast, minutes=60, beside=[older.public_id])
        assert not again(older).over(today())

    def test_other_people_and_other_days_are_no_question(self, cast: Cast) -> None:
        allow(cast, people=ids(cast, "ana"), until_on=today() + timedelta(days=9))
        allow(cast, people=ids(cast, "joshua"))
        allow(cast, people=ids(cast, "ana"), from_on=today() + timedelta(days=10))
        assert Approval.objects.count() == 3

    def test_a_stricter_one_leaves_nothing_outside_it(self, cast: Cast) -> None:
        """What does not fit is called off, and everybody is told at once of what is soon."""
        older = allow(cast)
        long, short = settle(cast, 3), settle(cast, 4, ends=at(4, 15))
        now = timezone.now()
        soon = settle(cast, 1, starts=now + timedelta(hours=20), ends=now + timedelta(hours=22))
        allow(cast, minutes=60, replaces=[older.public_id])
        assert [again(one).state for one in (long, soon, short)] == [State.CALLED_OFF, State.CALLED_OFF, State.AGREED]
        assert kinds(cast)[-3:] == ["dates.allowed", "dates.unallowed", "dates.unallowed"]
        assert Notification.objects.filter(kind="visit_soon", person=cast.joshua).exists()
        assert refused(settle, cast, 5) == "outside_approval"

    def test_what_they_settled_waits_for_staff_where_the_new_one_asks_for_it(self, cast: Cast) -> None:
        older = allow(cast, staff_decides=False)
        visit = settle(cast, 3)
        outing = settle(cast, 4, kind="outing", people=ids(cast, "joshua"))
        theirs = {"kind": "visit", "place_kind": "agency", "starts": at(5), "ends": at(5, 15)}
        occasions.propose(**form(cast, "tianna"), **theirs, people=ids(cast, "ana"))
        staffs = Occasion.objects.latest("pk")
        assert {one.state for one in (visit, outing, staffs)} == {State.SET}
        allow(cast, replaces=[older.public_id])
        assert [again(one).state for one in (visit, outing, staffs)] == [State.AGREED, State.AGREED, State.SET]
        assert kinds(cast)[-2:] == ["dates.again", "dates.again"]
        occasions.approve(**form(cast, "tianna"), occasion=visit.public_id, version=visit.version)
        allow(cast, replaces=[Approval.objects.latest("pk").public_id])
        assert again(visit).state == State.SET

    def test_from_its_first_day_on(self, cast: Cast) -> None:
        """Until then the older one holds, and says so."""
        older = allow(cast)
        before, after = settle(cast, 3), settle(cast, 11)
        first = today() + timedelta(days=10)
        newer = allow(cast, minutes=60, from_on=first, replaces=[older.public_id])
        assert [again(one).state for one in (before, after)] == [State.AGREED, State.CALLED_OFF]
        assert refused(settle, cast, 12) == "outside_approval"
        settle(cast, 4)
        shown = {one.id: one for one in allowed.allowances(cast.member("tianna", "jon"))}
        assert [day for day, _ in shown[older.public_id].later] == [first]
        approvals.end(**form(cast, "tianna"), approval=newer.public_id)
        assert refused(settle, cast, 12) == "outside_approval"  # what gave way does not come back by itself

    def test_for_its_people_only(self, cast: Cast) -> None:
        """The other parent keeps what they had; together they fit neither."""
        older = allow(cast)
        ana, joshua = settle(cast, 3, "ana"), settle(cast, 4)
        both = settle(cast, 5, people=ids(cast, "ana"))
        allow(cast, minutes=60, people=ids(cast, "ana"), replaces=[older.public_id])
        assert [again(one).state for one in (ana, joshua, both)] == [State.CALLED_OFF, State.AGREED, State.CALLED_OFF]
        assert [len(allowed.allowances(cast.member(who, "jon"))) for who in ("ana", "joshua", "wendy")] == [1, 1, 2]
        assert {tuple(one.names) for one in allowed.allowances(cast.member("wendy", "jon"))} == {
            (cast.member("ana", "jon").shown_name,),
            (cast.member("joshua", "jon").shown_name,),
        }

    def test_who_left_and_came_back_is_under_the_newer_one(self, cast: Cast) -> None:
        """S7: a new part of the same person; what was replaced for them does not hold again."""
        older = allow(cast)
        allow(cast, minutes=60, people=ids(cast, "ana"), replaces=[older.public_id])
        back = left_and_came_back(cast, "ana")
        assert refused(settle, cast, 3, "ana") == "outside_approval"
        settle(cast, 4)
        assert allowed.allowances(back) == []
        [shown] = [one for one in allowed.allowances(cast.member("tianna", "jon")) if one.id == older.public_id]
        assert shown.names == [cast.member("joshua", "jon").shown_name]
        allow(cast, minutes=60, people=[back.public_id], beside=[older.public_id])
        assert refused(settle, cast, 5, "ana") == "outside_approval"
        settle(cast, 5, "ana", ends=at(5, 15))

    def test_who_came_back_is_told_from_when_on_it_is_over_for_them(self, cast: Cast) -> None:
        older, first = allow(cast), today() + timedelta(days=10)
        allow(cast, minutes=60, from_on=first, people=ids(cast, "ana"), replaces=[older.public_id])
        back = left_and_came_back(cast, "ana")
        [shown] = allowed.allowances(back)
        assert (shown.id, shown.later) == (older.public_id, [(first, [back.shown_name])])
        assert refused(settle, cast, 11, "ana") == "outside_approval"

    def test_the_reasons_are_those_of_what_is_for_them(self, cast: Cast) -> None:
        older = allow(cast)
        allow(cast, minutes=60, places=["public"], people=ids(cast, "ana"), replaces=[older.public_id])
        with pytest.raises(RoomError) as error:
            settle(cast, 3, "ana")
        assert {why.code for why in error.value.reasons} == {"length", "place"}  # type: ignore[attr-defined]

    def test_several_give_way_to_one(self, cast: Cast) -> None:
        older = [allow(cast, people=ids(cast, who)).public_id for who in ("ana", "joshua")]
        visit = settle(cast, 3)
        newer = allow(cast, minutes=60, replaces=older)
        assert again(visit).state == State.CALLED_OFF
        assert [one.id for one in allowed.allowances(cast.member("tianna", "jon"))] == [newer.public_id]
        assert {one.id for one in allowed.earlier(cast.member("tianna", "jon"))} == set(older)


def photo(size: int = 8) -> Photo:
    return Photo(data=jpeg(size, 8), small=jpeg(4, 4), width=size, height=8)


def add(cast: Cast, beside: Approval, *pictures: Photo, who: str = "tianna", **more: Any) -> list[OrderPhoto]:
    how = {**form(cast, who), **more}
    return court_orders.add(**how, approval=beside.public_id, pictures=pictures or [photo()])


class TestPicturesOfTheOrder:
    """S35: kept beside what was written down from it; for staff of the room."""

    def test_staff_keeps_and_sees_them_and_nobody_else(self, cast: Cast) -> None:
        beside = allow(cast)
        (one,) = add(cast, beside)
        staff = cast.member("tianna", "jon")
        assert kept.beside(staff, [beside.public_id]) == {beside.public_id: [one]}
        assert kept.picture(staff, one.public_id) == photo().data
        assert refused(kept.picture, cast.member("tianna", "macia"), one.public_id) == "not_found"
        for who in ("joshua", "wendy", "ana"):
            assert refused(kept.picture, cast.member(who, "jon"), one.public_id) == "not_allowed"
            assert refused(add, cast, beside, who=who) in ("not_allowed",)
            made = {"actor": cast.people[who], "room_id": cast.rooms["jon"].public_id, "pictures": [jpeg()]}
            assert refused(court_orders.made, **made) == "not_allowed"

    def test_a_form_sent_twice_keeps_them_once(self, cast: Cast) -> None:
        beside, form_id = allow(cast), uuid4()
        assert len(add(cast, beside, photo(8), photo(9), client_id=form_id)) == 2
        assert add(cast, beside, photo(8), photo(9), client_id=form_id) == []
        assert OrderPhoto.objects.count() == 2
        other = allow(cast, beside=[beside.public_id])
        assert refused(add, cast, other, client_id=form_id) == "id_reused"
        assert refused(add, cast, beside, *[photo()] * 11) == "orders_many"
        room = {"actor": cast.tianna, "room_id": cast.rooms["jon"].public_id}
        assert refused(court_orders.made, **room, pictures=[b""] * 7) == "orders_many"
        assert refused(court_orders.made, **room, pictures=[b"%PDF-1.7"]) == "photo_document"

    def test_what_is_refused_leaves_no_bytes(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        beside, written = allow(cast), []
        save = default_storage.save
        monkeypatch.setattr(default_storage, "save", lambda name, data: written.append(name) or save(name, data))
        elsewhere = form(cast, "tianna", "macia")
        assert refused(court_orders.add, **elsewhere, approval=beside.public_id, pictures=[photo()]) == "not_found"
        assert written and not any(default_storage.exists(name) for name in written)

    def test_what_cannot_be_noted_leaves_no_row_and_no_bytes(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        """S6: a picture is kept with its row in the trail, or not at all."""
        beside, written = allow(cast), []
        save = default_storage.save
        monkeypatch.setattr(default_storage, "save", lambda name, data: written.append(name) or save(name, data))

        def fails(_: object) -> None:
            raise RoomError("slow_down")

        assert refused(add, cast, beside, noted=fails) == "slow_down"
        assert written and not any(default_storage.exists(name) for name in written)
        assert not OrderPhoto.objects.exists()

    def test_other_bytes_are_not_shown_and_are_named(self, cast: Cast) -> None:
        """P11: a picture that was changed or lost in the storage is refused, and `verify_record` names it."""
        beside, room = allow(cast), cast.rooms["jon"]
        (one,) = add(cast, beside)
        assert verify(room).whole
        for data in (photo().data[:-1] + b"!", None):
            default_storage.delete(one.name)
            if data is not None:
                default_storage.save(one.name, ContentFile(data))
            assert refused(kept.picture, cast.member("tianna", "jon"), one.public_id) == "unavailable"
            assert f"event {beside.seq}: a picture of the court's order" in verify(room).summary
        default_storage.save(one.name, ContentFile(photo().data))
        OrderPhoto.objects.update(erased_at=timezone.now(), erased_under="No. 17")
        assert "erase it again" in verify(room).summary
        default_storage.delete(one.name)
        assert verify(room).whole

    def test_no_event_and_no_word_of_them(self, cast: Cast) -> None:
        beside = allow(cast)
        count = Event.objects.count()
        (one,) = add(cast, beside)
        assert Event.objects.count() == count
        assert not any(one.public_id in str(event.data) for event in Event.objects.all())

    def test_a_court_can_have_one_erased(self, cast: Cast) -> None:
        """P8: the bytes go, the row says under which order, and no member learns of it."""
        beside = allow(cast)
        (one,) = add(cast, beside)
        room, count = cast.rooms["jon"].public_id, Event.objects.count()
        what = ("erase_photo", room, str(beside.seq), one.public_id)
        assert default_storage.exists(one.name)
        with pytest.raises(CommandError):
            call_command("erase_photo", cast.rooms["macia"].public_id, *what[2:], order="No. 17")
        for _ in range(2):
            call_command(*what, order="No. 17", stdout=StringIO())
        one.refresh_from_db()
        assert not default_storage.exists(one.name)
        assert (one.erased_under, one.erased_at is not None) == ("No. 17", True)
        assert refused(kept.picture, cast.member("tianna", "jon"), one.public_id) == "not_found"
        assert kept.beside(cast.member("tianna", "jon"), [beside.public_id]) == {}
        assert Event.objects.count() == count

    def test_they_stay_with_the_room_when_the_child_moves(self, cast: Cast) -> None:
        """S12: what the court allowed there, and its pictures, are that room's; the next one begins without."""
        beside = allow(cast)
        (one,) = add(cast, beside)
        room = cast.rooms["jon"]
        home = Household.objects.create(agency=room.family.agency, name="Next home")
        home.adults.add(cast.brianna)
        children = [child.public_id for child in room.children.all()]
        plan = MovePlan(children=children, household=home.pk, when=timezone.now(), along=ids(cast, "joshua"))
        move(**form(cast, "tianna"), plan=plan)
        target = Move.objects.get(source=room).target
        assert not Approval.objects.filter(room=target).exists()
        staff = Membership.objects.get(room=target, person=cast.tianna)
        assert refused(kept.picture, staff, one.public_id) == "not_found"
        assert kept.picture(cast.member("tianna", "jon"), one.public_id)
