"""The child's page as people see it: both seats, a phone without JavaScript (S8, S21 to S26, S71)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone

from rooms.models import BigStep, ChildEntry, DearThing, Event, ExpertQuestion
from rooms.models.about import HOME, TOLD, Topic
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader

pytestmark = pytest.mark.django_db

At = Callable[[str, str], Reader]


def text_of(response: HttpResponse) -> str:
    """What can be read on a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1]).split())


def tell(one: Reader, topic: str, text: str, **more: object) -> HttpResponse:
    return one.post(f"child/topics/{topic}/", act="tell", text=text, **more)


def test_allergies_are_on_top_of_the_page_and_on_the_sheet(reader: At) -> None:
    """S21: told by the father, there for the foster mother at once, with what is still missing and who will know."""
    wendy, joshua = reader("wendy", "jon"), reader("joshua", "jon")
    empty = text_of(wendy.get("child/safety/"))
    assert "Not told yet, and Ana Gutierrez and Joshua Reyes will know: allergies" in empty
    done = tell(joshua, "allergies", "Amoxicillin: bumps all over")
    entry = ChildEntry.objects.get()
    assert (done.status_code, done["Location"]) == (303, f"{joshua.base}child/#{entry.public_id}")
    page = wendy.get("child/").content.decode()
    assert page.index("Amoxicillin") < page.index("To stay safe") < page.rindex("Amoxicillin")
    sheet = text_of(wendy.get("child/safety/"))
    assert "Amoxicillin: bumps all over Joshua Reyes, birth parent" in sheet and "In an emergency call 911" in sheet
    assert "Amoxicillin" in text_of(reader("tianna", "jon").get("child/safety/"))


def test_one_question_at_a_time(reader: At) -> None:
    """S21 to S23: birth parents are asked, with "not now"; the foster mother sees for whom we wait."""
    ana, wendy = reader("ana", "jon"), reader("wendy", "jon")
    assert "You know Jon best. One question, whenever you like: Is there anything Jon must not eat" in text_of(
        ana.get("child/")
    )
    assert "We ask Ana Gutierrez and Joshua Reyes first, one question at a time" in text_of(wendy.get("child/"))
    child = ana.room.children.get().public_id
    assert ana.post("child/", act="later", topic="allergies", child=child, never="0").status_code == 303
    assert "Does Jon take any medicine?" in text_of(ana.get("child/"))
    assert "You know Jon best" not in text_of(wendy.get("child/"))


def test_every_topic_has_a_respectful_question_and_a_place(reader: At) -> None:
    """S22, S23, S25, S26: culture, hair, language, identity, wishes, what was told to the school."""
    ana = reader("ana", "jon")
    for topic, question in (
        ("culture", "Which holidays, foods, prayers or customs of your family should go on for Jon?"),
        ("body", "How do you care for Jon’s hair and skin?"),
        ("language", "Which languages does Jon hear and speak at home?"),
        ("identity", "What should nobody miss who wants to know who Jon is?"),
        ("wishes", "What would you like to be asked about first"),
        ("told-school", "What did you tell Jon’s school"),
    ):
        assert question in text_of(ana.get(f"child/topics/{topic}/"))
        tell(ana, topic, f"words on {topic}")
        assert f"words on {topic}" in text_of(reader("wendy", "jon").get("child/"))
    assert ana.get("child/topics/nothing/").status_code == 404


