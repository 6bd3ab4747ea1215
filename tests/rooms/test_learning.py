"""Learning together: ask how, show it, keep the way, try it, read, share a place (S14, S46, S50, S52, S61)."""

import re
from uuid import UUID, uuid4

import pytest
from django.utils.translation import override

from rooms.errors import RoomError
from rooms.items import item_of
from rooms.knowhow import FOR_STAFF, KINSHIP, LESSONS, SHARING, SPEAK_WELL, TECHNIQUES, Topic
from rooms.models import Event, Learned, Membership
from rooms.queries import learning as queries
from rooms.services import learning
from rooms.services.learning import Tried
from tests.cast import Cast
from tests.rooms.test_starters import COLD_WORDS

pytestmark = pytest.mark.django_db


def form(cast: Cast, who: str, room: str = "jon", client_id: UUID | None = None) -> dict[str, object]:
    return {"actor": cast.people[who], "room_id": cast.rooms[room].public_id, "client_id": client_id or uuid4()}


def asked(cast: Cast, who: str = "joshua", text: str = "¿Cómo le hace para no decirle nada?") -> Event:
    return learning.ask(**form(cast, who), topic="feelings", text=text)


def answered(cast: Cast, question: Event, who: str = "wendy") -> Event:
    row = Learned.objects.get(seq=question.seq, room=question.room)
    return learning.answer(**form(cast, who), question_id=row.public_id, text="One sentence, ten breaths.")


def seen(cast: Cast, who: str, room: str = "jon") -> queries.LearningPage:
    return queries.learning(cast.member(who, room))


def code(act: object, **what: object) -> str:
    with pytest.raises(RoomError) as refused:
        act(**what)  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(("asks", "answers"), [("joshua", "wendy"), ("wendy", "joshua"), ("tianna", "ana")])
def test_either_side_asks_and_the_other_shows_how(cast: Cast, asks: str, answers: str) -> None:
    """S46, S61: the same for both sides; the words are lines of the room."""
    question = asked(cast, asks)
    shown = answered(cast, question, answers)
    page = seen(cast, asks)
    assert [one.note.line.text for one in page.questions] == [question.text]
    assert [one.line.text for one in page.questions[0].answers] == ["One sentence, ten breaths."]
    item = item_of(shown.data)
    assert item is not None and item.kind == "learning.answered" and item.facts == {"topic": "learning.feelings"}


def test_an_answer_is_kept_and_what_was_tried_stands_below_it(cast: Cast) -> None:
    """S46: "Wendy's way", with how it went for the others; nobody is graded."""
    shown = answered(cast, asked(cast))
    learning.keep(**form(cast, "joshua"), seq=shown.seq)
    way = seen(cast, "joshua").ways[0]
    assert way.words.author is not None and way.words.author.name == cast.member("wendy", "jon").shown_name
    assert way.asked is not None and way.asked.text == "¿Cómo le hace para no decirle nada?"
    assert seen(cast, "wendy").questions[0].answers[0].kept
    what = Tried(how="worked", way_id=way.note.id, text="Llegué a siete")
    told = learning.tried(**form(cast, "joshua"), what=what)
    assert [note.line.text for note in seen(cast, "ana").ways[0].tried] == ["Llegué a siete"]
    assert told.data["item"]["facts"] == {"how": "learning.worked", "topic": "learning.feelings"}


def test_a_message_of_the_conversation_is_kept_too(cast: Cast) -> None:
    said = cast.say("ana", "jon", "A hand flat on his back, just the weight")
    learning.keep(**form(cast, "wendy"), seq=said.seq, topic="sleep")
    assert [way.words.text for way in seen(cast, "joshua").ways] == [said.text]
    assert code(learning.keep, **form(cast, "wendy"), seq=said.seq - 1) == "not_found"
    assert code(learning.keep, **form(cast, "wendy"), seq=cast.say("ana", "jon", "x").seq, topic="?") == "bad_choice"


def test_of_two_who_keep_it_at_once_one_is_told(cast: Cast) -> None:
    shown = answered(cast, asked(cast))
    first = learning.keep(**form(cast, "joshua"), seq=shown.seq)
    assert code(learning.keep, **form(cast, "ana"), seq=shown.seq) == "kept_already"
    learning.take_back(**form(cast, "joshua"), seq=first.seq)
    assert seen(cast, "ana").ways == []
    learning.keep(**form(cast, "ana"), seq=shown.seq)
    assert len(seen(cast, "joshua").ways) == 1


