"""An agency's own words: ideas, sentences, places, what may be shared; every version is kept (S6, S14, S46, S52)."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from rooms.errors import RoomError
from rooms.models import AgencyCard, Membership, Role
from rooms.queries import agency_cards as queries
from rooms.services import agency_cards as services
from rooms.services import memberships
from rooms.services.agency_cards import Wanted
from rooms.starters import by_key
from tests.cast import Cast

pytestmark = pytest.mark.django_db

IDEA = {"title": "The porch", "when": "Late", "steps": "Sit\nLook\nBreathe", "sentence": "See the moon."}


def save(cast: Cast, who: str = "tianna", **what: object) -> AgencyCard:
    return services.save(actor=cast.people[who], client_id=uuid4(), wanted=Wanted(**what))  # type: ignore[arg-type]


def code(cast: Cast, who: str = "tianna", **what: object) -> str:
    with pytest.raises(RoomError) as refused:
        save(cast, who, **what)
    return refused.value.code


def ideas(cast: Cast, who: str = "ana", room: str = "macia") -> dict[str, str]:
    return {one.key: str(one.title) for one in queries.techniques(cast.member(who, room))}


def test_an_own_idea_is_found_in_every_room_in_the_language_it_has(cast: Cast) -> None:
    """S46: in Spanish, or in English where there is no Spanish."""
    card = save(cast, kind="technique", topic="sleep", words={"en": IDEA, "es": {}})
    assert ideas(cast)[card.key] == ideas(cast, "francis", "jaylan")[card.key] == "The porch"
    with override("es"):
        assert ideas(cast)[card.key] == "The porch"
    both = {"en": IDEA, "es": {**IDEA, "title": "El porche"}}
    save(cast, kind="technique", key=card.key, topic="sleep", words=both, version=1)
    with override("es"):
        assert ideas(cast)[card.key] == "El porche"
    assert list(AgencyCard.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_one_of_ours_is_hidden_said_otherwise_and_shown_again(cast: Cast) -> None:
    save(cast, kind="technique", key="bedtime", topic="sleep", hidden=True)
    assert "bedtime" not in ideas(cast)
    save(cast, kind="technique", key="bedtime", topic="sleep", words={"en": IDEA}, version=1)
    assert ideas(cast)["bedtime"] == "The porch"
    save(cast, kind="technique", key="bedtime", topic="sleep", version=2)
    assert ideas(cast)["bedtime"] == "The same small steps to bed"
    view = next(one for one in queries.at_the_desk(cast.tianna.agency)["technique"] if one.key == "bedtime")
    assert view.ours and [number for number, *_ in view.versions] == [3, 2, 1]


def test_our_words_sent_back_unchanged_stay_ours(cast: Cast) -> None:
    """The form begins with our words; whoever only looks and saves does not freeze them."""
    what = {
        "kind": "technique",
        "key": "bedtime",
        "topic": "sleep",
        "words": services.our_words("technique", "bedtime"),
    }
    assert save(cast, **what, age_from=1, age_to=8).words == {}
    assert save(cast, **what, age_from=1, age_to=10, version=1).words["es"]["title"].startswith("Los mismos")
    assert services.our_words("sharing", "sharing")["en"]["not"].startswith("Addresses")
    assert services.our_words("place", "x") == {}


def test_sentences_are_added_for_a_side_and_ours_hidden(cast: Cast) -> None:
    """S14: a sentence for foster parents is offered to them alone."""
    words = {"en": {"text": "How was the morning with {child}?"}}
    save(cast, kind="starter", side="foster", words=words)
    key = next(key for key, one in by_key().items() if str(one.text).startswith("I think of you all"))

    def texts(who: str, stage: str = "home") -> list[str]:
        return [str(one.text) for one in queries.starters(cast.member(who, "macia"), stage, ["Macia"])]

    assert "How was the morning with Macia?" in texts("brianna")
    assert "How was the morning with Macia?" not in texts("ana")
    ours = "I think of you all. How are the first weeks at home? No need for them to be perfect."
    assert ours in texts("brianna")
    save(cast, kind="starter", key=key, hidden=True)
    assert ours not in texts("brianna")


def test_places_are_listed_by_name_and_hidden_ones_are_not(cast: Cast) -> None:
    """S52: staff's words are shown as written, an organization's number too."""
    for name in ("Second Shelf Pantry", "Acorn Family Resource Center"):
        save(cast, kind="place", words={"en": {"name": name, "helps": "Food", "reach": "206-555-0147"}})
    listed = queries.places(cast.member("ana", "macia"))
    assert [one.name for one in listed] == ["Acorn Family Resource Center", "Second Shelf Pantry"]
    assert listed[0].reach == "206-555-0147"
    save(cast, kind="place", key=listed[0].key, hidden=True, version=1)
    assert [one.name for one in queries.places(cast.member("ana", "macia"))] == ["Second Shelf Pantry"]


def test_what_may_be_shared_is_said_in_the_agencys_words(cast: Cast) -> None:
    """S6."""
    member = cast.member("tianna", "macia")
    assert len(queries.sharing(member)) == 3
    words = {"en": {"must": "Allergies", "may": "With a yes", "not": "Addresses"}}
    save(cast, kind="sharing", key="sharing", words=words)
    assert [one.text for one in queries.sharing(member)] == ["Allergies", "With a yes", "Addresses"]


@pytest.mark.parametrize("who", ["ana", "brianna"])
def test_members_change_none(cast: Cast, who: str) -> None:
    assert code(cast, who, kind="technique", topic="sleep", words={"en": IDEA}) == "not_found"


def test_a_supervisor_may_and_whose_part_is_paused_may_not(cast: Cast) -> None:
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.wendy, role=Role.SUPERVISOR)
    save(cast, "wendy", kind="technique", topic="sleep", words={"en": IDEA})
    Membership.objects.filter(person=cast.tianna).update(state="suspended")
    assert code(cast, kind="technique", topic="sleep", words={"en": IDEA}) == "not_found"


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ({"kind": "x"}, "bad_choice"),
        ({"kind": "technique", "words": {"en": IDEA}}, "bad_choice"),
        ({"kind": "technique", "topic": "sleep", "age_from": 9, "age_to": 3, "words": {"en": IDEA}}, "bad_choice"),
        ({"kind": "technique", "topic": "sleep", "age_to": 99, "words": {"en": IDEA}}, "bad_choice"),
        ({"kind": "starter", "side": "x", "words": {"en": {"text": "a"}}}, "bad_choice"),
        ({"kind": "technique", "topic": "sleep"}, "words_missing"),
        ({"kind": "technique", "topic": "sleep", "words": {"en": {**IDEA, "when": ""}}}, "words_missing"),
        ({"kind": "technique", "topic": "sleep", "words": {"en": {**IDEA, "when": "x" * 1001}}}, "too_long"),
        ({"kind": "technique", "topic": "sleep", "words": {"en": {**IDEA, "when": "a\x00"}}}, "bad_text"),
        ({"kind": "technique", "key": "nothing", "topic": "sleep", "words": {"en": IDEA}}, "not_found"),
        ({"kind": "technique", "key": "bedtime", "topic": "sleep", "hidden": True, "version": 1}, "changed_since"),
    ],
)
def test_refusals(cast: Cast, what: dict[str, object], refused: str) -> None:
    assert code(cast, **what) == refused


def test_two_who_change_it_at_once_and_a_form_sent_twice(cast: Cast) -> None:
    once = {"actor": cast.tianna, "client_id": uuid4()}
    wanted = Wanted(kind="technique", topic="sleep", words={"en": IDEA})
    card = services.save(**once, wanted=wanted)  # type: ignore[arg-type]
    assert services.save(**once, wanted=wanted) == card  # type: ignore[arg-type]
    again = {"kind": "technique", "key": card.key, "topic": "sleep", "words": {"en": IDEA}, "version": 1}
    save(cast, **again)
    assert code(cast, **again) == "changed_since"


def test_another_agency_has_its_own(cast: Cast) -> None:
    """P6: rooms of another agency see none of it."""
    card = save(cast, kind="technique", topic="sleep", words={"en": IDEA})
    room = cast.rooms["jaylan"]
    other = type(cast.tianna.agency).objects.create(name="Another")  # type: ignore[union-attr]
    room.family.agency = other
    room.family.save()
    assert card.key not in ideas(cast, "francis", "jaylan")
