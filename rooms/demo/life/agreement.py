"""What the demo families did on the pages of the noun `agreement`: two agree, one is talking, one has not begun."""

from collections.abc import Callable
from datetime import time
from typing import Final

from rooms.demo.life import Did, Scene
from rooms.models import Agreement, AgreementPoint, Event, PointTurn, TalkPlan
from rooms.services import agreement, points, survey, talkplan
from rooms.services.talkplan import Wanted

Act = Callable[[Scene], Event | None]

WORKDAYS: Final = tuple(range(5))


def _begin(scene: Scene) -> Event:
    return agreement.begin(**scene.form)


def _agree(scene: Scene) -> Event:
    return agreement.agree(**scene.form, version=Agreement.objects.get(room=scene.room).version)


def _talk(key: str, text: str) -> Act:
    return lambda scene: points.talk(**scene.form, point=_point(scene, key).public_id, text=text)


def _reword(key: str, text: str) -> Act:
    def act(scene: Scene) -> Event:
        point = _point(scene, key)
        return points.reword(**scene.form, point=point.public_id, version=point.version, text=text)

    return act


def _take(key: str) -> Act:
    def act(scene: Scene) -> Event:
        turn = PointTurn.objects.get(point=_point(scene, key), state=PointTurn.State.OPEN)
        return points.take(**scene.form, turn=turn.public_id)

    return act


def _plan(wanted: Wanted, text: str) -> Act:
    return lambda scene: talkplan.suggest(**scene.form, wanted=wanted, latest="", text=text)


def _take_plan(scene: Scene) -> Event:
    plan = TalkPlan.objects.get(room=scene.room, state=TalkPlan.State.OPEN)
    return talkplan.take(**scene.form, plan=plan.public_id)


def _rest(starts: time, ends: time) -> Act:
    return lambda scene: talkplan.rest(**scene.form, days=WORKDAYS, starts=starts, ends=ends)


def _answer(together: int, heard: int) -> Act:
    def act(scene: Scene) -> None:
        room_id = scene.room.public_id
        survey.answer(actor=scene.who, room_id=room_id, together=together, heard=heard, at=scene.at)

    return act


def _tell_agency(text: str) -> Act:
    def act(scene: Scene) -> None:
        survey.tell_agency(actor=scene.who, room_id=scene.room.public_id, client_id=scene.client_id, text=text)

    return act


def _point(scene: Scene, key: str) -> AgreementPoint:
    return AgreementPoint.objects.get(agreement__room=scene.room, key=key)


LATE: Final = (
    'We keep visits as planned. Whoever thinks "I might be late" says so here right away, even if it is only a maybe, '
    "so that somebody Macia trusts can tell her."
)
ASK: Final = (
    "Si algo no se entiende, primero preguntamos cómo fue, y contamos todo, no solo lo corto. / When something is "
    "unclear we first ask how it was, and we tell the whole of it."
)
EVENINGS: Final = Wanted(
    ways=("room", "visits"),
    starts=time(17),
    ends=time(21),
    topics=("day", "school", "feelings"),
    ask_first=("hair", "photos", "plans"),
)
WHENEVER: Final = Wanted(
    ways=("room", "visits"), topics=("day", "sleep", "health"), ask_first=("hair", "food", "doctor")
)

STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        Did(18, "10:15", "tianna", _begin),
        Did(18, "12:40", "francisco", _reword("visits", LATE)),
        Did(18, "13:05", "brianna", _take("visits"), reactions=(("francisco", "🙏"),)),
        Did(17, "19:30", "ana", _agree),
        Did(17, "20:10", "brianna", _agree),
        Did(
            17,
            "20:15",
            "brianna",
            _plan(EVENINGS, "After homework and before bed. If it can't wait, any time is fine."),
        ),
        Did(17, "20:40", "ana", _take_plan, reactions=(("brianna", "👍"),)),
        Did(16, "09:00", "francisco", _agree),
        Did(15, "09:30", "tianna", _agree),
        Did(15, "12:10", "francisco", _rest(time(8), time(16))),
        Did(12, "21:05", "brianna", _answer(4, 4)),
        Did(10, "20:30", "ana", _answer(4, 5)),
        Did(
            10, "20:34", "ana", _tell_agency("I like that I can read everything again. The bus to the visits is hard.")
        ),
    ),
    "gladys": (
        Did(20, "11:00", "tianna", _begin),
        Did(19, "20:15", "ana", _talk("food", "I always bring the mango. can we put that in?")),
        Did(
            19,
            "20:40",
            "wendy",
            _reword("food", "Ana brings the fruit. Wendy leaves the crackers at home, so that Gladys comes hungry."),
        ),
        Did(14, "18:30", "francisco", _talk("differ", "Can we say that we ask first and get hot later? I mean me.")),
        Did(14, "18:52", "wendy", _talk("differ", "I like that. Will you find the words, Francisco?")),
        Did(13, "20:20", "wendy", _answer(5, 4)),
    ),
    "jon": (
        Did(24, "10:00", "tianna", _begin),
        Did(24, "19:10", "joshua", _reword("asking", ASK)),
        Did(24, "19:25", "wendy", _take("asking"), reactions=(("joshua", "🙏"), ("ana", "❤️"))),
        Did(24, "20:05", "ana", _agree),
        Did(24, "20:12", "joshua", _agree),
        Did(23, "07:10", "wendy", _agree),
        Did(23, "09:20", "tianna", _agree),
        Did(
            15,
            "18:40",
            "wendy",
            _plan(WHENEVER, "Escriban cuando quieran; yo leo a las seis con mi té. / Write whenever you like."),
        ),
        Did(15, "19:05", "joshua", _take_plan),
        Did(9, "20:45", "joshua", _answer(4, 4)),
    ),
}