def test_what_is_kept_stays_however_much_is_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """S46: of each kind the newest; reading many lessons takes no way, question or place from the page."""
    monkeypatch.setattr(queries, "READ", 2)
    question = asked(cast)
    answer = answered(cast, question)
    learning.keep(**form(cast, "joshua"), seq=answer.seq)
    learning.share_place(**form(cast, "ana"), text="The library on Saturdays")
    for lesson in LESSONS[:3]:
        learning.read(**form(cast, "ana"), lesson=lesson.key)
    learning.keep(**form(cast, "joshua"), seq=cast.say("ana", "jon", "One").seq, topic="sleep")
    learning.keep(**form(cast, "joshua"), seq=cast.say("ana", "jon", "Two").seq, topic="sleep")
    page = seen(cast, "wendy")
    assert [way.words.text for way in page.ways] == ["Two", "One", "One sentence, ten breaths."]
    assert len(page.questions) == len(page.questions[0].answers) == len(page.places) == 1 and len(page.read) == 2


def test_a_form_takes_back_what_it_named_and_nothing_else(cast: Cast) -> None:
    """Its id stands for one act: sent for another it is refused, and not taken for done."""
    first, second, once = asked(cast), asked(cast), form(cast, "joshua")
    done = learning.take_back(**once, seq=first.seq)
    assert learning.take_back(**once, seq=first.seq).seq == done.seq
    assert code(learning.take_back, **once, seq=second.seq) == "id_reused"
    assert len(seen(cast, "wendy").questions) == 1


def test_what_its_author_took_back_is_on_no_page(cast: Cast) -> None:
    """Taking an answer back takes the way along; a question that is gone is answered no more."""
    question = asked(cast)
    shown = answered(cast, question)
    kept = learning.keep(**form(cast, "ana"), seq=shown.seq)
    assert code(learning.take_back, **form(cast, "ana"), seq=shown.seq) == "not_allowed"
    again = uuid4()
    gone = learning.take_back(**form(cast, "wendy", client_id=again), seq=shown.seq)
    assert learning.take_back(**form(cast, "wendy", client_id=again), seq=shown.seq).seq == gone.seq
    assert seen(cast, "joshua").ways == [] and seen(cast, "joshua").questions[0].answers == []
    row = Learned.objects.get(seq=question.seq)
    learning.take_back(**form(cast, "joshua"), seq=question.seq)
    what = {"question_id": row.public_id, "text": "Late"}
    assert code(learning.answer, **form(cast, "wendy"), **what) == "gone"
    assert code(learning.keep, **form(cast, "wendy"), seq=shown.seq) == "gone"
    assert kept.seq > shown.seq
    said = cast.say("ana", "jon", "Good night")
    assert code(learning.take_back, **form(cast, "ana"), seq=said.seq) == "not_allowed"


@pytest.mark.parametrize("act", ["ask", "answer", "keep", "tried", "read", "share"])
def test_sent_twice_is_done_once(cast: Cast, act: str) -> None:
    shown = answered(cast, asked(cast))
    question = Learned.objects.get(kind="asked").public_id
    acts = {
        "ask": (learning.ask, {"topic": "sleep", "text": "How?"}),
        "answer": (learning.answer, {"question_id": question, "text": "So."}),
        "keep": (learning.keep, {"seq": shown.seq}),
        "tried": (learning.tried, {"what": Tried(how="a_bit", card="bedtime")}),
        "read": (learning.read, {"lesson": "people"}),
        "share": (learning.share_place, {"text": "The library has a story hour"}),
    }
    service, what = acts[act]
    once = form(cast, "ana")
    count = Learned.objects.count()
    assert service(**once, **what).seq == service(**once, **what).seq  # type: ignore[operator]
    assert Learned.objects.count() == count + 1
    member = cast.member("ana", "jon")
    Membership.objects.filter(pk=member.pk).update(read_only=True)
    assert code(service, **form(cast, "ana"), **what) == "read_only"
    assert code(service, **form(cast, "francisco"), **what) == "not_found"


