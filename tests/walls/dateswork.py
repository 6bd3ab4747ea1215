"""Something of everything on the pages for visits and dates, for the worlds of the walls."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from rooms.media.photos import Photo
from rooms.models import Approval, Membership, Occasion, Person, Role, Room, Wish
from rooms.services import approvals, court_orders, occasion_plans, occasions, wishes
from tests.cast import Cast
from tests.photos import jpeg


def _time(days: int) -> dict[str, datetime]:
    starts = timezone.now() + timedelta(days=days)
    return {"starts": starts, "ends": starts + timedelta(hours=1)}


def planned(people: dict[Role, Person], room: Room, words: Callable[[], str], place: str) -> list[Occasion]:
    """What the court allows, a visit that is set with its place for the parent, and a date that waits for an answer."""
    parent, carer, staff = (people[role] for role in (Role.BIRTH_PARENT, Role.FOSTER_PARENT, Role.SOCIAL_WORKER))

    def form(actor: Person) -> dict[str, object]:
        return {"actor": actor, "room_id": room.public_id, "client_id": uuid4()}

    mother = Membership.objects.get(person=parent, room=room).public_id
    terms = {"supervised": "agency", "times": 3, "per": "week", "minutes": 120, "places": ["agency", "remote"]}
    allowed = {**terms, "everyone": True, "from_on": timezone.localdate() - timedelta(days=9), "text": words()}
    approvals.keep(**form(staff), **allowed)
    old = Approval.objects.get(room=room).public_id
    approvals.keep(**form(staff), **{**allowed, "text": words()}, replaces=[old])
    photo = Photo(data=jpeg(9, 9 + room.pk), small=jpeg(4, 4), width=9, height=9)
    court_orders.add(**form(staff), approval=old, pictures=[photo])
    visit = {"kind": "visit", "place_kind": "agency", "overlap_ok": True}  # the same hour in each room
    occasions.propose(**form(parent), **visit, **_time(2), place=place, text=words())
    one = Occasion.objects.get(room=room)
    about = {"occasion": one.public_id}
    occasions.accept(**form(carer), **about, version=1, text=words(), overlap_ok=True)
    occasions.approve(**form(staff), **about, version=2)
    occasion_plans.show_place(**form(staff), **about, version=3, place=place, members=[mother])
    occasion_plans.plan(**form(carer), **about, part="bring", text=words())
    occasion_plans.topic(**form(parent), **about, text=words())
    occasion_plans.ride(**form(parent), **about, ride="ride_asked", text=words())
    date = {"kind": "dentist", "place_kind": "office", "people": [mother], "overlap_ok": True}
    occasions.propose(**form(carer), **date, **_time(9), place=place, text=words())
    wishes.wish(**form(parent), what="longer", text=words())
    wishes.join(**form(carer), wish=Wish.objects.get(room=room).public_id, text=words())
    return list(Occasion.objects.filter(room=room).order_by("pk"))


def in_dates(cast: Cast, words: str) -> None:
    """The same in Macia's room by Ana and Brianna, a visit that staff has to approve, and one that was, with a note."""
    room = cast.rooms["macia"]
    people = {Role.BIRTH_PARENT: cast.ana, Role.FOSTER_PARENT: cast.brianna, Role.SOCIAL_WORKER: cast.tianna}
    was = planned(people, room, lambda: words or "On the swings", words[:300] or "By the big door")[0]
    form = {"room_id": room.public_id}
    visit = {"kind": "visit", "place_kind": "agency"}
    occasions.propose(actor=cast.ana, **form, client_id=uuid4(), **visit, **_time(16))
    new = Occasion.objects.latest("pk").public_id
    occasions.accept(actor=cast.brianna, **form, client_id=uuid4(), occasion=new, version=1)
    past = timezone.now() - timedelta(days=2)
    Occasion.objects.filter(pk=was.pk).update(starts=past, ends=past + timedelta(hours=1))
    note = {"occasion": was.public_id, "about": "well", "text": words or "She laughed"}
    occasion_plans.note(actor=cast.brianna, **form, client_id=uuid4(), **note)
    occasions.propose(actor=cast.ana, **form, client_id=uuid4(), **visit, **_time(3))
