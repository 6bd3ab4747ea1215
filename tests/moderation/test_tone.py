"""What a message carries, in English, Spanish and both; what is held and what is care (S60, S63)."""

import pytest

from moderation.screening.tone import Risk, read

CARRIED = [
    ("insult", "You are such a pathetic excuse for a mother."),
    ("insult", "st*pid woman, nobody asked you"),
    ("insult", "No sirves para nada, eres una inútil."),
    ("threat", "I know where you live. You better watch your back."),
    ("threat", "Te vas a arrepentir, ya verás."),
    ("threat", "I'm taking them Friday and you will never see them again."),
    ("blame", "It's your fault that he cries every night."),
    ("blame", "Por tu culpa la niña no duerme."),
    ("blame", "he is sick otra vez because of you"),
    ("controlling", "No calls until you apologize to me."),
    ("controlling", "En mi casa se hace lo que yo digo."),
    ("controlling", "You need to text me every hour, or no visit."),
    ("undermining", "I told the kids you love drugs more than them."),
    ("undermining", "Don't tell your mom, this is our secret."),
    ("undermining", "Le dije a la niña que ya no la quieres."),
    ("substance", "I relapsed last night."),
    ("substance", "Anoche volví a tomar."),
    ("substance", "His breath smelled like whiskey when he drove her home."),
    ("child_safety", "There are bruises all over his back and nobody can explain it."),
    ("child_safety", "They left the baby alone in the car."),
    ("child_safety", "Me dijo que su tío le pega con el cinto."),
    ("self_harm", "I don't want to live anymore."),
    ("self_harm", "Ya no quiero vivir."),
    ("self_harm", "My son says he wants to die."),
]


@pytest.mark.parametrize(("label", "text"), CARRIED)
def test_a_message_carries_its_label(label, text):
    assert label in read(text).labels


@pytest.mark.parametrize("text", ["I will kill you.", "You are dead if I see you.", "Te voy a matar."])
def test_a_threat_of_harm_is_held(text):
    reading = read(text)
    assert reading.held
    assert reading.risk is Risk.HELD
    assert reading.urgency == "now"


def test_taking_a_child_is_told_today_and_not_held():
    reading = read("I will disappear with the kids and no judge can stop me.")
    assert "threat" in reading.labels
    assert not reading.held
    assert reading.urgency == "today"


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("I want to kill myself.", "now"),
        ("Macia isn't breathing!", "now"),
        ("I relapsed on Sunday, I am so ashamed.", "today"),
    ],
)
def test_a_cry_for_help_goes_out_and_has_its_time(text, urgency):
    reading = read(text)
    assert reading.risk is Risk.CARE
    assert reading.urgency == urgency


def test_a_threat_is_held_also_where_its_writer_needs_care():
    reading = read("I will kill you and then kill myself.")
    assert {"threat", "self_harm"} <= set(reading.labels)
    assert reading.held


def test_unkind_words_are_only_a_second_thought():
    reading = read("You are an idiot.")
    assert reading.risk is Risk.NUDGE
    assert reading.urgency == ""


def test_names_of_the_room_are_known_wherever_they_stand():
    assert "child_safety" in read("jaylan told me his uncle hits him", children=["Jaylan"]).labels
    assert "undermining" in read("macia calls me mommy now", children=["Macia"], adults=["Ana"]).labels


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙂", "...", "\x00", "¿", '"', "'" * 5])
def test_nothing_is_read_into_nothing(text):
    reading = read(text)
    assert reading.labels == ()
    assert reading.risk is Risk.NONE


@pytest.mark.parametrize(
    "text",
    [
        "I hate you",
        "i h@te you",
        "YOU ARE AN IDIOT!!!",
        "you are an idioooot",
        "you are an 1d1ot",
        "u r an i.d.i.o.t",
        "you’re an idiot",
    ],
)
def test_spelling_does_not_hide_contempt(text):
    assert "insult" in read(text).labels


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("My uncle says he bought a rope and wrote goodbye to all his friends.", "self_harm"),
        ("Tonight I finish this, and nobody needs to look for me.", "self_harm"),
        ("No le encuentro sentido a seguir viviendo.", "self_harm"),
        ("The toddler was found barefoot by the highway again.", "child_safety"),
        ("Her stepbrother climbs in her bed at night.", "child_safety"),
        ("He hit his head on the steps and now he keeps falling asleep.", "child_safety"),
        ("El niño se tragó unas pastillas.", "child_safety"),
        ("I am coming over and I am not coming alone.", "threat"),
        ("Stay out of it, or I will set your car on fire.", "threat"),
        ("Te vas a amanecer en el hospital, te lo juro.", "threat"),
    ],
)
def test_danger_said_outright_is_for_now(text, label):
    reading = read(text)
    assert label in reading.labels
    assert reading.urgency == "now"