def test_versions_are_read_below_and_only_the_author_changes(reader: At) -> None:
    """S22: who, when and every version."""
    ana, wendy = reader("ana", "jon"), reader("wendy", "jon")
    tell(ana, "sleep", "A song")
    entry = ChildEntry.objects.get()
    form = {"act": "change", "entry": entry.public_id, "seen": entry.seq, "text": "Two songs"}
    assert "Change or take back" not in text_of(wendy.get("child/topics/sleep/"))
    assert wendy.post("child/topics/sleep/", **form).status_code == 403
    assert ana.post("child/topics/sleep/", **form).status_code == 303
    shown = text_of(wendy.get("child/topics/sleep/"))
    assert "Two songs" in shown and "1 earlier version A song" in shown
    late = ana.post("child/topics/sleep/", **form)
    assert late.status_code == 409 and "changed this" in text_of(late) and "Two songs" in text_of(late)
    back = {"act": "back", "what": "entry", "id": entry.public_id}
    assert ana.post("child/", **back).status_code == 303
    assert "Two songs" not in text_of(wendy.get("child/")) and "A song" in text_of(wendy.get("child/"))


def test_what_was_typed_stays_when_something_is_refused(reader: At) -> None:
    ana = reader("ana", "jon")
    second = tell(ana, "providers", "Her number is 775-555-0134")
    assert second.status_code == 422 and "A phone number is kept private here." in text_of(second)
    assert "Her number is 775-555-0134</textarea>" in second.content.decode()
    assert tell(ana, "providers", "Her number is 775-555-0134", sure="1").status_code == 303
    assert "Her number is •••" in text_of(reader("wendy", "jon").get("child/"))


def test_an_expert_is_asked_and_the_answer_lands_here(reader: At) -> None:
    """S24: without words of her own, each reads our question in their own language."""
    wendy, joshua = reader("wendy", "jon"), reader("joshua", "jon")
    wendy.cast.joshua.language = "es"
    wendy.cast.joshua.save()
    wendy.post("child/topics/sleep/", act="ask")
    asked = ExpertQuestion.objects.get().public_id
    page = joshua.get("child/").content.decode()
    assert f'name="question" value="{asked}"' in page and "How does the evening go" not in page
    desk = reader("tianna", "jon").get("child/")
    assert "Wendy Chadwick asks about sleep and bedtime" in text_of(desk) and asked not in re.findall(
        r'name="question" value="(\w+)"', desk.content.decode()
    )
    tell(joshua, "sleep", "La mano quieta en la espalda", question=asked)
    assert "La mano quieta en la espalda Joshua Reyes, birth parent" in text_of(wendy.get("child/"))
    assert "asks you about" not in text_of(reader("ana", "jon").get("child/"))
    assert "answered a question about sleep and bedtime" in text_of(wendy.get())


def test_whoever_does_not_know_finds_whom_to_ask(reader: At) -> None:
    """S24: on top of the page and at each topic, by name; the question stands in the conversation."""
    wendy, ana = reader("wendy", "jon"), reader("ana", "jon")
    tell(ana, "sleep", "A song")
    page = wendy.get("child/").content.decode()
    assert page.count("Ask Ana Gutierrez and Joshua Reyes<span") == 19, "one for each topic about the child"
    assert page.index("Ask Ana Gutierrez and Joshua Reyes") < page.index("To stay safe")
    assert wendy.post("child/", act="ask", topic="food", text="Which spoon?").status_code == 303
    assert "has a question for you about food and meals" in text_of(ana.get()) and "Which spoon?" in text_of(ana.get())
    asked = text_of(wendy.get("child/"))
    assert "You asked about food and meals" in asked and "See it in the conversation" in asked
    assert "Ask Wendy Chadwick : an average day in this home" in text_of(ana.get("child/"))
    assert "Ask Ana" not in text_of(ana.get("child/")) and "Ask Wendy" not in asked
    assert wendy.post("child/", act="ask", topic="", text="Which spoon?").status_code == 422


def test_who_is_asked_much_is_asked_one_at_a_time(reader: At) -> None:
    """S24: the oldest question has a place to answer, the others stand below by name."""
    wendy, ana = reader("wendy", "jon"), reader("ana", "jon")
    for topic in ("food", "play", "sleep"):
        wendy.post("child/", act="ask", topic=topic)
    page = text_of(ana.get("child/"))
    assert "asks you about food and meals" in page and "asks you about play" not in page
    assert "After that, one at a time: play , sleep and bedtime" in page
    play = ExpertQuestion.objects.get(topic="play").public_id
    assert "asks you about play" in text_of(ana.get(f"child/?of={play}")), "as its line in the conversation names it"
    tell(ana, "food", "The green one", question=ExpertQuestion.objects.get(topic="food").public_id)
    assert "asks you about play" in text_of(ana.get("child/"))
    assert text_of(wendy.get("child/")).count("You asked about") == 2


