"""What the demo families asked for, answered, planned and noted on the pages for visits and dates."""
# One act a line, as in the chat itself.
# ruff: noqa: E501
# fmt: off

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from rooms.demo.life import Did, Scene
from rooms.demo.script import HOME_ZONE
from rooms.models import Event, Membership, Occasion, Wish
from rooms.services import approvals, occasion_plans, occasions, wishes

SATURDAY: Final = 5
_SAYS: Final[dict[str, Callable[..., Event]]] = {"accept": occasions.accept, "approve": occasions.approve, "decline": occasions.decline, "call_off": occasions.call_off}


def _ids(scene: Scene, *people: str) -> list[str]:
    parts = Membership.objects.filter(room=scene.room, person__in=[scene.people[one] for one in people])
    return list(parts.values_list("public_id", flat=True))


def _on(day: date, start: str, end: str) -> dict[str, Any]:
    hours = {"starts": start, "ends": end}
    return {key: datetime.combine(day, time.fromisoformat(clock), HOME_ZONE).astimezone(UTC) for key, clock in hours.items()}


def _today(scene: Scene, days_ago: int) -> date:
    return scene.at.astimezone(HOME_ZONE).date() + timedelta(days=days_ago)


def next_day(today: date, weekday: int, weeks: int = 0) -> date:
    """The first such day of the week from the day after tomorrow on, or so many weeks after it."""
    ahead = (weekday - today.weekday() - 2) % 7 + 2
    return today + timedelta(days=ahead + 7 * weeks)


def _allow(days_ago: int, clock: str, who: str = "tianna", *, people: tuple[str, ...] = (), text: str = "", **terms: Any) -> Did:
    def do(scene: Scene) -> Event:
        known = {"everyone": not people, "people": _ids(scene, *people), "from_on": _today(scene, 0)}
        return approvals.keep(**scene.form, **{"supervised": "agency", "times": 2, "per": "week", "minutes": 120, "places": ["agency"], **known, **terms}, text=text)

    return Did(days_ago, clock, who, do)


def _ask(days_ago: int, clock: str, who: str, kind: str, when: Callable[[date], date], start: str, end: str, *, people: tuple[str, ...] = (), text: str = "", reactions: tuple[tuple[str, str], ...] = (), **more: Any) -> Did:
    def do(scene: Scene) -> Event:
        day = when(_today(scene, days_ago))
        times = _on(day, start, end)
        if more.get("whole_day"):
            times = {"starts": _on(day, "00:00", "00:00")["starts"], "ends": _on(day + timedelta(days=1), "00:00", "00:00")["starts"]}
        return occasions.propose(**scene.form, kind=kind, **times, people=_ids(scene, *people), text=text, **{"place_kind": "agency", **more})

    return Did(days_ago, clock, who, do, reactions)


def _last(scene: Scene, kind: str) -> Occasion:
    return Occasion.objects.filter(room=scene.room, kind=kind).latest("seq")


def _say(days_ago: int, clock: str, who: str, what: str, kind: str = "visit", text: str = "") -> Did:
    """An answer to what was asked for last."""
    def do(scene: Scene) -> Event:
        one = _last(scene, kind)
        words = {} if what == "approve" and not text else {"text": text}
        return _SAYS[what](**scene.form, occasion=one.public_id, version=one.version, **words)

    return Did(days_ago, clock, who, do)


def _change(days_ago: int, clock: str, who: str, when: Callable[[date], date], start: str, end: str, text: str, kind: str = "visit") -> Did:
    def do(scene: Scene) -> Event:
        one = _last(scene, kind)
        return occasions.change(**scene.form, occasion=one.public_id, version=one.version, **_on(when(_today(scene, days_ago)), start, end), text=text)

    return Did(days_ago, clock, who, do)


def _write(days_ago: int, clock: str, who: str, service: Callable[..., Event], text: str, kind: str = "visit", reactions: tuple[tuple[str, str], ...] = (), **more: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: service(**scene.form, occasion=_last(scene, kind).public_id, text=text, **more), reactions)


def _place(days_ago: int, clock: str, kind: str, place: str, *people: str) -> Did:
    def do(scene: Scene) -> Event:
        one = _last(scene, kind)
        return occasion_plans.show_place(**scene.form, occasion=one.public_id, version=one.version, place=place, members=_ids(scene, *people))

    return Did(days_ago, clock, "tianna", do)


def _join(days_ago: int, clock: str, who: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: wishes.join(**scene.form, wish=Wish.objects.filter(room=scene.room).latest("seq").public_id, text=text))


def ago(days: int) -> Callable[[date], date]:
    """So many days before today."""
    return lambda today: today - timedelta(days=days)


def weekday(day: int, weeks: int = 0) -> Callable[[date], date]:
    """A day of the week to come."""
    return lambda today: next_day(today, day, weeks)


PLAN, TOPIC, NOTE, RIDE = occasion_plans.plan, occasion_plans.topic, occasion_plans.note, occasion_plans.ride

STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        _allow(41, "18:27", people=("ana",), times=2, minutes=120, places=["agency", "public", "remote"], text="Ana, these are yours to plan with Brianna."),
        _allow(41, "18:29", people=("francisco",), times=2, minutes=90, places=["agency", "public", "remote"], text="And these are Francisco’s."),
        _ask(23, "18:10", "francisco", "visit", ago(19), "16:00", "17:30", text="Checkers, round two."),
        _say(22, "07:55", "brianna", "accept", text="She has been training with the dog."),
        _say(22, "09:20", "tianna", "approve"),
        _say(19, "15:58", "francisco", "call_off", text="The bus broke down and I can’t make it in time. I’m so sorry, bug."),
        _ask(15, "19:05", "ana", "visit", ago(11), "16:00", "17:30", text="I’d like to try the ten minutes with her."),
        _say(15, "20:30", "brianna", "accept", text="I’ll put her reading page in the bag."),
        _say(14, "09:00", "tianna", "approve"),
        _ask(14, "12:34", "brianna", "dentist", ago(8), "10:00", "11:00", people=("ana", "francisco"), place_kind="office", text="A check-up, nothing hurts. She wants somebody from each of you."),
        _say(14, "12:50", "ana", "accept", "dentist"),
        _say(14, "17:06", "francisco", "accept", "dentist"),
        _say(13, "09:10", "tianna", "approve", "dentist"),
        _write(13, "18:20", "ana", TOPIC, "Homework without a war. What do you do in the first minute?"),
        _write(12, "07:40", "brianna", PLAN, "Her reading page, one apple, the purple pen.", part="bring"),
        _write(12, "12:10", "ana", PLAN, "Three taps and a butterfly.", part="goodbye"),
        _write(10, "08:05", "brianna", NOTE, "She told me about the chicken timer before her coat was off. You gave her the choice of the first page, and she took the hard one.", about="well", reactions=(("ana", "❤️"),)),
        _write(10, "08:09", "brianna", NOTE, "The five minutes after the ring: let her do them alone. She comes back by herself.", about="try", reactions=(("ana", "👍"),)),
        _write(8, "12:30", "brianna", NOTE, "She had a hand on each side, and she knew it. Both of you let her talk to the dentist herself.", "dentist", about="well", reactions=(("francisco", "🙏"), ("ana", "❤️"))),
        Did(7, "20:15", "ana", lambda scene: wishes.wish(**scene.form, what="longer", text="Two hours go by before her homework is out of the bag. Could it be an afternoon?")),
        _join(6, "19:10", "brianna", "I see it too. She is sad at the end because they had only just begun."),
        _ask(5, "18:30", "francisco", "visit", weekday(SATURDAY), "10:00", "11:30", place_kind="public", text="The park, if it’s dry. I’ll bring the pump and two raccoon stickers."),
        _say(5, "19:40", "brianna", "accept", text="Her tires are flat again, so you’re expected."),
        _say(4, "09:15", "tianna", "approve", text="Good. I’ll be there for the first half hour."),
        _write(4, "18:02", "francisco", PLAN, "Bike helmet, water, a jacket. I bring the pump.", part="bring"),
        _write(4, "18:06", "francisco", RIDE, "The 14 bus changes its route that day.", ride="voucher_asked"),
        _ask(2, "12:20", "ana", "visit", weekday(2, 1), "16:00", "18:00", text="Her reading page and an egg with salsa."),
        _change(1, "19:20", "brianna", weekday(3, 1), "16:00", "18:00", "Wednesday is her school’s open house. Is Thursday good for you?"),
    ),
    "gladys": (
        _allow(41, "17:44", times=2, minutes=120, places=["agency", "public", "remote"], text="This is what the judge allows for each of you. I say yes to each visit after you have agreed."),
        _ask(13, "09:00", "ana", "visit", ago(9), "15:00", "17:00", text="Playground, if I may. I want to try the leaving."),
        _say(13, "12:30", "wendy", "accept", text="She asks for the red slide, the one with the bump."),
        _say(12, "09:30", "tianna", "approve"),
        _write(12, "18:55", "ana", TOPIC, "Leaving the playground without the starfish."),
        _write(11, "08:00", "wendy", PLAN, "The cobi, yellow dress number two, spare socks, two things to choose at the end.", part="bring"),
        _write(11, "18:00", "ana", PLAN, "Mango with lime, cut in sticks.", part="snacks"),
        _write(9, "19:00", "wendy", NOTE, "You asked her how to leave, frogs or robots, and then you waited for her answer. That pause did it.", about="well", reactions=(("ana", "🎉"), ("tianna", "❤️"))),
        _write(9, "19:04", "wendy", NOTE, "Say goodbye before the car door, not through it. She likes to close the door herself.", about="try", reactions=(("ana", "👍"),)),
        _ask(7, "15:34", "wendy", "school", weekday(4), "00:00", "00:00", people=("ana", "francisco"), place_kind="office", whole_day=True, text="The little art show. Four chairs: Mama, Papa, Wendy and the cobi."),
        _say(7, "15:43", "ana", "accept", "school"),
        _say(7, "17:02", "francisco", "accept", "school"),
        _say(6, "10:20", "tianna", "approve", "school"),
        _place(6, "10:24", "school", "10:30, the small hall at the back. I’ll wait for you at the gate.", "ana", "francisco", "wendy"),
        _ask(3, "18:10", "francisco", "visit", weekday(SATURDAY, 1), "10:00", "12:00", text="I’d like to cook potatoes with her. She salts."),
        _say(2, "07:10", "wendy", "accept", text="She will want her own apron. I’m sewing one."),
    ),
    "jon": (
        _allow(41, "18:14", times=2, minutes=120, places=["agency", "remote"], text="Esto es lo que permite el juez por ahora. / This is what the judge allows for now."),
        _ask(16, "19:10", "ana", "visit", ago(13), "16:00", "17:30", people=("joshua",), text="the two of us together this time"),
        _say(16, "19:25", "joshua", "accept"),
        _say(16, "20:05", "wendy", "accept"),
        _say(15, "09:05", "tianna", "approve"),
        _write(13, "19:20", "wendy", NOTE, "He showed you everything he can do, backwards too, and you both looked. / Les enseñó todo y ustedes lo vieron todo.", about="well", reactions=(("ana", "❤️"), ("joshua", "❤️"))),
        _ask(12, "20:00", "joshua", "visit", ago(8), "11:00", "13:00", text="Quisiera darle de comer yo ese día."),
        _say(12, "20:20", "wendy", "accept", text="Claro que sí. Llega con hambre, se lo prometo."),
        _say(11, "09:00", "tianna", "approve"),
        _write(11, "18:10", "joshua", PLAN, "Arroz con frijoles en un traste con tapa. Dos cucharas.", part="snacks"),
        _write(11, "18:20", "joshua", TOPIC, "Darle de comer sin prisa."),
        _write(8, "15:00", "wendy", NOTE, "Usted dejó que mezclara con el dedo y no le quitó la cuchara. Él le dio de la suya.\n(You let him mix, and he shared.)", about="well", reactions=(("joshua", "😊"), ("ana", "❤️"))),
        _write(8, "15:04", "wendy", NOTE, "Cuando voltee la cara, ya acabó. No hace falta otra cucharada.\n(When he turns his head, he is done.)", about="try", reactions=(("joshua", "👍"),)),
        _ask(6, "09:44", "wendy", "doctor", weekday(1, 1), "00:00", "00:00", people=("ana", "joshua"), place_kind="office", whole_day=True, text="La revisión de los dos años. / His two-year check-up."),
        _say(6, "10:06", "ana", "accept", "doctor"),
        _say(6, "10:21", "joshua", "accept", "doctor"),
        _say(6, "11:01", "tianna", "approve", "doctor"),
        _place(6, "11:04", "doctor", "9:40, second floor, ask for the blue room.", "ana", "joshua", "wendy"),
        _ask(3, "20:10", "joshua", "visit", weekday(SATURDAY), "14:00", "16:00", text="¿Puede ser el sábado? Llevo el camión rojo."),
        _say(2, "06:30", "wendy", "accept", text="Sí. Ya lo está esperando en la ventana."),
        _say(2, "09:10", "tianna", "approve"),
        _write(2, "19:00", "joshua", PLAN, "El camión rojo y la cuchara grande.", part="bring"),
        _ask(1, "20:05", "joshua", "visit", weekday(SATURDAY, 1), "14:00", "16:00", text="Y si se puede, también el sábado que sigue. Quiero enseñarle el gallo."),
    ),
    "jaylan": (
        _allow(13, "16:46", times=2, minutes=120, places=["agency", "remote"], staff_decides=False, text="You settle these between you. I see each one, and I’m there."),
        _ask(9, "19:30", "samara", "visit", ago(5), "15:30", "17:00", people=("francis",), text="Both of us. I do the voices."),
        _say(9, "19:36", "francis", "accept"),
        _say(9, "20:10", "brianna", "accept", text="He has packed the T. rex already."),
        _write(7, "19:20", "francis", PLAN, "Clippers and a cape. The visit room has a sink.", part="bring"),
        _write(5, "18:40", "brianna", NOTE, "He sat still for his father as he does for nobody, and he told me about every stripe.", about="well", reactions=(("francis", "🙏"), ("samara", "❤️"))),
        _ask(4, "19:00", "brianna", "call", weekday(2), "18:30", "18:45", people=("samara", "francis"), place_kind="remote", text="A short one before bed, with the dinosaurs?"),
        _say(4, "19:12", "samara", "accept", "call"),
        _ask(2, "12:00", "samara", "visit", weekday(SATURDAY), "15:00", "17:00", people=("francis",), text="We bring the card for grandma and take his along."),
        _say(2, "12:20", "francis", "accept"),
        _say(2, "17:30", "brianna", "accept"),
        _ask(1, "18:00", "brianna", "celebration", weekday(SATURDAY, 1), "14:00", "16:00", people=("samara", "francis"), place_kind="public", text="The library has a dinosaur afternoon. Would you come?"),
    ),
}
