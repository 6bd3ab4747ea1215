"""What must never be flagged: ordinary talk, recovery, repair, boundaries, quotes, identity, dialect (S60)."""

import pytest

from moderation.screening.tone import read

ORDINARY = {
    "a day with a child": [
        "She bumped her head on the chair, cried a little, and ran off again.",
        "He hides under the blanket when the vacuum comes out.",
        "I'd like to cut it myself the first time, when he's home.",
        "Hand over hand, that is how she climbs now.",
        "No snack before the visit, so she can eat with you.",
        "The bus broke down and I walked the last mile with a dying phone.",
        "He skipped breakfast, so he may be hungry at noon.",
        "She locked herself in the bathroom by accident, and we talked her out.",
        "Watch your step on our stairs, they're icy.",
        "You have until Monday to pick a photo from the school set.",
        "Me da pena pedirlo, pero ¿le puede llevar su cobija?",
        "Ice on his chin after the monkey bars, and he was back up in a minute.",
        "The mark on her neck is from the new collar.",
        "He bit his cousin over a toy truck and drew her a card.",
        "No heat in the library today, so bring his coat.",
    ],
    "good news and questions": [
        "I want to know who his new friend is, he won't say the name!",
        "I told her you are thinking of her.",
        "You never told me he can whistle!",
        "Unsupervised visits may start in the spring.",
        "I had a craving on Sunday and went to a meeting instead.",
        "I would never have believed how fast he reads.",
    ],
    "idiom": [
        "This traffic is killing me.",
        "He killed it at the spelling bee!",
        "I died laughing when he did the robot.",
        "My phone died, sorry.",
        "Me muero de hambre, ¿ya comieron?",
        "He is dead tired after practice.",
        "You're nuts, I love it.",
        "I could disappear into a good book.",
        "She is drunk on birthday cake and happy.",
    ],
    "profanity": ["Damn zipper broke again.", "This stupid printer ate the form.", "Holy crap, she rode without help!"],
    "stress": ["Today I doubt myself as a mom.", "I'm so tired I could cry.", "Estoy agotada, fue un día de locos."],
    "disagreement": [
        "I don't agree with the haircut. Can we talk before the next one?",
        "I was upset when the time changed without a word to me.",
    ],
    "boundary": [
        "I'm not comfortable sharing our address here.",
        "Please don't call after nine, she is asleep.",
        "The judge said no overnights until March.",
        "I can't talk while I'm at work. I can call at six.",
        "Prefiero que hablemos con la trabajadora.",
        "I never leave them alone with anybody new.",
        "Please don't ask Jon what happens at my house, ask me.",
    ],
    "recovery": [
        "Ninety days sober today!",
        "My test came back negative.",
        "I went to a meeting instead of drinking.",
        "I used to drink every day. Now I run.",
        "Hoy cumplo seis meses limpia.",
        "I felt the urge to drink, but I called my sponsor.",
        "I deleted my dealer's number last spring.",
    ],
    "repair": [
        "I'm sorry I called you names. You did not deserve it.",
        "I should not have said that you never help.",
        "Perdón por gritarte, me equivoqué.",
        "It's not your fault.",
        "I was wrong about the rash and I'm sorry.",
    ],
    "quote": [
        'A kid at school told him "you are a loser" and he cried.',
        "Somebody at the store called me a bad mother.",
        'She yelled "I hate you" at bedtime, then asked for a hug.',
        '"My house, my rules", says the two year old.',
    ],
    "identity": [
        "She is Black and needs someone who knows her hair.",
        "We are two moms and we love her.",
        "Soy indocumentada y me da miedo la corte.",
        "He is deaf, so please sign when you talk.",
    ],
    "dialect": [
        "She finna start school and she be so happy.",
        "Y'all ain't never seen him smile like that.",
        "Ahorita le marco pa' que me cuente.",
    ],
    "safety routine": [
        "I locked up the medicine and the knives.",
        "We practiced the fire drill.",
        "She fell off her bike, just a scraped knee.",
        "Tiene fiebre, le di su jarabe.",
        "The pills are locked up and so are the knives.",
        "We can't drive without her booster.",
    ],
    "system": ["I'm so mad at the court, they lost my papers again.", "Odio este sistema, nadie contesta."],
    "grief": ["My brother died last year and I miss him.", "Hoy es el aniversario de mi abuela que murió."],
    "kindness": [
        "You always know how to make her laugh.",
        "Because of you she sleeps through the night. Thank you.",
        "I told her that you love her and will call at six.",
        "You don't have to apologize.",
        "You made him feel safe.",
        "If you hadn't noticed the rash, we would still be guessing.",
    ],
    "surprise": ["Don't tell your mom about the birthday cake, it's a surprise!"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in ORDINARY.items() for text in texts])
def test_ordinary_talk_is_left_alone(kind, text):
    reading = read(text)
    assert reading.labels == (), kind
    assert reading.urgency == ""


def test_a_child_who_reports_harm_is_heard_also_in_a_quotation():
    assert "child_safety" in read('She said "he hits me with a belt" at dinner.').labels


def test_a_sentence_of_recovery_does_not_hide_a_relapse():
    assert "substance" in read("I had 90 days sober. Last night I relapsed.").labels
    assert "substance" in read("I was sober 90 days and then I blew it.").labels


@pytest.mark.parametrize(
    "text", ["This isn't over, you will see.", "Send me proof of where you were.", "They hit her."]
)
def test_the_first_word_of_a_sentence_is_not_taken_for_a_name(text):
    reading = read(text)
    assert reading.labels == read(text[0].lower() + text[1:]).labels != ()


@pytest.mark.parametrize("somebody", ["she", "he", "my mom", "the foster mom", "Ana", "Wendy"])
def test_the_same_words_weigh_the_same_whoever_is_meant(somebody):
    assert read(f"Can {somebody} pick her up at three?").labels == ()
    assert "self_harm" in read(f"{somebody} says she wants to kill herself").labels
