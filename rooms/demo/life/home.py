"""What the demo families did on the way home: Macia's plan is half written, that of Gladys is with Tianna again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from rooms.demo.life import Did, Scene
from rooms.demo.script import HOME_ZONE
from rooms.models import Event, HomeStep, StepKind, WayHome
from rooms.services import home

_Act = Callable[[Scene], Event]


def _begin(scene: Scene) -> Event:
    return home.begin(**scene.form)


def _change(
    kind: StepKind, text: str = "", *, ahead: int | None = None, weekday: int | None = None, who: str = "both"
) -> _Act:
    """Set the line of this kind: its words, its day so many days ahead or the next such weekday, who takes it."""

    def do(scene: Scene) -> Event:
        return home.change(**_line(scene, kind), text=text, on=_day(scene, ahead, weekday), who=who)

    return do


def _add(kind: StepKind, text: str, *, ahead: int | None = None, who: str = "both") -> _Act:
    def do(scene: Scene) -> Event:
        return home.add(**scene.form, kind=kind, text=text, on=_day(scene, ahead), who=who)

    return do


def _tick(kind: StepKind) -> _Act:
    def do(scene: Scene) -> Event:
        return home.tick(**_line(scene, kind))

    return do


def _send(text: str = "") -> _Act:
    def do(scene: Scene) -> Event:
        return home.send(**scene.form, version=_plan(scene).version, text=text)

    return do


def _back(text: str) -> _Act:
    def do(scene: Scene) -> Event:
        return home.answer(**scene.form, version=_plan(scene).version, approve=False, text=text)

    return do


def _plan(scene: Scene) -> WayHome:
    return WayHome.objects.get(room=scene.room)


def _line(scene: Scene, kind: StepKind) -> dict[str, Any]:
    step = HomeStep.objects.get(plan__room=scene.room, kind=kind, taken_off=False)
    return {**scene.form, "step": step.public_id, "version": _plan(scene).version}


def _day(scene: Scene, ahead: int | None, weekday: int | None = None) -> Any:
    if ahead is None:
        return None
    day = scene.at.astimezone(HOME_ZONE).date() + timedelta(days=ahead)
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


_KIND: Final = StepKind
_MACIA: Final = (
    Did(5, "19:20", "brianna", _begin, reactions=(("ana", "🙏"),)),
    Did(
        5,
        "19:41",
        "brianna",
        _change(_KIND.TALK, "She asks at bedtime mostly. Let's all use the same words, Ana's first."),
    ),
    Did(
        5,
        "20:05",
        "ana",
        _change(
            _KIND.SAME_RULES, "hall light, door open, left ear. the tomato stays with Brianna, the chicken is ours"
        ),
        reactions=(("brianna", "😊"),),
    ),
    Did(
        4,
        "18:10",
        "francisco",
        _change(_KIND.OBJECTS, "All of Captain Broom, the taped pages too. And the bike pump.", who="birth"),
    ),
    Did(3, "12:20", "brianna", _tick(_KIND.SAME_RULES)),
    Did(
        3,
        "18:40",
        "ana",
        _change(_KIND.LONGER, "a Sunday with the salsa and the homework", ahead=14, weekday=6, who="birth"),
    ),
    Did(2, "17:10", "ana", _add(_KIND.GOAL, "she keeps the people who were good to her. and the dog")),
    Did(2, "17:35", "brianna", _add(_KIND.OWN, "A walk with the dog once she is home. He'll want to check on her.")),
    Did(2, "18:15", "brianna", _tick(_KIND.DOCTOR)),
)
_GLADYS: Final = (
    Did(10, "10:10", "wendy", _begin, reactions=(("ana", "❤️"), ("francisco", "👍"))),
    Did(
        10,
        "10:32",
        "ana",
        _change(_KIND.LONGER, "a whole Saturday. we leave like frogs", ahead=18, weekday=5, who="birth"),
    ),
    Did(
        10,
        "12:05",
        "francisco",
        _change(_KIND.OBJECTS, "The cobi. Unwashed. Never again under the rain boots.", who="foster"),
    ),
    Did(
        9,
        "19:10",
        "wendy",
        _change(_KIND.BOOK, "The paper rings go into it too, the oops ring first.", who="foster"),
        reactions=(("ana", "😊"),),
    ),
    Did(8, "17:45", "francisco", _change(_KIND.FIRST_NIGHT, "Potatoes for supper. She salts.", ahead=38)),
    Did(7, "08:30", "wendy", _tick(_KIND.TALK)),
    Did(
        6,
        "18:20",
        "wendy",
        _send("I think it sounds like all three of us now. Tianna, would you look at the first night especially?"),
    ),
    Did(
        5,
        "10:00",
        "tianna",
        _back(
            "What a warm plan, and so much of Gladys in it. One wish before the first night: an evening with supper, "
            "bath and bed song at Ana's, and then back to Wendy to sleep. Please put it in and send it once more."
        ),
        reactions=(("wendy", "👍"), ("ana", "🙏")),
    ),
    Did(
        5,
        "12:40",
        "ana",
        _add(_KIND.OWN, "an evening at mine: supper, bath, moon song, then back to Wendy to sleep", ahead=26),
    ),
    Did(4, "18:05", "wendy", _send()),
)

STEPS: Final[dict[str, tuple[Did, ...]]] = {"macia": _MACIA, "gladys": _GLADYS}