def test_topics_fit_the_childs_age(reader: At, cast: Cast) -> None:
    """S21 to S23: nobody is asked about the school of a two-year-old; what was told shows; of unknown age, all."""
    cast.rooms["jon"].children.update(birth_date=None)
    wendy, ana = reader("wendy", "jon"), reader("ana", "jon")
    assert "School and learning" in text_of(wendy.get("child/")) and "Learning to drive" in text_of(ana.get("child/"))
    two = timezone.localdate() - timedelta(days=900)
    cast.rooms["jon"].children.update(birth_date=two)
    for page in (text_of(one.get("child/")) for one in (wendy, ana)):
        assert "School and learning" not in page and "Learning to drive" not in page
        assert "What we told the school" not in page and "Sleep and bedtime" in page
    assert tell(wendy, "school", "Two mornings with the big ones").status_code == 303
    assert "Two mornings with the big ones" in text_of(ana.get("child/"))
    for topic in [topic for topic in Topic if topic not in (Topic.SCHOOL, *TOLD, *HOME)]:
        tell(ana, topic, "told")
    assert "You know Jon best" not in text_of(ana.get("child/"))


def test_a_step_is_asked_about_first(reader: At) -> None:
    """S26: the desk sees where it stands, too."""
    wendy, ana, tianna = reader("wendy", "jon"), reader("ana", "jon"), reader("tianna", "jon")
    wendy.post("child/", act="step", kind="hair", text="A little fountain on top?")
    step = BigStep.objects.get().public_id
    assert "Waiting for Ana Gutierrez and Joshua Reyes" in text_of(tianna.get("child/"))
    assert "Your answer" not in text_of(wendy.get("child/")).split("Ask before a big step")[0]
    assert ana.post("child/", act="answer", step=step, said="talk", text="At the visit").status_code == 303
    assert "Let’s talk about it" in text_of(wendy.get("child/")) and "At the visit" in text_of(wendy.get("child/"))
    refused = ana.post("child/", act="answer", step=step, said="maybe")
    assert refused.status_code == 422
    assert wendy.post("child/", act="step", kind="hair", text=" ").status_code == 422


def test_keep_this(reader: At, cast: Cast) -> None:
    """S24: from the menu of a message to the page, in its writer's words; not for what is no message of theirs."""
    said = cast.say("joshua", "jon", "Warm milk in the green cup")
    wendy = reader("wendy", "jon")
    assert f'href="{wendy.base}{said.seq}/keep/"' in wendy.get().content.decode()
    assert "Warm milk in the green cup" in text_of(wendy.get(f"{said.seq}/keep/"))
    assert wendy.post(f"{said.seq}/keep/", topic="food").status_code == 303
    assert "Warm milk in the green cup Joshua Reyes, birth parent" in text_of(wendy.get("child/"))
    assert "kept by Wendy Chadwick" in text_of(reader("ana", "jon").get("child/"))
    again = wendy.post(f"{said.seq}/keep/", topic="food")
    assert again.status_code == 422 and "kept there already" in text_of(again)
    kept = Event.objects.filter(room=wendy.room).latest("seq").seq
    assert f"{kept}/keep/" not in wendy.get().content.decode()
    assert wendy.get("1/keep/").status_code == 404
    assert reader("samara", "jaylan").get(f"{said.seq}/keep/").status_code == 404


