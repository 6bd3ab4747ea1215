"""The child's page, the rules: who tells, asks, answers, keeps, carries, takes back (S8, S21 to S26, S71)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from moderation.models import Contact, Policy
from moderation.screening.contacts import Span
from moderation.screening.hook import Screening
from rooms.access import EDIT_WINDOW
from rooms.errors import RoomError
from rooms.models import Agency, ChildEntry, DearThing, EntryVersion, Event, Household, Membership, Role
from rooms.models.about import SAFETY, Topic
from rooms.queries.about import about_page
from rooms.queries.about_views import AboutPage, ChildView, Entry
from rooms.services import about, about_asking, about_things, memberships
from rooms.services.about import Told
from rooms.services.erasure import erase_text
from rooms.services.rooms import open_room
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class Page:
    """One of the cast at the page of one child."""

    def __init__(self, cast: Cast, who: str, room: str = "jon") -> None:
        self.cast, self.who, self.room = cast, who, cast.rooms[room]
        self.key = room

    def do(self, service: Callable[..., Any], client_id: UUID | None = None, **what: Any) -> Any:
        about = {"actor": self.cast.people[self.who], "room_id": self.room.public_id}
        return service(**about, client_id=client_id or uuid4(), **what)

    def tell(self, topic: str, text: str, **more: Any) -> Event:
        extra = {key: more.pop(key) for key in ("child_id", "question_id") if key in more}
        return self.do(about.tell, told=Told(topic=topic, text=text, **extra), **more)

    @property
    def page(self) -> AboutPage:
        return about_page(self.cast.member(self.who, self.key))

    @property
    def child(self) -> ChildView:
        return self.page.children[0]

    def words(self, topic: str) -> list[str | None]:
        return [entry.now.words.text for entry in self.child.topics[Topic(topic)].entries]

    def entry(self, topic: str) -> Entry:
        return self.child.topics[Topic(topic)].entries[0]


@pytest.fixture
def at(cast: Cast) -> Callable[..., Page]:
    """`at("ana")`: Ana at Jon's page."""
    return lambda who, room="jon": Page(cast, who, room)


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(RoomError) as told, transaction.atomic():
        do()
    return told.value.code


def test_safety_is_told_first_and_is_there_at_once(at: Callable[..., Page]) -> None:
    """S21: what was told in the first minutes stands on the foster parent's page, with who said it; the rest is named
    as missing."""
    at("ana").tell("allergies", "Amoxicillin: bumps all over")
    child = at("wendy").child
    first = child.safety[0]
    assert (first.topic, first.entries[0].now.words.text) == (Topic.ALLERGIES, "Amoxicillin: bumps all over")
    assert first.entries[0].now.by is not None and first.entries[0].now.by.name == "Ana Gutierrez"
    assert [one.topic for one in child.missing] == list(SAFETY[1:])
    assert child.experts == ["Ana Gutierrez", "Joshua Reyes"]


def test_what_says_how_the_child_is_can_be_taken_back_at_any_time(at: Callable[..., Page]) -> None:
    """S22: other than a day or a message, which stay after a quarter of an hour, it need not stay once it is untrue."""
    at("ana").tell("food", "Rice, and nothing green", at=timezone.now() - 100 * EDIT_WINDOW)
    at("ana").do(about.take_back, table=ChildEntry, row_id=at("ana").entry("food").id)
    assert at("wendy").words("food") == []


def test_each_entry_shows_who_and_when_and_every_version(at: Callable[..., Page]) -> None:
    """S22: a new version is a new line of the record; the one before stays readable."""
    first = at("joshua").tell("sleep", "Hand flat on his back")
    entry = at("joshua").entry("sleep")
    second = at("joshua").do(about.change, entry_id=entry.id, seen=first.seq, text="Hand flat on his back, no patting")
    found = at("wendy").entry("sleep")
    assert [found.now.seq, *(one.seq for one in found.before)] == [second.seq, first.seq]
    assert found.now.by is not None and found.now.by.name == "Joshua Reyes"
    assert found.before[0].words.text == "Hand flat on his back"
    assert not found.mine and at("joshua").entry("sleep").mine_to_change


