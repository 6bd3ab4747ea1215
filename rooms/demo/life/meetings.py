"""What the demo families did on the pages of the noun `meetings`: the first days, then what is coming."""
# One act a line.
# ruff: noqa: E501
# fmt: off

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from rooms.demo.life import Did, Scene
from rooms.demo.script import moment
from rooms.models import Event, Meeting, MeetingPoint
from rooms.services import first_days, meetings


def _the(scene: Scene, kind: str) -> str:
    return Meeting.objects.filter(room=scene.room, kind=kind).latest("pk").public_id


def _seen(scene: Scene, kind: str) -> dict[str, Any]:
    """The latest meeting of a kind, as a form saw it."""
    found = Meeting.objects.filter(room=scene.room, kind=kind).latest("pk")
    return {"meeting_id": found.public_id, "version": found.version}


def _set(days_ago: int, clock: str, kind: str, days: int, at: str, way: str) -> Did:
    """Tianna sets a time, so many days later."""
    return Did(days_ago, clock, "tianna", lambda scene: meetings.set_time(**scene.form, **_seen(scene, kind), starts=moment(-days, at, scene.at), way=way))


def _talked(days_ago: int, clock: str, text: str, *topics: str) -> Did:
    return Did(days_ago, clock, "tianna", lambda scene: first_days.call(**scene.form, **_seen(scene, "comfort_call"), outcome="talked", topics=topics, text=text))


def _later(days_ago: int, clock: str, who: str, days: int, at: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: first_days.later(**scene.form, meeting_id=_the(scene, "comfort_call"), again=moment(-days, at, scene.at), text=text))


def _intro(days_ago: int, clock: str, who: str, text: str, reactions: tuple[tuple[str, str], ...] = ()) -> Did:
    return Did(days_ago, clock, who, lambda scene: first_days.introduce(**scene.form, meeting_id=_the(scene, "icebreaker"), text=text), reactions)


def _add(days_ago: int, clock: str, who: str, kind: str, what: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: meetings.add(**scene.form, meeting_id=_the(scene, kind), what=what, text=text))


def _tick(days_ago: int, clock: str, who: str, kind: str, first: int | None = None) -> Did:
    """Tick the first points of a list off, or all."""
    def do(scene: Scene) -> Event | None:
        points = MeetingPoint.objects.filter(meeting__public_id=_the(scene, kind)).exclude(what="intro").order_by("pk")
        return meetings.tick(**scene.form, meeting_id=_the(scene, kind), on=[one.public_id for one in points[:first]])
    return Did(days_ago, clock, who, do)


def _met(days_ago: int, clock: str, text: str, reactions: tuple[tuple[str, str], ...] = ()) -> Did:
    return Did(days_ago, clock, "tianna", lambda scene: meetings.hold(**scene.form, **_seen(scene, "icebreaker"), text=text), reactions)


def _weekly(days_ago: int, clock: str, who: str, days: int, at: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: meetings.weekly(**scene.form, starts=moment(-days, at, scene.at)))


def _kept(days_ago: int, clock: str, who: str, kept: bool = True) -> Did:
    """Say of the last time whether they talked."""
    def do(scene: Scene) -> Event:
        talk = Meeting.objects.get(public_id=_the(scene, "talk"))
        return meetings.told_talk(**scene.form, meeting_id=talk.public_id, of=talk.times(scene.at - timedelta(days=7), scene.at)[-1], kept=kept)
    return Did(days_ago, clock, who, do)


def _did(days_ago: int, clock: str, who: str, do: Callable[[Scene], Event | None]) -> Did:
    return Did(days_ago, clock, who, do)


STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        _set(41, "20:05", "comfort_call", 1, "12:30", "worker_phone"),
        _talked(40, "12:58", "Short and good. Macia heard all three voices laugh about the cinnamon milk.", "safe", "tonight", "sleep", "food", "comfort", "yourselves", "next"),
        _set(40, "13:05", "icebreaker", 3, "17:30", "video"),
        _intro(39, "19:40", "brianna", "I'm Brianna. Here you find a dog who sleeps on people's feet, too many stairs, and a kitchen where everybody ends up. Dinner is at six, and whoever cooks does not wash up. When a child breaks a rule here we sit down together first and talk second. I'm looking forward to meeting you.", reactions=(("ana", "🙏"), ("francisco", "👍"))),
        _intro(39, "21:15", "ana", "I'm Ana. Macia is my first. she draws before she talks, so look at the drawings. I'm shy on video, I get better after five minutes", reactions=(("brianna", "❤️"),)),
        _intro(38, "12:20", "francisco", "Francisco. I fix bikes. I'm not a big talker but I listen. She calls me when something is broken, I'd like to keep it that way.", reactions=(("brianna", "😊"),)),
        _add(38, "12:24", "francisco", "icebreaker", "point", "How do I hear about it when she is sick?"),
        _add(38, "20:40", "ana", "icebreaker", "point", "bedtime, all of it, in the right order"),
        _add(37, "16:30", "brianna", "icebreaker", "wish", "Macia asks: can her drawings come along to every visit?"),
        _met(37, "18:35", "A warm first meeting by video. Bedtime is on paper now, in Ana's order. If Macia is sick, Brianna writes here at once. And yes: the drawings come along.", reactions=(("ana", "❤️"), ("brianna", "❤️"))),
        _tick(37, "18:40", "tianna", "icebreaker"),
        _did(5, "10:10", "tianna", lambda scene: meetings.hearing(**scene.form, starts=moment(-14, "10:00", scene.at))),
        _add(5, "19:05", "ana", "hearing", "point", "what Macia would like the judge to know. she wants to write it herself"),
        _add(4, "12:10", "francisco", "hearing", "point", "Leave an hour early. I'll look up the bus the day before."),
        _add(3, "18:20", "brianna", "hearing", "point", "Copies of the spelling test and of what her teacher wrote"),
        _tick(2, "19:30", "brianna", "hearing", 1),
    ),
    "gladys": (
        _set(41, "19:50", "comfort_call", 1, "10:00", "worker_phone"),
        _talked(40, "10:32", "Gladys was humming in the background the whole time.", "safe", "sleep", "food", "comfort", "message", "next"),
        _set(40, "10:40", "icebreaker", 3, "16:00", "in_person"),
        _intro(39, "20:10", "wendy", "I'm Wendy. I have raised four, and sewn for most of them. Mornings are slow here, there is a big table and a small garden, and nobody is shouted at. I'd rather ask you three times than guess once.", reactions=(("ana", "🙏"),)),
        _intro(38, "21:30", "ana", "I'm Ana, Gladys is my funny one. I talk a lot when I'm nervous and then I go quiet, that is just how I am"),
        _add(38, "21:34", "ana", "icebreaker", "point", "her words for things, so that Wendy knows what she wants"),
        _add(37, "08:40", "wendy", "icebreaker", "point", "What may I sing, and what is only yours?"),
        _met(37, "16:55", "Ana brought a list of Gladys's words. The moon song stays Ana's; Wendy may hum along. Francisco could not be there and had the notes the same evening.", reactions=(("wendy", "❤️"), ("ana", "❤️"))),
        _tick(37, "17:00", "tianna", "icebreaker"),
        _weekly(24, "19:20", "francisco", 4, "18:30"),
        _kept(20, "19:05", "francisco"),
        _kept(13, "19:10", "wendy"),
        _kept(6, "18:50", "francisco"),
    ),
    "jon": (
        _set(41, "19:30", "comfort_call", 1, "09:30", "worker_phone"),
        _talked(40, "10:05", "Gracias a los tres. Jon oyó la voz de su papá y buscó el teléfono. / Thank you all. Jon heard his dad and looked for the phone.", "safe", "tonight", "sleep", "food", "health", "comfort", "next"),
        _set(40, "10:15", "icebreaker", 3, "17:15", "in_person"),
        _intro(39, "20:45", "wendy", "Soy Wendy. Mi español viene de mi abuela y de las telenovelas. En mi casa se desayuna despacio y se canta mal. / I'm Wendy. My Spanish is from my grandmother. We have slow breakfasts here and sing badly.", reactions=(("joshua", "😊"), ("ana", "😊"))),
        _intro(38, "22:05", "joshua", "Soy Joshua, el papá de Jon. Trabajo temprano y contesto en la noche. Con él soy de pocas palabras y de mucho piso: jugamos en el piso.", reactions=(("wendy", "❤️"),)),
        _add(38, "22:10", "joshua", "icebreaker", "point", "Los camiones: que los siga viendo"),
        _met(37, "18:05", "Nos vimos una hora. Los camiones siguen, en la ventana. / We met for an hour. The trucks stay, at the window.", reactions=(("joshua", "🙏"), ("wendy", "🙏"))),
        _tick(37, "18:10", "tianna", "icebreaker"),
    ),
    "jaylan": (
        _set(13, "17:25", "comfort_call", 0, "19:00", "worker_phone"),
        _later(13, "18:20", "samara", 1, "12:15", "Not tonight, please. I would only cry and he would hear it. Tomorrow at noon I can."),
        _talked(12, "12:40", "We talked for twenty minutes, and Jaylan said goodnight to both of them in the middle of the day.", "safe", "sleep", "health", "comfort", "yourselves", "message", "next"),
        _set(12, "12:50", "icebreaker", 3, "17:00", "in_person"),
        _intro(11, "20:30", "brianna", "I'm Brianna. Our days begin with pancakes when there is time and with toast when there is not. There is a dog, who is older than he thinks. I ask before I change things, and when I forget, please tell me.", reactions=(("samara", "🙏"),)),
        _intro(10, "07:50", "samara", "I'm Samara, Jaylan's mother. I keep lists, and I keep my word. I do the voices of the dinosaurs. Francis does the sound of the rain."),
        _add(10, "07:55", "samara", "icebreaker", "point", "The allergy pen: who has it when, and who is shown how"),
        _add(10, "08:30", "brianna", "icebreaker", "wish", "Jaylan: \"Can Mom teach Brianna the voices?\""),
        _met(9, "18:10", "Everybody has held the pen in their own hand now. The voices will take longer.", reactions=(("samara", "😊"), ("francis", "😊"), ("brianna", "😊"))),
        _tick(9, "18:15", "tianna", "icebreaker"),
        _did(2, "20:15", "samara", lambda scene: meetings.ask(**scene.form, reason="school", text="After what was said to him at school I would like us to sit down once, with his teacher. Not to blame a six-year-old. To agree on what we all say.")),
        _add(2, "20:20", "samara", "team", "goal", "One sentence that every grown-up around him uses"),
        _add(1, "08:15", "brianna", "team", "support", "His teacher, if everybody agrees"),
    ),
}
