"""What the demo families told of their children: the same facts as in their conversations, where they are found again."""
# One entry a line, as in the conversations.
# ruff: noqa: E501
# fmt: off

from collections.abc import Callable
from typing import Final

from rooms.demo.life import Did, Scene
from rooms.models import BigStep, ChildEntry, DearThing, Event, Kind
from rooms.services import about, about_asking, about_things
from rooms.services.about import Told

Do = Callable[[Scene], Event]


def _tell(topic: str, text: str) -> Do:
    return lambda scene: about.tell(**scene.form, told=Told(topic=topic, text=text))


def _anew(topic: str, text: str) -> Do:
    """A new version of what the same person told before."""
    def do(scene: Scene) -> Event:
        entry = ChildEntry.objects.filter(room=scene.room, topic=topic, author__person=scene.who).latest("seq")
        return about.change(**scene.form, entry_id=entry.public_id, seen=entry.seq, text=text)
    return do


def _keep(topic: str, words: str) -> Do:
    """Keep the message that begins like this."""
    def do(scene: Scene) -> Event:
        said = Event.objects.filter(room=scene.room, kind=Kind.MESSAGE, text__startswith=words).latest("seq")
        return about.keep(**scene.form, seq=said.seq, topic=topic)
    return do


def _ask(topic: str, text: str = "") -> Do:
    return lambda scene: about_asking.ask(**scene.form, topic=topic, text=text)


def _first(kind: str, text: str) -> Do:
    return lambda scene: about_asking.ask_first(**scene.form, kind=kind, text=text)


def _answer(said: str, text: str = "") -> Do:
    """To the step that was asked about last."""
    def do(scene: Scene) -> Event:
        step = BigStep.objects.filter(room=scene.room).latest("seq")
        return about_asking.answer(**scene.form, step_id=step.public_id, said=said, text=text)
    return do


def _thing(where: str, text: str) -> Do:
    return lambda scene: about_things.write_down(**scene.form, text=text, where=where)


def _moved(where: str) -> Do:
    """The dear thing that was written down last."""
    def do(scene: Scene) -> Event:
        thing = DearThing.objects.filter(room=scene.room).latest("seq")
        return about_things.move(**scene.form, thing_id=thing.public_id, where=where, seen=thing.moved_seq)
    return do


