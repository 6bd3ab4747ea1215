"""The way home in the canary world: a plan with words and days of its own, and a time that was asked for."""

from datetime import date
from uuid import uuid4

from rooms.models import HomeAsk, HomeStep, Membership, WayHome
from rooms.services import home
from tests.cast import Cast
from tests.walls.canaries import Aviary


def headed_home(world: Aviary) -> None:
    """In each room; the days are years of their own."""
    for number, (viewer, name) in enumerate((("shared", "macia"), ("other_parent", "jaylan"))):
        room, person = world.rooms[name], world.people[viewer]
        about = {"actor": person, "room_id": room.public_id}
        home.begin(**about, client_id=uuid4())
        home.add(**about, client_id=uuid4(), kind="own", text=world.new("Event.text", room=name))
        step, plan = HomeStep.objects.get(plan__room=room, kind="own"), WayHome.objects.get(room=room)
        member = Membership.objects.get(person=person, room=room)
        days = {"HomeStep.on": 1951 + number, "HomeAsk.on": 1961 + number, "HomeAsk.until": 1971 + number}
        ask = HomeAsk.objects.create(
            room=room,
            kind=HomeAsk.Kind.CALL,
            on=date(days["HomeAsk.on"], 2, 17),
            until=date(days["HomeAsk.until"], 2, 17),
            asked_by=member,
            at=plan.moved_at,
        )
        HomeStep.objects.filter(pk=step.pk).update(on=date(days["HomeStep.on"], 2, 17))
        for what, year in days.items():
            world.caught(str(year), what, room=name)
        for row in (plan, step, ask):
            world.caught(row.public_id, f"{type(row).__name__}.public_id", room=name)


def in_home(cast: Cast, words: str) -> None:
    """A plan of Macia's room that waits to be approved."""
    about = {"room_id": cast.rooms["macia"].public_id}
    home.begin(actor=cast.ana, client_id=uuid4(), **about)
    home.add(actor=cast.brianna, client_id=uuid4(), kind="own", text=words or "A walk with the dog", **about)
    version = WayHome.objects.get(room=cast.rooms["macia"]).version
    home.send(actor=cast.brianna, client_id=uuid4(), version=version, text=words or "Have a look", **about)
