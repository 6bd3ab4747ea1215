"""Worries, strengths, and who took part."""

from datetime import timedelta

import pytest

from moderation.digest.concerns import concerns, kind_of
from moderation.digest.fold import folded
from moderation.digest.participation import parts
from moderation.digest.strengths import strengths
from tests.moderation.talk import MONDAY, room


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She had a nightmare again", "sleep"),
        ("he barely ate all day", "food"),
        ("there is a rash on her back", "health"),
        ("a bruise on his knee from recess", "injury"),
        ("he pushed a girl at school", "behavior"),
        ("she cried for an hour after the call", "feelings"),
        ("he asked if he has to choose", "loyalty"),
        ("they are teasing her on the bus", "school"),
        ("tiene fiebre desde anoche", "health"),
        ("no quiso comer nada", "food"),
        ("I relapsed on Saturday", "substance"),
        ("I don't feel safe here", "safety"),
        ("we might lose our apartment", "strain"),
    ],
)
def test_worries_by_kind(text, kind):
    assert kind_of(folded(text)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "no fever today",
        "she didn't cry at all",
        "fever is gone",
        "my back hurts, long day",
        "I got hives once",
        "ok thanks",
    ],
)
def test_not_a_worry(text):
    assert kind_of(folded(text)) == ""


def test_a_worry_is_one_item_for_a_talk_and_cites_what_follows():
    found = concerns(
        room(("Brianna", "She has a fever"), ("Ana", "poor thing"), ("Brianna", "fever was 102.4 at noon")), {}, set()
    )
    assert [item.messages for item in found] == [("m0", "m2")]


def test_what_screening_saw_is_a_worry_and_hurtful_words_are_none():
    said = room(("Ana", "I am not ok tonight"), ("Francisco", "you make her sick, she vomits because of you"))
    assert [item.kind for item in concerns(said, {"m0": "selfharm"}, {"m1"})] == ["selfharm"]


@pytest.mark.parametrize(
    "text",
    [
        "She slept through the night",
        "he tied his shoes by himself!",
        "45 days sober today",
        "I finished my parenting class",
        "so proud of you",
        "rub her back slowly until she yawns, it works",
        "I'm sorry for how I talked to you",
        "thank you for taking such care of her hair",
        "durmió toda la noche",
        "gracias por cuidarla tanto",
        "you've worked so hard",
        "the visit went great",
    ],
)
def test_strengths(text):
    assert [item.messages for item in strengths(room(("Ana", text)), set())] == [("m0",)]


@pytest.mark.parametrize("text", ["thank you", "thanks for the update", "ok", "good morning", "gracias", "lol"])
def test_plain_thanks_and_small_talk_are_not(text):
    assert strengths(room(("Ana", text)), set()) == ()


def test_hurtful_or_worrying_messages_are_never_praised():
    assert strengths(room(("Ana", "so proud of you, what a joke")), {"m0"}) == ()


def test_who_took_part():
    said = room(("Ana", "hello there"), ("Brianna", "hi"), ("Tianna", "good morning both"), ("Ana", "one two three"))
    ana, brianna, tianna = parts(said, MONDAY + timedelta(hours=1))
    assert [(one.name, one.messages) for one in (ana, brianna, tianna)] == [("Ana", 2), ("Brianna", 1), ("Tianna", 1)]
    assert [one.words for one in (ana, brianna, tianna)] == [5, 1, 3]
    assert (ana.last_message, brianna.last_message) == ("m3", "m1")


def test_silence_is_told_only_when_it_is_longer_than_the_persons_own():
    said = room(*[("Ana", "hi")] * 4, ("Tianna", "hello"))
    assert [part.quiet for part in parts(said, MONDAY + timedelta(hours=40))] == [None, None]
    ana, tianna = parts(said, MONDAY + timedelta(days=4))
    assert ana.quiet == timedelta(days=4) - timedelta(minutes=15)
    assert tianna.quiet is None
