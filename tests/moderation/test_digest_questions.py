"""Questions that nobody has answered yet (S54)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from moderation.digest.questions import unanswered
from moderation.digest.utterance import read
from tests.moderation.talk import DENVER, MONDAY, digest, lines, room

NOW = MONDAY + timedelta(days=1)


def waiting(*said):
    return [question.messages[0] for question in unanswered(room(*said), NOW) if question.sure]


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("does she have boots for the rain?", "yes, the blue ones"),
        ("where do we park at the center?", "behind the library"),
        ("how much of the syrup does he take?", "two spoons with food"),
        ("when is the school fair?", "Saturday at 11"),
        ("could you send me the recipe?", "sure, tonight"),
        ("could you send me the recipe?", "[photo]"),
        ("who is bringing the cake?", "my sister is"),
        ("did he sleep ok?", "like a rock"),
        ("¿me mandas la lista?", "claro, ahorita"),
        ("what do you sing at bedtime?", "the one about the little frog"),
        ("can she stay for dinner?", "not this week, the order says 5"),
    ],
)
def test_a_reply_of_the_right_shape_answers(question, reply):
    assert waiting(("Ana", question), ("Brianna", reply)) == []


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("does she have boots for the rain?", "We went to the museum today"),
        ("how much of the syrup does he take?", "Dinner is on the stove, talk later"),
        ("when is the school fair?", "I hope it doesn't rain"),
        ("could you send me the recipe?", "I love to cook"),
        ("Tianna, can we move the visit?", "same question here"),
        ("¿me mandas la lista?", "Hoy pintamos con los dedos"),
        ("what did the nurse say about the rash?", "we're at the pool, so hot"),
        ("can she stay for dinner?", "lol"),
    ],
)
def test_somebody_writing_something_is_not_an_answer(question, reply):
    assert waiting(("Ana", question), ("Brianna", reply)) == ["m0"]


def test_a_question_put_to_one_person_waits_for_that_person():
    talk = (
        ("Ana", "Tianna, did the taxi vouchers come?"),
        ("Tianna", "good morning all"),
        ("Brianna", "yes I think"),
    )
    assert waiting(*talk) == ["m0"]
    assert waiting(*talk, ("Tianna", "yes, at my desk")) == []


def test_the_asker_coming_back_to_it_keeps_it_open_and_is_cited():
    found = unanswered(
        room(
            ("Ana", "am I allowed to bring my mom?"), ("Brianna", "He made a paper crown"), ("Ana", "nice. let me know")
        ),
        NOW,
    )
    assert [question.messages for question in found] == [("m0", "m2")]


def test_an_answer_by_reply_counts_whatever_its_shape():
    question, reply = lines(("Ana", "how much of the syrup does he take?"), ("Brianna", "look at the label dear"))
    assert unanswered(read([question, reply], DENVER), NOW)
    assert unanswered(read([question, replace(reply, reply_to="m0")], DENVER), NOW) == ()


@pytest.mark.parametrize("text", ["can you believe this weather?", "right?", "who even reads manuals?", "really??"])
def test_small_talk_waits_for_nobody(text):
    assert waiting(("Ana", text)) == []


def test_how_long_and_from_whom():
    question = digest(("Ana", "Tianna, am I allowed at the school fair?")).unanswered[0]
    assert (question.name, question.waiting, question.to_staff) == ("Ana", timedelta(days=1), True)
