"""What the demo families put into the children's life books."""
# One entry a line, as in the book itself.
# ruff: noqa: E501
# fmt: off

from typing import Final

from rooms.demo.life import Did, Scene
from rooms.demo.life.days import with_drawing
from rooms.models import BookEntry, Event
from rooms.services import book, cheers


def _put(days_ago: int, clock: str, who: str, sort: str, text: str, drawing: str = "", alt: str = "", reactions: tuple[tuple[str, str], ...] = ()) -> Did:
    def do(scene: Scene) -> Event:
        return book.add(**scene.form, sort=f"book.{sort}", text=text, files=with_drawing(scene, drawing, alt))

    return Did(days_ago, clock, who, do, reactions)


def _cheer(days_ago: int, clock: str, who: str, cheer: str, text: str = "") -> Did:
    """Celebrate what was put in last."""
    return Did(days_ago, clock, who, lambda scene: cheers.entry(**scene.form, about=BookEntry.objects.filter(room=scene.room).latest("seq").public_id, cheer=cheer, text=text))


STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        _put(35, "20:30", "ana", "moment", "Today I held you again, Macia. You ran so fast that your shoe came off. Three taps and a butterfly. Mama"),
        _put(22, "19:00", "brianna", "first", "Your first top tooth came out in the middle of math. You looked at the gap in every spoon.", reactions=(("ana", "❤️"), ("francisco", "🎉"))),
        _put(21, "18:20", "francisco", "letter", "The mouse asked me to say that he has your tooth in a safe place. Fourteen stairs, and worth every one. Papa"),
        _put(6, "18:40", "brianna", "report", "Spelling: nine of ten. The tenth was \"because\", which Macia finds a silly word.", drawing="elephants", alt="Macia’s two elephants, for remembering a hard word"),
        _put(1, "18:30", "brianna", "art", "Your drawing for the talk about somebody you admire.", drawing="bike", alt="A red bicycle that stands on its saddle", reactions=(("francisco", "😢"), ("ana", "❤️"))),
        _cheer(1, "18:50", "ana", "cheer.proud", "You stood up in front of everybody."),
    ),
    "gladys": (
        _put(32, "16:50", "wendy", "art", "\"Papa’s potato\", brown paint on paper. She says that it is walking home."),
        _put(20, "18:40", "ana", "moment", "The oops ring is green. You told me about it on my lap and you were not sad at all."),
        _put(13, "17:10", "wendy", "first", "The first \"my turn next\" with a stamp. You got your turn.", reactions=(("ana", "🎉"), ("francisco", "🎉"))),
        _put(2, "17:40", "wendy", "first", "The first letter of your name, all by yourself.", drawing="letter", alt="A big purple G that looks a little like a snail", reactions=(("ana", "🎉"), ("francisco", "❤️"))),
        _cheer(2, "18:10", "francisco", "cheer.done", "A very good snail."),
    ),
    "jon": (
        _put(36, "09:00", "wendy", "moment", "Your first big laugh in this kitchen: a truck honked, and you laughed from the belly. / Tu primera carcajada: un camión tocó el claxon."),
        _put(35, "14:10", "joshua", "moment", "Hoy te quedaste dormido en mi hombro cuarenta minutos. No me moví. Tu papá", reactions=(("ana", "❤️"),)),
        _put(21, "11:00", "wendy", "first", "A new word: agua. / Una palabra nueva: agua.", reactions=(("joshua", "🎉"), ("ana", "🎉"))),
        _put(13, "19:10", "ana", "first", "You walked backwards on purpose and then you took a bow."),
        _put(1, "19:50", "wendy", "art", "Un camión para la ventana. / A truck for the window.", drawing="truck", alt="Un camión verde y anaranjado, en crayón", reactions=(("joshua", "❤️"),)),
        _cheer(1, "20:10", "ana", "cheer.proud", "Already an artist."),
    ),
    "jaylan": (
        _put(12, "08:10", "brianna", "moment", "\"Medium is plenty\": the sign that you made for your door, with what Dad said."),
        _put(10, "20:10", "samara", "moment", "You looked in the mirror and said: now I look like me. I keep that sentence. Mom", reactions=(("francis", "❤️"),)),
        _put(5, "18:10", "francis", "first", "First haircut in this new time. You sat like a king and I was a happy barber. Dad", reactions=(("samara", "❤️"),)),
        _put(1, "17:40", "brianna", "art", "A practice sheet for Grandma’s card.", drawing="longneck", alt="A long-necked dinosaur in a party hat", reactions=(("samara", "😊"),)),
    ),
}