def test_every_kind_of_knowledge_has_a_place(at: Callable[..., Page]) -> None:
    """S22, S23, S25, S26: routines, food, culture, hair, wishes, what was told to the school."""
    for topic in (one for one in Topic if not one.startswith("home-")):
        at("ana").tell(topic, f"About {topic}")
        assert at("wendy").words(topic) == [f"About {topic}"]


def test_nobody_writes_over_what_somebody_else_told(at: Callable[..., Page]) -> None:
    said = at("ana").tell("food", "Rice here, beans there")
    entry = at("ana").entry("food").id
    for who in ("wendy", "joshua", "tianna"):
        assert (
            refused(lambda who=who: at(who).do(about.change, entry_id=entry, seen=said.seq, text="x")) == "not_allowed"
        )
        back = {"table": ChildEntry, "row_id": entry}
        assert refused(lambda who=who, back=back: at(who).do(about.take_back, **back)) == "not_allowed"
    at("wendy").tell("food", "Two spoons, one for sharing")
    assert at("ana").words("food") == ["Rice here, beans there", "Two spoons, one for sharing"]


def test_two_changes_at_once_end_in_one_state(at: Callable[..., Page]) -> None:
    """Whoever comes second is told to look again, and nothing is lost."""
    first = at("ana").tell("food", "Rice")
    entry = at("ana").entry("food").id
    at("ana").do(about.change, entry_id=entry, seen=first.seq, text="Rice and beans")
    late = {"entry_id": entry, "seen": first.seq, "text": "Rice with beans"}
    assert refused(lambda: at("ana").do(about.change, **late)) == "changed_since"
    assert at("ana").words("food") == ["Rice and beans"]


def test_sent_twice_is_told_once(at: Callable[..., Page]) -> None:
    one = uuid4()
    assert at("ana").tell("food", "Rice", client_id=one).seq == at("ana").tell("food", "Rice", client_id=one).seq
    assert at("ana").words("food") == ["Rice"]
    assert refused(lambda: at("ana").do(about_asking.ask, client_id=one, topic="food")) == "id_reused"


def test_taking_back_brings_the_version_before(at: Callable[..., Page]) -> None:
    first = at("ana").tell("food", "Rice")
    entry = at("ana").entry("food").id
    at("ana").do(about.change, entry_id=entry, seen=first.seq, text="Soup")
    back, again = {"table": ChildEntry, "row_id": entry}, uuid4()
    at("ana").do(about.take_back, client_id=again, **back)
    at("ana").do(about.take_back, client_id=again, **back)
    assert at("wendy").words("food") == ["Rice"]
    at("ana").do(about.take_back, **back)
    assert at("wendy").words("food") == [] and not ChildEntry.objects.exists()


def test_what_cannot_be_told(at: Callable[..., Page], cast: Cast) -> None:
    assert refused(lambda: at("ana").tell("no-topic", "x")) == "bad_choice"
    assert refused(lambda: at("ana").tell("food", "  \n ")) == "empty"
    other = cast.rooms["macia"].children.get().public_id
    assert refused(lambda: at("ana").tell("food", "x", child_id=other)) == "bad_choice"
    assert refused(lambda: at("samara").tell("food", "x")) == "not_found"
    memberships.narrow(
        actor=cast.tianna,
        room_id=cast.rooms["jon"].public_id,
        member_id=cast.member("ana", "jon").public_id,
        reason="x",
    )
    assert refused(lambda: at("ana").tell("food", "x")) == "read_only"


def test_numbers_stay_private_on_the_page_too(at: Callable[..., Page]) -> None:
    at("ana").tell("providers", "Her aunt helps: 775-555-0134")
    assert at("wendy").words("providers") == ["Her aunt helps: •••"]
    assert at("tianna").words("providers") == ["Her aunt helps: 775-555-0134"]