STEPS: Final[dict[str, tuple[Did, ...]]] = {
    "macia": (
        Did(41, "19:17", "ana", _tell("allergies", "none that we know of. she eats everything that grows")),
        Did(41, "19:22", "ana", _tell("sleep", "door open and the light on in the hallway, not the lamp in her room. she says she isn't tired but she rubs her left ear"), (("brianna", "🙏"),)),
        Did(41, "19:43", "francisco", _tell("comfort", "Goodnight bug. She'll know who it's from.")),
        Did(41, "20:10", "brianna", _tell("home-people", "Me, and a dog who takes the stairs slowly and listens very well.")),
        Did(40, "07:36", "ana", _tell("food", "no milk in the morning, it hurts her stomach. in the evening warm with a little cinnamon")),
        Did(38, "12:25", "brianna", _keep("body", "oh no, poor baby")),
        Did(36, "20:30", "ana", _tell("comfort", "our goodbye: three taps and a butterfly. always the same, so she knows how it ends")),
        Did(33, "17:40", "brianna", _tell("likes", "Captain Broom, her own comic. He sweeps up nightmares. His raccoon is never late and can open any jar.")),
        Did(33, "18:00", "brianna", _thing("child", "Captain Broom, the comic. Two pages are taped, and she says that the scar makes him brave. It travels in the flat blue folder."), (("francisco", "❤️"),)),
        Did(31, "12:50", "ana", _anew("food", "no milk in the morning, it hurts her stomach. in the evening warm with a little cinnamon\nbreakfast: tortilla with egg and a little cheese, rolled up so she can walk around with it")),
        Did(30, "07:56", "brianna", _keep("food", "two tomatoes, a bit of onion")),
        Did(26, "18:10", "ana", _tell("culture", "with us the tooth mouse comes, el ratón. a little box on the windowsill, not under the pillow. a coin and a note in very small writing"), (("francisco", "👍"),)),
        Did(26, "18:36", "francisco", _tell("culture", "The mouse has to be a bit rude. He complains about the stairs. House rule.")),
        Did(26, "18:50", "ana", _tell("wishes", "a loose tooth: nobody pulls it, it comes out by itself")),
        Did(22, "16:10", "brianna", _tell("medicines", "None at all. After the tooth she rinsed with salt water, that was everything.")),
        Did(16, "20:35", "brianna", _tell("school", "Homework: snack first. Ten minutes with the tomato timer, five minutes of anything she likes, ten again. I only say what is right so far.")),
        Did(14, "13:00", "francisco", _tell("identity", "She always does the zippers for the smaller ones. And she says what she thinks, you get used to it.")),
        Did(8, "12:10", "brianna", _tell("providers", "The dentist by her school knows her now, and she knows him: he counts teeth in a whisper. Nothing to fix. Tianna has all the numbers.")),
        Did(6, "18:00", "ana", _keep("school", "big elephants can always")),
        Did(5, "16:00", "brianna", _tell("told-school", "Her teacher knows: homework by the timer, and on visit days a quiet job in the afternoon, watering plants for example.")),
        Did(2, "16:40", "brianna", _first("trip", "Her class goes to the science museum for a whole day, by bus, with lunch. May she go along?")),
        Did(2, "17:10", "ana", _answer("yes", "yes! she'll talk about it for a month")),
        Did(1, "12:00", "brianna", _ask("fears")),
    ),
    "gladys": (
        Did(41, "18:17", "ana", _tell("allergies", "none that we know. a bee stung her once and it was only a bump")),
        Did(41, "18:20", "ana", _thing("child", "her cobija: gray with stars, one corner chewed. please don't wash it, it has to smell"), (("wendy", "❤️"), ("francisco", "🙏"))),
        Did(41, "19:18", "francisco", _tell("fears", "The sound of the toilet at night. Flush after she left the room.")),
        Did(41, "22:06", "ana", _tell("sleep", "when she hums by herself she's really tired, even when she runs around. you have about ten minutes. los pollitos, and the moon song")),
        Did(40, "18:10", "wendy", _tell("home-people", "Me, a cat who pretends not to care, and my grown children, who come by for soup on Sundays.")),
        Did(40, "18:20", "wendy", _tell("home-day", "I'm up with my tea by six. Breakfast, preschool, a walk, supper at half past five, and then it gets slow and quiet on purpose.")),
        Did(39, "09:55", "francisco", _tell("habits", "A week of one dress, or only rain boots, is just her. It passes when nobody fights about it.")),
        Did(36, "19:25", "ana", _tell("food", "mango with lime, cut in sticks. always in sticks")),
        Did(34, "08:30", "wendy", _tell("comfort", "The chain of paper rings: one for each sleep until she sees you. She tears one off after breakfast.")),
        Did(32, "16:40", "francisco", _tell("food", "Potatoes in the oven, cut in half, lime and salt. She does the salt, you hold her wrist a bit."), (("wendy", "😊"),)),
        Did(25, "14:00", "ana", _anew("sleep", "when she hums by herself she's really tired, even when she runs around. you have about ten minutes. los pollitos, and the moon song\nno nap after two. quiet time in the same corner with books, and if she falls asleep wake her after half an hour")),
        Did(25, "14:12", "wendy", _keep("sleep", "Waking her: don't talk")),
        Did(25, "14:40", "wendy", _tell("told-school", "Her teacher has both of your rules for the nap, word for word, and knows that they come from you.")),
        Did(18, "10:06", "wendy", _first("hair", "Her bangs are in her eyes. Trim them, pin them or leave them alone?")),
        Did(18, "10:50", "ana", _answer("no", "pinned please, no scissors. I'd like to do the first real cut myself when she's home")),
        Did(18, "10:55", "francisco", _answer("no", "I like it long.")),
        Did(18, "10:58", "ana", _tell("wishes", "nobody cuts her hair. butterfly clips are good")),
        Did(16, "19:06", "francisco", _tell("discipline", "When she's that mad I pick her up and walk outside. I don't say anything. We walk until her breathing is slow."), (("wendy", "❤️"),)),
        Did(13, "16:40", "wendy", _tell("discipline", "\"My turn next\", and a foot to stamp with. She used both today, over the red tricycle.")),
        Did(12, "18:55", "wendy", _tell("play", "Leaving a playground: two more things that she picks, and then she picks how we leave, like frogs or like robots.")),
        Did(5, "08:02", "ana", _tell("health", "runny nose: a little honey and lime in warm water. call it potion and she drinks it")),
        Did(4, "09:20", "wendy", _tell("medicines", "None now. The runny nose went by itself, with potion.")),
        Did(1, "13:30", "ana", _keep("comfort", "Up, up, and then a long down")),
    ),
    "jon": (
        Did(41, "18:53", "ana", _tell("allergies", "amoxicillin!! bumps all over, as a baby. his doctor knows, please say it every time anyway"), (("wendy", "🙏"), ("joshua", "🙏"))),
        Did(41, "19:06", "joshua", _tell("food", "Leche tibia, no caliente, en el vaso verde con dos asas. En otro vaso no la quiere.")),
        Did(41, "19:18", "wendy", _thing("child", "El vaso verde con dos asas. / The green cup with two handles."), (("joshua", "🙏"),)),
        Did(41, "20:00", "wendy", _tell("home-people", "Yo, un gato, y los domingos mis hijos, que ya son grandes. / Me, a cat, and my grown children on Sundays.")),
        Did(41, "22:34", "ana", _tell("sleep", "if he wakes up: your hand flat on his back and don't pat. just the weight of it"), (("wendy", "❤️"),)),
        Did(40, "12:48", "joshua", _anew("food", "Leche tibia, no caliente, en el vaso verde con dos asas. En otro vaso no la quiere.\nArroz con frijoles, siempre. Los frijoles aplastados, el arroz aparte. Él mismo los mezcla con el dedo.")),
        Did(40, "12:55", "wendy", _keep("habits", "and he eats with HIS spoon")),
        Did(38, "17:45", "wendy", _keep("likes", "Yo lo llevaba a ver pasar")),
        Did(33, "19:05", "joshua", _tell("health", "Cuando no puede ir al baño: tres ciruelas pasas remojadas y el agua donde se remojaron. La panza en círculos, como el reloj.")),
        Did(30, "12:14", "joshua", _tell("wishes", "El primer corte de pelo se lo hace el papá, con las tijeras de mi papá. Que nadie más se lo corte, por favor."), (("wendy", "❤️"),)),
        Did(30, "12:24", "wendy", _first("hair", "Una fuentecita arriba con una ligita suave, sin cortar nada. ¿Les parece bien? / A little fountain on top, nothing is cut. Is that all right?")),
        Did(30, "12:29", "joshua", _answer("yes", "Fuentecita sí.")),
        Did(30, "12:40", "ana", _answer("yes")),
        Did(26, "20:20", "wendy", _tell("discipline", "Me hago chiquita, digo una sola frase (\"Estás enojado. Aquí estoy.\") y cuento mis propias respiraciones hasta diez. / I get small, one sentence, and I count my own breaths.")),
        Did(23, "13:10", "joshua", _tell("discipline", "Con las llaves funcionó: sentado en el piso, una frase, y a las siete respiraciones vino solito."), (("wendy", "🎉"), ("ana", "❤️"))),
        Did(21, "11:35", "ana", _anew("sleep", "if he wakes up: your hand flat on his back and don't pat. just the weight of it\nTortillitas with the clapping before bed, De colores in the bath")),
        Did(21, "11:40", "joshua", _tell("language", "Español todos los días, conmigo y con su mamá. Que no se le olvide.")),
        Did(17, "10:20", "wendy", _tell("medicines", "Gotas en el oído izquierdo, tres veces al día, y una cucharada después del desayuno y de la cena, diez días. / Drops in the left ear, and one spoon after breakfast and supper, for ten days. Both are safe with his allergy.")),
        Did(17, "10:30", "wendy", _tell("told-doctor", "Su alergia a la amoxicilina está arriba en su hoja, y la doctora la dijo dos veces en voz alta. / His allergy is on top of his page.")),
        Did(16, "09:00", "wendy", _tell("providers", "Su doctora de siempre y su enfermera, que contesta temprano. Tianna tiene los números. / The doctor he has always had, and her nurse.")),
        Did(7, "08:30", "wendy", _anew("medicines", "Ninguna ahora: las gotas y la cuchara se terminaron. / None now: the drops and the spoon are finished.")),
        Did(6, "12:00", "ana", _tell("emergency", "say amoxicillin before anything else. he calms down when somebody sings De colores, even badly")),
        Did(4, "16:55", "ana", _tell("language", "tabo = otra vez = again!! and mamá is with both hands up"), (("wendy", "😊"), ("joshua", "😊"))),
        Did(3, "09:00", "wendy", _thing("child", "La segunda cuchara, la de compartir. / The second spoon, the one for sharing.")),
        Did(2, "18:30", "wendy", _moved("way")),
        Did(1, "09:10", "wendy", _ask("play", "¿A qué jugaba en la casa cuando llovía? Aquí mira la ventana y espera. / What did he play at home on rainy days?")),
    ),
    "jaylan": (
        Did(13, "17:13", "samara", _tell("allergies", "Cashews and pistachios. His lips swell. Peanuts are fine. He can tell you when his mouth feels funny."), (("brianna", "🙏"), ("tianna", "👍"))),
        Did(13, "17:20", "samara", _tell("emergency", "The pen first, then 911, then everybody else. He counts dinosaurs out loud when he's scared; count with him.")),
        Did(13, "17:24", "brianna", _tell("medicines", "Only the allergy pen: front pocket of his backpack, in date, always in the same room as he is.")),
        Did(13, "18:40", "brianna", _keep("sleep", "At night: bonnet on")),
        Did(13, "20:36", "francis", _tell("comfort", "Medium brave is plenty. Tell him that it's from me.")),
        Did(12, "07:45", "brianna", _tell("home-people", "Me, and a dog who snores and is good with dinosaurs.")),
        Did(12, "07:50", "brianna", _tell("home-rules", "Three rules: nobody hits, nobody lies about food, everybody may start over. When one breaks we sit on the stairs and talk until it's whole.")),
        Did(11, "19:30", "samara", _tell("body", "Hair: wash once a week, leave-in while it's wet, oil on your palms, scrunch and don't rub, wide comb, only wet. Skin: shea butter right after the bath, elbows, knees, behind the ears.")),
        Did(10, "19:55", "brianna", _tell("body", "Done as told. He looked in the mirror: \"Now I look like me.\""), (("samara", "❤️"), ("francis", "❤️"))),
        Did(9, "16:40", "francis", _tell("habits", "He curls his toes in new shoes. Tickle his foot first, then press.")),
        Did(9, "17:20", "samara", _thing("child", "The shoes we chose together. They go where he goes; the others are for mud."), (("brianna", "👍"),)),
        Did(8, "09:30", "samara", _tell("wishes", "Before anything of his is bought, cut or changed: one line here first.")),
        Did(7, "17:32", "brianna", _first("hair", "He would like \"a fresh line like Dad does\" for picture day. What would you two like?")),
        Did(7, "18:12", "francis", _answer("talk", "Nobody but me has ever cut his hair. I'd like to do it myself at the visit.")),
        Did(7, "18:30", "samara", _answer("yes", "Yes, and his father does it.")),
        Did(5, "13:40", "francis", _answer("yes", "Done. He sat like a king.")),
        Did(4, "19:30", "samara", _keep("play", "I let the dinosaurs go first")),
        Did(4, "20:00", "brianna", _thing("child", "The one with the long neck. He sleeps with it, and it may not be washed on a Monday.")),
        Did(3, "19:10", "brianna", _tell("told-school", "His teacher has your sentence: \"Mom and Dad love you, it isn't because of you, and you don't owe anybody at school the story.\" He may say \"that's private\" and walk off."), (("samara", "👍"),)),
        Did(1, "18:00", "brianna", _ask("culture", "What has to be on the table in your family when somebody has a birthday?")),
    ),
}