def test_where_a_message_may_belong_is_offered_first(reader: At, cast: Cast) -> None:
    """S24: what its words point to, in either language; then all topics in the groups of the page, each once."""
    said = cast.say("joshua", "jon", "Para DORMIR: la cobija azul y una canción, cada noche")
    page = reader("wendy", "jon").get(f"{said.seq}/keep/").content.decode()
    legends = re.findall(r"<legend>([^<]+)</legend>", page)
    assert legends[:3] == ["Where does it belong?", "Perhaps here", "To stay safe"] and "Roots" in legends
    places = re.findall(r'name="topic" value="([\w-]+)"', page)
    assert places[:2] == ["sleep", "comfort"] and len(places) == len(set(places)) == 22
    other = cast.say("joshua", "jon", "Ok!")
    assert "Perhaps here" not in reader("wendy", "jon").get(f"{other.seq}/keep/").content.decode()


def test_a_home_introduces_itself_without_an_address(reader: At) -> None:
    """S8: refused with a kind sentence, and the words are still there to be changed; others can only ask."""
    wendy, ana = reader("wendy", "jon"), reader("ana", "jon")
    refused = tell(wendy, "home-area", "We live at 12 Main Street")
    assert refused.status_code == 422 and "nothing that leads to the door" in text_of(refused)
    assert "We live at 12 Main Street</textarea>" in refused.content.decode()
    assert tell(wendy, "home-area", "Quiet, with bikes").status_code == 303
    assert "Quiet, with bikes" in text_of(ana.get("child/"))
    assert 'id="tell"' not in ana.get("child/topics/home-day/").content.decode()
    assert tell(ana, "home-day", "x").status_code == 403
    assert ana.post("child/topics/home-day/", act="ask").status_code == 303
    assert "asked about this" in text_of(wendy.get("child/"))


def test_dear_things_and_where_they_are(reader: At) -> None:
    """S71."""
    joshua, wendy = reader("joshua", "jon"), reader("wendy", "jon")
    joshua.post("child/", act="thing", text="The green cup", where="child")
    thing = DearThing.objects.get()
    move = {"act": "move", "thing": thing.public_id, "seen": thing.moved_seq, "where": "way"}
    assert wendy.post("child/", **move).status_code == 303
    assert "On its way The green cup Wendy Chadwick, foster parent" in text_of(joshua.get("child/"))
    assert joshua.post("child/", **{**move, "where": "family"}).status_code == 409


def test_each_child_of_a_room_is_on_the_page(reader: At, cast: Cast) -> None:
    """A room of siblings: every child has safety facts and topics of their own."""
    room = cast.rooms["jon"]
    sister = cast.rooms["gladys"].children.get()
    room.children.add(sister)
    ana, jon = reader("ana", "jon"), room.children.get(first_name="Jon")
    tell(ana, "allergies", "Amoxicillin", child=jon.public_id)
    tell(ana, "allergies", "Bees", child=sister.public_id)
    assert tell(ana, "allergies", "Nobody named").status_code == 422
    page = text_of(ana.get("child/"))
    assert "About Jon" in page and "About Gladys" in page
    sheet = text_of(ana.get("child/safety/"))
    assert sheet.index("Bees") < sheet.index("Safety first: Jon") < sheet.index("Amoxicillin")
    assert "Bees" in text_of(ana.get(f"child/topics/allergies/?child={sister.public_id}"))


def test_who_may_only_read_finds_no_form(reader: At, cast: Cast) -> None:
    ana = reader("ana", "jon")
    tell(ana, "sleep", "A song")
    member = cast.member("joshua", "jon").public_id
    memberships.narrow(actor=cast.tianna, room_id=ana.room.public_id, member_id=member, reason="a test")
    joshua = reader("joshua", "jon")
    for path in ("child/", "child/topics/sleep/", "child/safety/"):
        page = joshua.get(path).content.decode().split("<main")[1]
        assert "<textarea" not in page and "A song" in page or path == "child/safety/"
    assert tell(joshua, "sleep", "x").status_code == 403
    assert joshua.post("child/", act="nothing", client_id=str(uuid4())).status_code == 422