def test_what_was_hidden_taken_back_or_erased_is_on_no_page(at: Callable[..., Page], cast: Cast) -> None:
    cast.suspend("joshua", "jon")
    at("ana").tell("fears", "The blender")
    cast.restore("joshua", "jon")
    assert at("joshua").words("fears") == [] and at("wendy").words("fears") == ["The blender"]
    said = at("ana").tell("likes", "Trucks")
    erase_text(room=cast.rooms["jon"], seq=said.seq, order="an order")
    assert at("wendy").words("likes") == [None]


# Asking


def test_birth_parents_are_asked_one_question_at_a_time(at: Callable[..., Page]) -> None:
    """S21, S23: safety first; "not now" and "leave it out" are each one's own; others see for whom we wait."""
    assert at("ana").child.next_topic == Topic.ALLERGIES
    assert (at("wendy").child.next_topic, at("wendy").child.waiting) == (None, Topic.ALLERGIES)
    at("ana").do(about_asking.later, topic="allergies")
    at("ana").do(about_asking.later, topic="medicines", never=True)
    assert at("ana").child.next_topic == Topic.HEALTH
    assert at("joshua").child.next_topic == Topic.ALLERGIES
    at("wendy").tell("allergies", "None that I have seen")
    assert at("joshua").child.next_topic == Topic.ALLERGIES, "what others see does not answer for the parents"
    at("ana").tell("allergies", "Amoxicillin")
    assert at("joshua").child.next_topic == Topic.MEDICINES and at("wendy").child.waiting == Topic.MEDICINES
    assert refused(lambda: at("samara").do(about_asking.later, topic="food")) == "not_found"
    assert refused(lambda: at("ana").do(about_asking.later, topic="?")) == "bad_choice"


def test_an_answer_to_a_question_lands_on_the_page(at: Callable[..., Page]) -> None:
    """S24: a foster parent asks, a birth parent answers; the question is open until then."""
    at("wendy").do(about_asking.ask, topic="sleep", text="Which songs does he know?")
    asked = at("joshua").child.questions[0]
    assert (asked.line.text, asked.mine) == ("Which songs does he know?", False)
    event = at("joshua").tell("food", "Los pollitos", question_id=asked.id)
    assert event.data["item"]["kind"] == "child.answered"
    assert at("ana").words("sleep") == ["Los pollitos"] and at("wendy").child.questions == []
    entry = ChildEntry.objects.get()
    at("joshua").do(about.take_back, table=ChildEntry, row_id=entry.public_id)
    assert len(at("wendy").child.questions) == 1


def test_a_question_without_words_is_ours(at: Callable[..., Page]) -> None:
    at("wendy").do(about_asking.ask, topic="sleep")
    assert at("ana").child.questions[0].line.text is None
    assert refused(lambda: at("wendy").do(about_asking.ask, topic="x")) == "bad_choice"
    assert refused(lambda: at("joshua").tell("sleep", "x", question_id="nothing")) == "not_found"


def test_a_big_step_waits_for_an_answer(at: Callable[..., Page]) -> None:
    """S26: asked before it is done; each birth parent answers, everybody and staff see where it stands."""
    step = {"kind": "hair", "text": "His hair is down to his nose"}
    event = at("wendy").do(about_asking.ask_first, **step)
    seen = at("tianna").child.steps[0]
    assert (seen.id, seen.state, seen.waits_for) == (
        event.data["item"]["id"],
        "waits",
        ["Ana Gutierrez", "Joshua Reyes"],
    )
    for who in ("wendy", "tianna"):
        answer = {"step_id": seen.id, "said": "yes"}
        assert refused(lambda who=who, answer=answer: at(who).do(about_asking.answer, **answer)) == "not_asked"
    at("ana").do(about_asking.answer, step_id=seen.id, said="yes")
    assert at("wendy").child.steps[0].waits_for == ["Joshua Reyes"]
    at("joshua").do(about_asking.answer, step_id=seen.id, said="no", text="The first cut is mine")
    stands = at("wendy").child.steps[0]
    assert stands.state == "no" and stands.answers[1].line.text == "The first cut is mine"
    at("joshua").do(about_asking.answer, step_id=seen.id, said="yes")
    assert at("ana").child.steps[0].state == "yes" and at("ana").child.steps[0].my_answer == "yes"
    assert refused(lambda: at("ana").do(about_asking.answer, step_id=seen.id, said="maybe")) == "bad_choice"
    assert refused(lambda: at("wendy").do(about_asking.ask_first, **{**step, "kind": "x"})) == "bad_choice"
    assert refused(lambda: at("wendy").do(about_asking.ask_first, **{**step, "text": " "})) == "empty"


