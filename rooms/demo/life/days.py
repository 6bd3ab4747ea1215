"""What the demo families did on the pages of the noun `days`: the last two weeks, told by taps in the evening."""
# One day a line, as on the page itself.
# ruff: noqa: E501
# fmt: off

from collections.abc import Callable
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from rooms.access import Action, door
from rooms.demo.life import Did, Scene
from rooms.demo.life.pictures import drawn
from rooms.demo.script import HOME_ZONE
from rooms.items.days import TILES
from rooms.models import Day, Event, PassedWords, SickCard
from rooms.protocol import FileRef
from rooms.services import attachments, cheers, days, passed, sick

_CARD_OF: Final = {label: name for name, tile in TILES.items() for label in tile.choices}


def with_drawing(scene: Scene, name: str, alt: str) -> tuple[FileRef, ...]:
    """A drawing that goes with what is told; none without a name."""
    if not name:
        return ()
    member = door(actor=scene.who, room_id=scene.room.public_id, action=Action.POST)
    photo, source = drawn(name)
    made = attachments.keep(member, client_id=uuid5(NAMESPACE_URL, f"{scene.client_id}/{name}"), photo=photo, source=source)
    return (FileRef(id=made.public_id, alt=alt),)


def _day(days_ago: int, who: str, *taps: str, text: str = "", clock: str = "20:15", drawing: str = "", alt: str = "", reactions: tuple[tuple[str, str], ...] = ()) -> Did:
    def do(scene: Scene) -> Event:
        weekend = scene.at.astimezone(HOME_ZONE).weekday() > 4
        tapped = {_CARD_OF[tap]: tap for tap in taps if not (weekend and tap.startswith("school."))}
        return days.tell(**scene.form, taps=tapped, text=text, files=with_drawing(scene, drawing, alt))

    return Did(days_ago, clock, who, do, reactions)


def _cheer(days_ago: int, clock: str, who: str, cheer: str, text: str = "") -> Did:
    """Celebrate the day that was told last."""
    return Did(days_ago, clock, who, lambda scene: cheers.day(**scene.form, about=Day.objects.filter(room=scene.room).latest("seq").public_id, cheer=cheer, text=text))


def _words(days_ago: int, clock: str, who: str, way: str, text: str, drawing: str = "", alt: str = "") -> Did:
    return Did(days_ago, clock, who, lambda scene: passed.send(**scene.form, way=way, text=text, files=with_drawing(scene, drawing, alt)))


def _told(days_ago: int, clock: str, who: str, text: str) -> Did:
    """The words that were sent last are passed on."""
    return Did(days_ago, clock, who, lambda scene: passed.told(**scene.form, words_id=PassedWords.objects.filter(room=scene.room, way="to").latest("seq").public_id, text=text))


def _about_card(days_ago: int, clock: str, who: str, service: Callable[..., Event]) -> Did:
    return Did(days_ago, clock, who, lambda scene: service(**scene.form, card_id=SickCard.objects.filter(room=scene.room).latest("seq").public_id))


STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        _day(13, "brianna", "slept.well", "ate.well", "mood.calm", "school.good"),
        _day(12, "brianna", "slept.woke", "ate.some", "mood.mixed", "school.mixed", "asked.mom", text="Homework took two tomatoes and a half."),
        _day(11, "brianna", "ate.well", "mood.happy", "asked.mom", "funny.did", text="She clucked at the dog all evening.", reactions=(("ana", "😊"),)),
        _words(10, "19:05", "ana", "to", "Please tell Macia that the chicken timer has its place on my shelf and waits for her."),
        _told(10, "19:50", "brianna", "Told her at the sink. She answered in chicken."),
        _day(9, "brianna", "slept.well", "ate.well", "mood.calm", "school.good"),
        _day(8, "brianna", "slept.little", "ate.well", "mood.happy", "asked.both", text="Nothing to fix at the dentist, and three people there for her.", reactions=(("ana", "❤️"), ("francisco", "❤️"))),
        _cheer(8, "20:40", "francisco", "cheer.team", "Her words, not mine."),
        _day(7, "brianna", "slept.well", "ate.some", "mood.calm", "school.good"),
        _day(6, "brianna", "slept.well", "ate.well", "mood.happy", "school.good", text="Two elephants, as ordered.", drawing="elephants", alt="A drawing of a big elephant and a small one", reactions=(("ana", "🎉"),)),
        _day(5, "brianna", "slept.well", "mood.calm", "asked.dad"),
        _day(4, "brianna", "ate.well", "mood.happy", "school.good", "asked.dad"),
        _day(3, "brianna", "slept.well", "ate.well", "mood.calm", "asked.mom", "school.good"),
        _day(2, "brianna", "slept.woke", "ate.some", "mood.mixed", "school.mixed", text="She lay with the dog for a long time before bed.", reactions=(("ana", "❤️"),)),
        _day(1, "brianna", "slept.well", "ate.well", "mood.happy", "school.good", "funny.said", text="Four minutes for two braids, and a spoon in her pocket."),
    ),
    "gladys": (
        _day(13, "wendy", "slept.well", "ate.well", "mood.happy", "school.good", "funny.did", text="She stamped her way up the stairs too.", reactions=(("francisco", "😊"),)),
        _day(12, "wendy", "slept.well", "ate.some", "mood.mixed", "asked.mom"),
        _day(11, "wendy", "slept.well", "ate.well", "mood.calm", "school.good"),
        _day(10, "wendy", "slept.woke", "ate.some", "mood.mixed", "school.mixed", "asked.both"),
        _day(9, "wendy", "ate.well", "mood.happy", "asked.mom", "funny.did", text="She hopped from the car to the door.", reactions=(("ana", "😊"), ("francisco", "😊"))),
        _cheer(9, "20:50", "francisco", "cheer.proud", "Both of my frogs."),
        _words(8, "18:20", "francisco", "to", "Please tell Gladys that Papa practices hopping as well, but only when nobody looks."),
        _told(8, "19:10", "wendy", "She says that somebody has to look or it does not count."),
        _day(7, "wendy", "slept.well", "ate.well", "mood.happy", "school.good"),
        _day(6, "wendy", "slept.well", "ate.well", "mood.calm", "school.good", "asked.dad"),
        _day(5, "wendy", "ate.well", "mood.angry", "health.nose", "school.off", text="Two cups of potion and an early night."),
        _words(5, "17:05", "wendy", "from", "This is me as a toad. She wants both of you to have it.", drawing="toad", alt="A drawing of a green toad with a pointed hat"),
        _day(4, "wendy", "slept.well", "ate.well", "mood.happy", "health.well", "school.good", reactions=(("ana", "👍"),)),
        _day(3, "wendy", "slept.well", "ate.well", "mood.calm", "asked.dad", "funny.said"),
        _day(2, "wendy", "slept.well", "ate.well", "mood.happy", "school.good", text="A very good day for letters."),
        _day(1, "wendy", "slept.well", "ate.some", "mood.calm", "school.good", text="Hummed at ten to seven, asleep at seven.", reactions=(("ana", "❤️"),)),
    ),
    "jon": (
        Did(17, "06:16", "wendy", lambda scene: sick.tell(**scene.form, signs=["sick.fever"], doctor="doctor.going")),
        _about_card(17, "06:30", "joshua", sick.see),
        _about_card(17, "06:36", "ana", sick.see),
        _about_card(17, "06:47", "tianna", sick.see),
        _about_card(16, "07:06", "wendy", sick.better),
        _day(13, "wendy", "slept.well", "ate.well", "mood.happy", "asked.both", "funny.did", text="Una reverencia antes de dormir. / One more bow before bed."),
        _day(12, "wendy", "slept.woke", "ate.some", "mood.mixed", "asked.dad"),
        _day(11, "wendy", "slept.well", "ate.well", "mood.calm"),
        _day(10, "wendy", "slept.well", "ate.well", "mood.happy", "funny.laughed", text="Nueve camiones. / Nine trucks.", reactions=(("joshua", "😊"),)),
        _day(9, "wendy", "slept.well", "ate.some", "mood.mixed", "health.tired", "asked.mom"),
        _day(8, "wendy", "ate.well", "mood.happy", "asked.dad", reactions=(("joshua", "❤️"), ("ana", "❤️"))),
        _words(7, "18:40", "joshua", "to", "Dígale por favor que papá guardó la segunda cuchara para él."),
        _told(7, "19:20", "wendy", "Se rió y me dio la suya. / He laughed and gave me his."),
        _day(7, "wendy", "slept.well", "ate.well", "mood.calm", "funny.laughed"),
        _day(6, "wendy", "slept.well", "ate.some", "mood.calm", "asked.both"),
        _day(5, "wendy", "slept.woke", "ate.well", "mood.mixed"),
        _day(4, "wendy", "slept.well", "ate.well", "mood.happy", "funny.said", text="\"Tabo\", \"tabo\", \"tabo\". Ahora ya sabemos. / Now we know.", reactions=(("ana", "😊"),)),
        _day(3, "wendy", "slept.well", "ate.well", "mood.calm", "asked.dad"),
        _day(2, "wendy", "slept.well", "ate.some", "mood.happy", "asked.mom", "funny.laughed"),
        _day(1, "wendy", "slept.well", "ate.well", "mood.happy", "asked.both", "funny.did", clock="19:40", text="Para la ventana. / For the window.", drawing="truck", alt="Un camión verde y anaranjado, en crayón", reactions=(("joshua", "❤️"), ("ana", "❤️"))),
        _cheer(1, "20:05", "joshua", "cheer.proud"),
    ),
    "jaylan": (
        _day(12, "brianna", "slept.woke", "ate.well", "mood.mixed", "asked.both", text="He made the sign for his door himself."),
        _day(11, "brianna", "slept.well", "ate.some", "mood.calm", "school.good"),
        _day(10, "brianna", "slept.well", "ate.well", "mood.happy", "school.good", text="Curls soft, boy proud.", reactions=(("samara", "❤️"),)),
        _day(9, "brianna", "slept.well", "ate.well", "mood.calm", "school.good", "asked.dad"),
        _words(8, "18:50", "samara", "to", "Please tell Jaylan: all clear, captain. Love, Mom."),
        _told(8, "19:40", "brianna", "He checked the closet twice and reported back to you."),
        _day(7, "brianna", "slept.well", "ate.well", "mood.happy", "school.good"),
        _day(6, "brianna", "slept.little", "ate.some", "mood.mixed", "asked.both"),
        _day(5, "brianna", "ate.well", "mood.happy", "asked.mom", "funny.said", text="He looked into every mirror on the way to bed.", reactions=(("francis", "😊"),)),
        _cheer(5, "20:40", "samara", "cheer.thanks"),
        _day(4, "brianna", "slept.well", "ate.well", "mood.calm", "school.good", "funny.did"),
        _day(3, "brianna", "slept.well", "ate.little", "mood.sad", "school.hard", "asked.both", text="A long cuddle on the stairs, and toast."),
        _day(2, "brianna", "slept.well", "ate.well", "mood.calm", "school.good", "funny.said", reactions=(("francis", "❤️"),)),
        _day(1, "brianna", "slept.well", "ate.well", "mood.happy", "school.good", "funny.said"),
    ),
}
