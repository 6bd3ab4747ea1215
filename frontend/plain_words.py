"""Everyday words of families, in English and Spanish: what a text is about, and how texts are found by them.

Words are compared by their rough stems, so accents, capitals and endings do not matter.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, TypeVar

from moderation.digest.fold import content, folded
from rooms.knowhow import Topic as Knowhow
from rooms.models.about import Topic

Key = TypeVar("Key", bound=str)

_SLEEP: Final = """sleep sleeps slept sleepy asleep bed beds bedtime night nights nap naps wake wakes woke awake dream
dreams nightmare pajamas lullaby tired dormir duerme duermen dormido dormida dormirse cama noche noches siesta sueño
sueños pesadilla despierta despertar pijama cansado cansada"""
_FOOD: Final = """food eat eats eating ate meal meals breakfast lunch dinner supper snack snacks milk bottle spoon
plate hungry fruit vegetables rice beans soup picky comer comida comidas desayuno almuerzo cena merienda leche biberón
cuchara plato hambre fruta verduras arroz frijoles sopa"""
_FEELINGS: Final = """cry cries crying cried tantrum scream screams screaming yell angry anger mad upset sad worried
worry meltdown fit feelings calm llorar llora llanto berrinche berrinches grita gritar enojo enojado enojada coraje
triste tristeza preocupado preocupada rabieta sentimientos calmar calma"""
_LIMITS: Final = """rule rules limit limits listen listens obey behave behavior hit hits hitting bite bites biting
kick consequence timeout regla reglas límite límites obedecer obedece portarse conducta pegar pega morder muerde
patear castigo"""
_BODY: Final = """hair braid braids comb brush skin lotion bath bathe shower wash teeth tooth diaper potty toilet
nails pelo cabello trenza trenzas peinar peine cepillo piel crema baño bañar ducha lavar dientes pañal bacinica uñas"""
_SCHOOL: Final = """school teacher class classroom homework grade grades reading daycare preschool kindergarten bus
escuela maestra maestro clase tarea tareas calificaciones lectura guardería preescolar kínder camión"""
_ROOTS: Final = """language spanish english word words speak speaks church pray prayer prayers faith god mass holiday
holidays tradition culture grandma grandmother recipe idioma español inglés palabra palabras hablar habla iglesia orar
oración rezar rezo dios misa fiesta tradición cultura abuela abuelita receta"""
_PLAY: Final = """play plays playing played toy toys truck trucks blocks ball puzzle park swing slide jugar juega
juego juegos jugando juguete juguetes camioncito bloques pelota rompecabezas parque columpio resbaladilla"""

ABOUT: Final[Mapping[Topic, str]] = {
    Topic.ALLERGIES: """allergy allergic allergies rash hives peanut peanuts nuts penicillin amoxicillin bees alergia
alergias alérgico alérgica ronchas sarpullido cacahuate nueces penicilina amoxicilina abejas""",
    Topic.MEDICINES: """medicine medicines dose drops pill pills inhaler antibiotic syrup vitamin medicina medicinas
dosis gotas pastilla pastillas inhalador antibiótico jarabe vitamina""",
    Topic.HEALTH: """fever sick cough asthma glasses shot shots vaccine ear ache tummy belly health fiebre enfermo
enferma tos asma lentes vacuna oído dolor panza estómago salud""",
    Topic.PROVIDERS: """doctor doctors dentist therapist nurse clinic pediatrician therapy doctora dentista terapeuta
enfermera clínica pediatra terapia""",
    Topic.EMERGENCY: "emergency ambulance hospital seizure emergencia ambulancia convulsión",
    Topic.SLEEP: _SLEEP,
    Topic.COMFORT: f"""{_FEELINGS} comfort comforts hug hold hush soothe blanket song hum rub consolar consuela abrazo
abrazar arrullar cobija canción tararear""",
    Topic.FOOD: _FOOD,
    Topic.FEARS: """afraid scared scary fear fears dark thunder monster hides miedo miedos asusta asustado asustada
oscuro oscuridad truenos monstruo""",
    Topic.LIKES: """love loves likes favorite favorites happy laugh laughs smile smiles lights ama gusta gustan
encanta favorito favorita favoritos feliz ríe risa sonrisa sonríe""",
    Topic.HABITS: "habit habits always thumb pacifier routine hábito hábitos siempre dedo chupón rutina",
    Topic.PLAY: _PLAY,
    Topic.SCHOOL: _SCHOOL,
    Topic.DISCIPLINE: _LIMITS,
    Topic.LANGUAGE: "language spanish english word words speak speaks idioma español inglés palabra palabras habla",
    Topic.CULTURE: _ROOTS,
    Topic.BODY: _BODY,
    Topic.IDENTITY: "proud shy funny brave curious stubborn orgulloso orgullosa tímido chistoso valiente curioso terco",
    Topic.WISHES: "ask asked haircut pierced trip permission preguntar pregunten corte aretes viaje permiso",
}
"""What people say when they talk of a topic of the child's page."""

KNOWHOW: Final[Mapping[str, str]] = {
    Knowhow.SLEEP: _SLEEP,
    Knowhow.FOOD: _FOOD,
    Knowhow.FEELINGS: _FEELINGS,
    Knowhow.LIMITS: _LIMITS,
    Knowhow.EVERYDAY: "morning mornings routine chores mañanas rutina quehaceres",
    Knowhow.CARE: _BODY,
    Knowhow.VISITS: "visit visits goodbye visita visitas despedida adiós",
    Knowhow.SCHOOL: _SCHOOL,
    Knowhow.TOGETHER: """brother brothers sister sisters sibling siblings friend friends fight fights share hermano
hermanos hermana hermanas amigo amigos pelea pelean compartir""",
    Knowhow.SAFE: "safe safety climb climbs stairs stove danger seguro segura seguridad trepa escalera estufa peligro",
    Knowhow.ROOTS: _ROOTS,
}
"""What people say when they look for an idea of a topic."""


@cache
def stems(text: str) -> frozenset[str]:
    """The rough stems of a text's words."""
    return content(folded(" ".join(text.split())))


def likeliest(text: str, topics: Iterable[Topic], *, most: int = 3) -> list[Topic]:
    """The topics that a text speaks of by its words, the likeliest first; none if it speaks of none."""
    said = content(folded(text))
    scores = {topic: len(said & stems(ABOUT.get(topic, ""))) for topic in topics}
    return sorted((topic for topic in scores if scores[topic]), key=lambda topic: -scores[topic])[:most]


def found(words: str, texts: Mapping[Key, tuple[str, ...]]) -> list[Key]:
    """The keys of the texts in which the words occur, best first; a text is in parts, the weightiest first.

    Words that say nothing are left out; a text counts if it has more than half of what the best one has.
    """
    wanted = content(folded(words)) or frozenset(folded(words).split())
    parts = {key: [content(folded(part)) | set(folded(part).split()) for part in text] for key, text in texts.items()}
    hits = {key: sum(any(_has(part, word) for part in some) for word in wanted) for key, some in parts.items()}
    best = max(hits.values(), default=0)
    weights = {
        key: sum(len(some) - place for place, part in enumerate(some) for word in wanted if _has(part, word))
        for key, some in parts.items()
    }
    good = [key for key in texts if hits[key] * 2 > best]
    return sorted(good, key=lambda key: (-hits[key], -weights[key]))


def _has(part: Iterable[str], word: str) -> bool:
    """Whether one of the stems is the word, or begins with it where it is long enough to say something."""
    return word in part or (len(word) > 3 and any(one.startswith(word) for one in part))