def test_a_birth_parent_asks_first_too(at: Callable[..., Page]) -> None:
    """S61: then the other parent and the foster home are asked."""
    at("ana").do(about_asking.ask_first, kind="ears", text="I would like to have them pierced at the visit")
    assert at("ana").child.steps[0].waits_for == ["Joshua Reyes", "Wendy Chadwick"]


# Keeping


def test_a_message_is_kept_in_its_writers_words(at: Callable[..., Page], cast: Cast) -> None:
    """S24: it is quoted, so what becomes of the message becomes of the entry."""
    said = cast.say("joshua", "jon", "Warm milk in the green cup")
    at("wendy").do(about.keep, seq=said.seq, topic="food")
    found = at("ana").entry("food").now
    assert (found.words.text, found.by and found.by.name, found.through and found.through.name) == (
        "Warm milk in the green cup", "Joshua Reyes", "Wendy Chadwick",
    )  # fmt: skip
    assert refused(lambda: at("ana").do(about.keep, seq=said.seq, topic="food")) == "kept_already"
    erase_text(room=cast.rooms["jon"], seq=said.seq, order="an order")
    assert at("ana").words("food") == [None]


def test_what_cannot_be_kept(at: Callable[..., Page], cast: Cast) -> None:
    cast.suspend("joshua", "jon")
    hidden = cast.say("ana", "jon", "While he was away")
    cast.restore("joshua", "jon")
    told = at("ana").tell("food", "Rice")
    for who, seq, topic, code in (
        ("joshua", hidden.seq, "food", "not_found"),
        ("samara", hidden.seq, "food", "not_found"),
        ("ana", 1, "food", "not_found"),
        ("ana", told.seq, "food", "bad_choice"),
        ("ana", hidden.seq, "home-day", "bad_choice"),
    ):
        what = {"seq": seq, "topic": topic}
        assert refused(lambda who=who, what=what: at(who).do(about.keep, **what)) == code


# The home, and dear things


def test_a_home_introduces_itself_and_never_leads_to_its_door(at: Callable[..., Page], cast: Cast) -> None:
    """S8: streets, numbers, the home's own address and the child's school are refused with a kind sentence."""
    Household.objects.filter(rooms=cast.rooms["jon"]).update(address="6 Cooper Hill, garden side")
    cast.rooms["jon"].children.update(school="Heron Street Elementary")
    at("wendy").tell("home-people", "My grown son on weekends, a cat, and me")
    assert at("ana").page.home[Topic.HOME_PEOPLE].entries[0].now.words.text == "My grown son on weekends, a cat, and me"
    for text in (
        "We live at 12 Main Street",
        "Call me: 775-555-0134",
        "you can see all of cooper from the window",
        "We walk to Heron every morning",
    ):
        assert refused(lambda text=text: at("wendy").tell("home-area", text)) == "home_private", text
    at("wendy").tell("home-area", "A garden, quiet at night, children on bikes")
    for who in ("ana", "tianna"):
        assert refused(lambda who=who: at(who).tell("home-day", "x")) == "not_allowed"
    entry = at("wendy").page.home[Topic.HOME_AREA].entries[0]
    change = {"entry_id": entry.id, "seen": entry.now.seq, "text": "Near 12 Main Street"}
    assert refused(lambda: at("wendy").do(about.change, **change)) == "home_private"