@pytest.mark.parametrize(
    "what",
    [Tried(how="best", card="bedtime"), Tried(how="worked"), Tried(how="worked", card="nothing")],
)
def test_what_cannot_be_tried(cast: Cast, what: Tried) -> None:
    assert code(learning.tried, **form(cast, "ana"), what=what) == "bad_choice"


def test_refusals(cast: Cast) -> None:
    assert code(learning.ask, **form(cast, "ana"), topic="", text="How?") == "bad_choice"
    assert code(learning.ask, **form(cast, "ana"), topic="sleep", text=" ") == "empty"
    assert code(learning.answer, **form(cast, "ana"), question_id="nothing", text="So") == "not_found"
    assert code(learning.read, **form(cast, "ana"), lesson="x") == "bad_choice"
    assert code(learning.tried, **form(cast, "ana"), what=Tried(how="worked", way_id="x")) == "not_found"


def test_nothing_of_it_is_seen_from_another_room_or_from_before_ones_time(cast: Cast) -> None:
    """S3: a question of Jon's room is neither in Gladys' room nor to be answered from there."""
    question = Learned.objects.get(seq=asked(cast).seq)
    assert seen(cast, "wendy", "gladys").questions == []
    what = {"question_id": question.public_id, "text": "So"}
    assert code(learning.answer, **form(cast, "wendy", "gladys"), **what) == "not_found"
    cast.suspend("ana", "jon")
    hidden = Learned.objects.get(seq=asked(cast, text="And this?").seq)
    cast.restore("ana", "jon")
    assert [one.note.line.text for one in seen(cast, "ana").questions] == [
        Event.objects.get(seq=question.seq, room=question.room).text
    ]
    assert code(learning.answer, **form(cast, "ana"), question_id=hidden.public_id, text="x") == "not_found"


def test_contact_details_in_a_shared_place_stay_private(cast: Cast) -> None:
    """S52: staff puts an organization's number on the agency's list; a member's words are masked as everywhere."""
    learning.share_place(**form(cast, "ana"), text="The food bank helped me, call 206-555-0147")
    place = seen(cast, "joshua").places[0]
    assert place.line.masked and "555" not in (place.line.text or "")


def test_reading_is_told_by_whoever_likes_and_counted_by_nobody(cast: Cast) -> None:
    """S50: the names of those who said so, and no list of those who did not."""
    learning.read(**form(cast, "ana"), lesson="people")
    learning.read(**form(cast, "ana"), lesson="people")
    assert seen(cast, "wendy").read == {"people": [cast.member("ana", "jon").shown_name]}


# The words


def every_word(language: str) -> list[str]:
    with override(language):
        cards = [str(one) for card in TECHNIQUES for one in (card.title, card.when, *card.steps, card.sentence)]
        cards += [str(one) for lesson in LESSONS for one in (lesson.title, lesson.text, lesson.try_this)]
        boxes = (SPEAK_WELL, *KINSHIP, *FOR_STAFF, *SHARING)
        return cards + [str(one) for card in boxes for one in (card.title, card.text, *card.sentences)]


def test_there_are_enough_cards_and_each_is_whole() -> None:
    """S46, S50, S59, S79: at least 24 techniques, each with when, three steps and a sentence; five lessons."""
    assert len(TECHNIQUES) == len({one.key for one in TECHNIQUES}) >= 24
    assert all(len(one.steps) == 3 and 0 <= one.ages[0] <= one.ages[1] <= 17 for one in TECHNIQUES)
    assert {one.topic for one in TECHNIQUES} == set(Topic)
    assert len(LESSONS) == 5 and len(KINSHIP) == 4 and SPEAK_WELL.sentences


@pytest.mark.parametrize("age", range(22))
def test_every_age_finds_some(age: int) -> None:
    assert len([one for one in TECHNIQUES if one.fits((age,))]) >= 3


def test_every_card_has_spanish_words_of_its_own() -> None:
    pairs = zip(every_word("en"), every_word("es"), strict=True)
    assert [one for one, other in pairs if one == other] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_card_for_parents_looks_for_what_is_missing(language: str) -> None:
    """S62: strengths first; the same words are cold here as in the starters."""
    with override(language):
        told = [str(one) for card in TECHNIQUES for one in (card.title, card.when, *card.steps, card.sentence)]
    cold = [(word, text) for text in told for word in COLD_WORDS.split() if re.search(rf"\b{word}\b", text, re.I)]
    assert cold == []
