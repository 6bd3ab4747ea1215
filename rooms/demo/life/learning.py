"""What the demo families did on the pages of the noun `learning`: ways kept from their talks, tried, and asked for."""
# One act a line, as on the page itself.
# ruff: noqa: E501
# fmt: off

from typing import Final
from uuid import uuid5

from rooms.demo.life import Did, Scene
from rooms.models import AgencyCard, Event, Learned
from rooms.services import agency_cards, journal, learning
from rooms.services.agency_cards import Wanted


def _keep(days_ago: int, clock: str, who: str, begins: str, topic: str) -> Did:
    """Keep the message that begins like this."""
    return Did(days_ago, clock, who, lambda scene: learning.keep(**scene.form, seq=Event.objects.get(room=scene.room, kind="message", text__startswith=begins).seq, topic=topic))


def _ask(days_ago: int, clock: str, who: str, topic: str, text: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: learning.ask(**scene.form, topic=topic, text=text))


def _answer(days_ago: int, clock: str, who: str, text: str) -> Did:
    """Answer the question that was asked last."""
    return Did(days_ago, clock, who, lambda scene: learning.answer(**scene.form, question_id=_last(scene, "asked").public_id, text=text))


def _keep_answer(days_ago: int, clock: str, who: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: learning.keep(**scene.form, seq=_last(scene, "answered").seq))


def _tried(days_ago: int, clock: str, who: str, how: str, text: str, *, card: str = "") -> Did:
    """Try the way that was kept last, or a card."""
    return Did(days_ago, clock, who, lambda scene: learning.tried(**scene.form, what=learning.Tried(how=how, text=text, card=card, way_id="" if card else _last(scene, "kept").public_id)))


def _read(days_ago: int, clock: str, who: str, lesson: str) -> Did:
    return Did(days_ago, clock, who, lambda scene: learning.read(**scene.form, lesson=lesson))


def _page(days_ago: int, clock: str, who: str, kind: str, seen_by: str, text: str) -> Did:
    """A page of somebody's journal: no line of the room."""
    def do(scene: Scene) -> None:
        journal.write(**scene.form, kind=kind, seen_by=seen_by, text=text)

    return Did(days_ago, clock, who, do)


def _last(scene: Scene, kind: str) -> Learned:
    return Learned.objects.filter(room=scene.room, kind=kind).latest("seq")


def _agency(scene: Scene) -> None:
    """What the agency keeps for all its rooms."""
    for number, (kind, words) in enumerate(AGENCY):
        agency_cards.save(actor=scene.who, client_id=uuid5(scene.client_id, str(number)), wanted=Wanted(kind=kind, words=words))


AGENCY: Final = (
    (AgencyCard.Kind.PLACE, {
        "en": {"name": "Family Resource Center", "helps": "Diapers, clothes for growing children, help with forms. Nobody has to explain why they come.", "reach": "(213) 555-0102\nfamily-center.example.org"},
        "es": {"name": "Centro de Recursos para Familias", "helps": "Pañales, ropa para niños que crecen, ayuda con formularios. Nadie tiene que explicar por qué viene.", "reach": "(213) 555-0102\nfamily-center.example.org"},
    }),
    (AgencyCard.Kind.PLACE, {
        "en": {"name": "Open Table Pantry", "helps": "Groceries for a week, on Tuesdays and Saturdays.", "reach": "(213) 555-0104\nopen-table.example.org"},
        "es": {"name": "Despensa Mesa Abierta", "helps": "Despensa para una semana, martes y sábados.", "reach": "(213) 555-0104\nopen-table.example.org"},
    }),
    (AgencyCard.Kind.PLACE, {
        "en": {"name": "Parents’ Evening Circle", "helps": "Parents of both sides meet over soup, with child care. In English and Spanish.", "reach": "(213) 555-0106\nevening-circle.example.org"},
        "es": {"name": "Círculo de Padres", "helps": "Padres de los dos lados se reúnen con una sopa, y hay quien cuide a los niños. En español y en inglés.", "reach": "(213) 555-0106\nevening-circle.example.org"},
    }),
    (AgencyCard.Kind.STARTER, {
        "en": {"text": "Would you like to bring something that {child} knows from home to the next visit?"},
        "es": {"text": "¿Le gustaría llevar a la próxima visita algo que {child} conozca de casa?"},
    }),
)

STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        Did(40, "09:00", "tianna", _agency),
        _keep(37, "07:58", "brianna", "oh no, poor baby", "care"),
        _tried(36, "08:20", "brianna", "worked", "Ends first, and she chose the ties. Nobody cried."),
        _page(30, "21:10", "ana", "growth", "me", "Today I was about to put the phone away. I wrote what hurt instead, and then we talked about tortillas. I want to remember that I can do this."),
        _keep(16, "20:31", "ana", "It was a war here too", "school"),
        _tried(11, "18:24", "ana", "worked", "With a chicken for a timer. She read the whole page."),
        _ask(9, "18:40", "francisco", "everyday", "How do you do Saturday mornings? She wakes up at six and I’m no good at six."),
        _answer(9, "19:12", "brianna", "She has a basket by the bed, filled on Friday night: two comics, a puzzle, a banana. She may do all of it in bed until the big hand is at the top and the little one on seven. Then she comes and tells me the news."),
        _read(6, "21:30", "brianna", "people"),
    ),
    "gladys": (
        _keep(16, "19:14", "wendy", "I'd pick her up and walk outside", "feelings"),
        _tried(14, "17:40", "wendy", "a_bit", "Twice around the block, and then she wanted to talk before I did."),
        _keep(12, "19:20", "ana", "Ah, the starfish.", "limits"),
        _tried(9, "18:30", "ana", "worked", "Frogs, all the way to the car."),
        _read(8, "20:15", "ana", "growing"),
        _ask(1, "20:05", "francisco", "everyday", "How do you get the shoes on the right feet? With me it’s a debate and I lose."),
    ),
    "jon": (
        _keep(26, "20:16", "joshua", "Buena pregunta. Yo también explicaba", "feelings"),
        _tried(23, "13:30", "joshua", "worked", "Llegué a siete respiraciones, y vino solito."),
        _page(22, "22:05", "joshua", "growth", "worker", "Antes yo gritaba para que me oyera. Hoy me senté en el piso y no dije casi nada. Me dio miedo y luego me dio gusto. Quería que usted lo supiera."),
        _tried(20, "19:40", "ana", "a_bit", "I got to ten and started again, like Wendy says. The second time he came and sat on my foot."),
        _ask(10, "19:30", "wendy", "care", "¿Cómo le hacen para que se deje lavar los dientes? Aquí cierra la boca como una almeja.\n\nHow do you get him to let you brush his teeth?"),
        _answer(10, "20:02", "joshua", "Primero me los lavo yo y él me detiene el cepillo. Luego canto De colores y con cada animal toca un lado: el gallo arriba, la gallina abajo. Si se cansa, lo dejo a la mitad y no pasa nada."),
        _keep_answer(10, "20:10", "wendy"),
        _tried(7, "19:50", "wendy", "a_bit", "The rooster side is spotless. The hen will come. / El lado del gallo quedó limpio."),
    ),
    "jaylan": (
        _keep(10, "19:56", "brianna", "Thank you for asking before trying.", "care"),
        _keep(4, "19:34", "samara", "I let the dinosaurs go first.", "care"),
        _tried(2, "20:10", "brianna", "worked", "He announced it to the whole bathtub. Every dinosaur understood.", card="private"),
        _read(2, "21:00", "samara", "strength"),
    ),
}