def test_only_the_home_answers_what_it_is_asked_about_itself(at: Callable[..., Page]) -> None:
    """S8: anybody may ask, in words that do not lead to its door; no answer of another introduces it."""
    asked = at("ana").do(about_asking.ask, topic="home-day", text="What do your mornings look like?")
    question = at("ana").page.home[Topic.HOME_DAY].questions[0].id
    for who in ("ana", "joshua", "tianna"):
        do = lambda who=who: at(who).tell("home-day", "They sleep late", question_id=question)  # noqa: E731
        assert refused(do) == "not_allowed", who
    at("wendy").tell("", "Early, with pancakes", question_id=question)
    assert at("ana").page.home[Topic.HOME_DAY].entries[0].now.words.text == "Early, with pancakes"
    near = {"topic": "home-area", "text": "Is it near 12 Main Street?"}
    assert refused(lambda: at("ana").do(about_asking.ask, **near)) == "home_private" and asked.text


def test_nobody_writes_anew_what_was_kept_or_came_along(at: Callable[..., Page], cast: Cast) -> None:
    """S22: the words stay those of whoever said them, also for whoever kept or brought them."""
    said = cast.say("ana", "jon", "He waves at trucks")
    at("wendy").do(about.keep, seq=said.seq, topic="likes")
    found = at("wendy").entry("likes")
    change = {"entry_id": found.id, "seen": found.now.seq, "text": "He hates trucks"}
    assert found.mine and refused(lambda: at("wendy").do(about.change, **change)) == "not_allowed"
    at("wendy").tell("food", "Soup")
    entry = at("wendy").entry("food")
    EntryVersion.objects.filter(entry__public_id=entry.id).update(told_at=said.at)
    change = {"entry_id": entry.id, "seen": entry.now.seq, "text": "Rice"}
    assert refused(lambda: at("wendy").do(about.change, **change)) == "not_allowed"


def test_a_form_takes_back_what_it_named_and_nothing_else(at: Callable[..., Page]) -> None:
    """Its id stands for one act: sent for another entry it is refused, and not taken for done."""
    once = uuid4()
    for topic in ("food", "sleep"):
        at("ana").tell(topic, "Rice")
    food, sleep = ({"table": ChildEntry, "row_id": at("ana").entry(topic).id} for topic in ("food", "sleep"))
    first = at("ana").do(about.take_back, client_id=once, **food)
    assert at("ana").do(about.take_back, client_id=once, **food).seq == first.seq
    assert refused(lambda: at("ana").do(about.take_back, client_id=once, **sleep)) == "id_reused"
    assert at("wendy").words("sleep") == ["Rice"]


def test_what_a_room_allows_does_not_open_the_door(at: Callable[..., Page], cast: Cast) -> None:
    """S8: also where staff lets contact details through, and where they could not be looked for."""
    Policy.objects.create(agency=cast.tianna.agency, room=cast.rooms["jon"], contact=Contact.OFF)
    assert refused(lambda: at("wendy").tell("home-area", "We live at 12 Main Street")) == "home_private"

    def broken(text: str) -> list[Span]:
        raise LookupError(text)

    assert Screening(find=broken).tells_where("A garden")


def test_dear_things_are_found_again(at: Callable[..., Page]) -> None:
    """S71: where it is, who said so, and where it was."""
    at("joshua").do(about_things.write_down, text="The green cup with two handles", where="child")
    thing = at("wendy").child.things[0]
    move = {"thing_id": thing.id, "where": "way", "seen": thing.moved.seq}
    at("wendy").do(about_things.move, **move)
    found = at("ana").child.things[0]
    assert (found.where, found.moved.author and found.moved.author.name, len(found.moves)) == (
        "way",
        "Wendy Chadwick",
        1,
    )
    assert refused(lambda: at("joshua").do(about_things.move, **{**move, "where": "family"})) == "changed_since"
    assert refused(lambda: at("wendy").do(about_things.write_down, text="x", where="?")) == "bad_choice"
    assert refused(lambda: at("wendy").do(about_things.write_down, text=" ", where="way")) == "empty"
    at("joshua").do(about.take_back, table=DearThing, row_id=thing.id)
    assert at("ana").child.things == []


# Another home


