"""The room of the demo in which the Winter and the Chadwick home plan time for Macia, Gladys and Jon."""
# One act a line, as in the chat itself.
# ruff: noqa: E501
# fmt: off

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from rooms.demo.life import Did, Scene
from rooms.demo.life.dates import weekday
from rooms.demo.script import HOME_ZONE, moment
from rooms.models import Event, Membership, Occasion, Person, Room
from rooms.services import notifications, occasion_plans, occasions, planning, posting, reading

OPENED: Final = (16, "09:40")
SUNDAY: Final = 6


def _said(days_ago: int, clock: str, who: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: posting.post(**scene.form, text=text))


def _ask(days_ago: int, clock: str, who: str, when: Callable[[date], date], start: str, end: str, text: str) -> Did:
    def do(scene: Scene) -> Event:
        day = when(scene.at.astimezone(HOME_ZONE).date() + timedelta(days=days_ago))
        starts, ends = (datetime.combine(day, time.fromisoformat(at), HOME_ZONE).astimezone(UTC) for at in (start, end))
        return occasions.propose(**scene.form, kind="siblings", starts=starts, ends=ends, place_kind="public", text=text)

    return Did(days_ago, clock, who, do)


def _last_sunday(today: date) -> date:
    """A week ago, or up to two."""
    return today - timedelta(days=(today.weekday() + 1) % 7 + 7)


def _last(scene: Scene) -> Occasion:
    return Occasion.objects.filter(room=scene.room).latest("pk")


def _yes(days_ago: int, clock: str, who: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: occasions.accept(**scene.form, occasion=_last(scene).public_id, version=_last(scene).version, text=text))


def _note(days_ago: int, clock: str, who: str, about: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: occasion_plans.note(**scene.form, occasion=_last(scene).public_id, about=about, text=text))


def _bring(days_ago: int, clock: str, who: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: occasion_plans.plan(**scene.form, occasion=_last(scene).public_id, part="bring", text=text))


STEPS: Final = (
    _said(16, "09:50", "tianna", "Good morning, you two. Three children ask me the same question: when do I see the others? Here you can find afternoons that work in both homes."),
    _said(16, "19:05", "wendy", "Thank you for this. Gladys still sets out a cup for Macia. Sundays from three on are best here, after the little one’s nap."),
    _said(16, "20:31", "brianna", "Sundays at three are fine. Macia draws maps so that Gladys “can find her”. I have six maps on the fridge."),
    _ask(15, "18:20", "brianna", _last_sunday, "15:00", "17:00", "The meadow with the long slide? We bring a map."),
    _yes(15, "20:02", "wendy", "Yes! She wants to know which of the maps."),
    _bring(14, "07:45", "wendy", "The red ball, and the cup for Macia."),
    _note(6, "19:40", "wendy", "well", "Macia read the map aloud, Gladys led the way, and Jon sat between them and clapped at every tree."),
    _note(6, "20:05", "brianna", "try", "Tell all three at the start how it ends. “Two more slides” was kinder than “we have to go”."),
    _said(5, "12:15", "tianna", "Reading this made my day. You both let them be three again."),
    _ask(4, "18:10", "wendy", weekday(SUNDAY), "15:00", "17:00", "The same meadow? He points at the door whenever I say her name."),
    _yes(4, "19:25", "brianna", "We are there. Macia is practicing two more slides."),
    _bring(3, "08:00", "brianna", "Map number seven and three apples."),
    _ask(2, "18:45", "brianna", weekday(SUNDAY, 2), "10:00", "12:00", "Pancakes in the morning, if a Sunday morning works for you once?"),
)


def load(people: Mapping[str, Person], now: datetime) -> None:
    """Open the room through the same services as staff does, and play what was said and planned in it."""
    rooms = [_room_of(child) for child in ("Macia", "Gladys", "Jon")]
    ids = [room.public_id for room in rooms]
    room = planning.open_planning(actor=people["tianna"], room_ids=ids, reason="Three siblings in two homes ask for each other.", at=moment(*OPENED, now))
    for number, did in enumerate(STEPS):
        client_id = uuid5(NAMESPACE_URL, f"{room.public_id}/{number}")
        did.do(Scene(room, dict(people), people[did.who], client_id, did.at(now)))
    room.refresh_from_db()
    for part in Membership.objects.filter(room=room).select_related("person"):
        if not part.is_staff:  # staff leave no such trace
            reading.advance(actor=part.person, room_id=room.public_id, upto=room.last_seq, at=now)
    notifications.start_from_here(room)


def _room_of(child: str) -> Room:
    return Room.objects.get(children__first_name=child, purpose=Room.Purpose.COPARENTING)