@pytest.fixture
def moved(cast: Cast, at: Callable[..., Page]) -> tuple[Cast, Membership]:
    """Jon's next room, in which Ana and Brianna are, and Tianna; nothing was brought there yet."""
    child = cast.rooms["jon"].children.get()
    cast.rooms["next"] = open_room(family=child.family, children=[child], household=None)
    roles = {"ana": Role.BIRTH_PARENT, "brianna": Role.FOSTER_PARENT, "tianna": Role.SOCIAL_WORKER}
    for who, role in roles.items():
        memberships.add(actor=None, room=cast.rooms["next"], person=cast.people[who], role=role)
    return cast, cast.member("tianna", "next")


def test_what_a_child_owns_comes_along(moved: tuple[Cast, Membership], at: Callable[..., Page]) -> None:
    """S12, S70: the newest words with their masks and who told them; not the old home, nor what was asked in it."""
    cast, tianna = moved
    first = at("ana").tell("sleep", "A song")
    at("ana").do(about.change, entry_id=at("ana").entry("sleep").id, seen=first.seq, text="Two songs, 775-555-0134")
    at("joshua").tell("food", "Rice")
    kept = cast.say("ana", "jon", "He waves at trucks")
    at("wendy").do(about.keep, seq=kept.seq, topic="likes")
    gone = at("ana").tell("fears", "Dogs")
    erase_text(room=cast.rooms["jon"], seq=gone.seq, order="an order")
    at("wendy").tell("home-day", "We get up early")
    at("wendy").do(about_asking.ask, topic="play", text="What does he play?")
    at("joshua").do(about_things.write_down, text="The green cup", where="way")
    Agency.objects.update(time_zone="Pacific/Pago_Pago")  # a day behind whoever asks for it
    with transaction.atomic(), timezone.override("Pacific/Kiritimati"):
        source, target = cast.rooms["jon"], tianna.room
        lines = about.carried(source=source, target=target, child=source.children.get(), as_member=tianna)
    assert len(lines) == 4
    page = at("brianna", "next")
    assert page.words("sleep") == ["Two songs, •••"] and at("tianna", "next").words("sleep") == [
        "Two songs, 775-555-0134"
    ]
    by = {topic: page.entry(topic).now.by for topic in ("sleep", "food", "likes")}
    assert {topic: one and one.name for topic, one in by.items()} == dict.fromkeys(
        ("sleep", "likes"), "Ana Gutierrez"
    ) | {"food": None}
    assert page.words("likes") == ["He waves at trucks"] and page.words("fears") == []
    told = Event.objects.filter(room=target, data__item__kind="child.carried").order_by("seq")[0]
    assert told.data["item"]["facts"]["on"] == target.day(first.at).isoformat()
    assert page.entry("likes").now.at == kept.at and page.entry("likes").now.carried
    assert [one.entries for one in page.page.home.values()] == [[], [], [], []]
    assert page.child.questions == [] and [one.where for one in page.child.things] == ["way"]
    assert at("ana", "next").child.next_topic == Topic.ALLERGIES


def test_what_moved_while_somebody_was_paused_stays_where_they_know_it(at: Callable[..., Page], cast: Cast) -> None:
    """S7, S71: the page tells nothing of the move, and they can say where it is now."""
    at("ana").do(about_things.write_down, text="The grey rabbit", where="child")
    thing = DearThing.objects.get()
    cast.suspend("joshua", "jon")
    at("wendy").do(about_things.move, thing_id=thing.public_id, where="family", seen=thing.moved_seq)
    cast.restore("joshua", "jon")
    (theirs,), (hers,) = at("joshua").child.things, at("ana").child.things
    assert (theirs.where, theirs.where_label, len(theirs.moves)) == ("child", "where the child lives", 0)
    assert (hers.where, len(hers.moves)) == ("family", 1)
    at("joshua").do(about_things.move, thing_id=thing.public_id, where="way", seen=theirs.moved.seq)
    assert {at(who).child.things[0].where for who in ("ana", "joshua", "wendy")} == {"way"}
    with pytest.raises(RoomError, match="changed_since"):
        at("wendy").do(about_things.move, thing_id=thing.public_id, where="child", seen=hers.moved.seq)
