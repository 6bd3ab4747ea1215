"""The pages of learning together, from both seats, and the desk's own cards (S6, S14, S46-S52, S59, S79)."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from moderation.models import Look
from rooms.models import AgencyCard, Child, JournalEntry, Learned, Membership, Role
from rooms.services import memberships
from rooms.services.agency_cards import Wanted, save
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.frontend.test_words import untranslated  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
Seats = Callable[[str, str], Reader]
PAGES = ("", "ideas/", "ideas/bedtime/", "sentences/", "lessons/", "places/", "journal/")


def page(reader: Reader, path: str = "") -> str:
    response = reader.get(f"learning/{path}")
    assert response.status_code == 200, (path, response.status_code)
    return str(response.content.decode())


def sent(reader: Reader, path: str = "", status: int = 303, **fields: object) -> str:
    response = reader.post(f"learning/{path}", **fields)
    assert response.status_code == status, response.content.decode()[:2000]
    return str(response.content.decode() if status != 303 else response.headers["Location"])


def test_asked_answered_kept_and_tried(reader: Seats) -> None:
    """S46: by plain forms, from both sides."""
    joshua, wendy = reader("joshua", "jon"), reader("wendy", "jon")
    place = sent(joshua, act="ask", topic="feelings", text="¿Cómo le hace para no decirle nada?")
    question = Learned.objects.get(kind="asked")
    assert place.endswith(f"/learning/#{question.public_id}")
    assert "¿Cómo le hace para no decirle nada?" in page(wendy)
    sent(wendy, act="answer", question=question.public_id, text="One sentence, ten breaths")
    answer = Learned.objects.get(kind="answered")
    sent(joshua, act="keep", line=answer.seq)
    told = page(joshua)
    assert f"{wendy.cast.member('wendy', 'jon').shown_name}’s way" in told and "kept under" in told
    way = Learned.objects.get(kind="kept").public_id
    sent(joshua, act="tried", way=way, how="worked", text="Seven breaths")
    assert "Seven breaths" in page(wendy) and "It worked" in page(wendy)
    assert "showed a way of doing it" in joshua.get().content.decode()
    sent(joshua, act="back", line=Learned.objects.get(kind="tried").seq)
    assert "Seven breaths" not in page(wendy)


def test_staff_reads_and_answers_at_the_desk_and_leaves_a_row(reader: Seats) -> None:
    sent(reader("ana", "macia"), act="ask", topic="sleep", text="How do you sing it?")
    tianna = reader("tianna", "macia")
    assert "How do you sing it?" in page(tianna)
    assert Look.objects.filter(kind=Look.Kind.PAGES, person=tianna.cast.tianna).exists()
    sent(tianna, act="answer", question=Learned.objects.get().public_id, text="Slowly")
    assert Look.objects.filter(kind=Look.Kind.STEP_IN).exists()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_from_both_seats_and_for_nobody_else(reader: Seats, path: str) -> None:
    assert page(reader("ana", "macia"), path) and page(reader("tianna", "macia"), path)
    stranger = Client()
    stranger.force_login(reader("samara", "jaylan").cast.samara)
    assert stranger.get(reader("ana", "macia").base + f"learning/{path}").status_code == 404


def test_a_second_thought_keeps_what_was_typed_in_its_form(reader: Seats) -> None:
    told = sent(reader("ana", "macia"), status=422, act="ask", topic="sleep", text="You are a terrible mother")
    form = told[told.index('id="ask"') : told.index("</form>", told.index('id="ask"'))]
    assert "You are a terrible mother" in form
    assert 'name="sure"' in form and '<input type="hidden" name="act" value="ask">' in form
    sent(reader("ana", "macia"), act="ask", topic="sleep", text="You are a terrible mother", sure="1")
    assert "What is it about?" in sent(reader("ana", "macia"), status=422, act="nothing")


def test_ideas_are_for_the_childs_age_and_found_by_a_word(cast: Cast, reader: Seats) -> None:
    """S46: by the age of the child in this room; by topic; by a word in any age."""
    Child.objects.filter(rooms=cast.rooms["jon"]).update(birth_date="2024-10-09")
    joshua = reader("joshua", "jon")
    told = page(joshua, "ideas/")
    assert "A home at toddler height" in told and "Homework in short turns" not in told
    assert "2024" not in told
    assert "Homework in short turns" in page(joshua, "ideas/?q=timer")
    assert "Homework in short turns" in page(joshua, "ideas/?all=1&topic=school")
    assert "Nothing fits that yet" in page(joshua, "ideas/?q=zzz")
    assert "Homework in short turns" in page(joshua, "ideas/?topic=school&q=Timer")


def test_an_idea_was_tried(reader: Seats) -> None:
    """S46, S49: with how it went and one line; without a way of going wrong."""
    ana = reader("ana", "gladys")
    sent(ana, "ideas/leaving/", act="tried", how="a_bit", text="Like frogs")
    assert "Like frogs" in page(reader("wendy", "gladys"), "ideas/leaving/")
    assert sent(ana, "ideas/leaving/", status=422, act="tried", how="best", text="Kept words").count("Kept words") == 1
    assert ana.get("learning/ideas/nothing/").status_code == 404


def test_a_sentence_is_one_tap_from_the_place_to_write(reader: Seats) -> None:
    """S14: the page and the composer count alike."""
    ana = reader("ana", "macia")
    found = re.findall(r'href="[^"]*\?starter=(\d+)#composer">([^<]+)<', page(ana, "sentences/"))
    assert len(found) > 3
    number, text = found[2]
    assert (
        text
        in re.findall(r'<textarea id="text".*?</textarea>', ana.get(f"?starter={number}").content.decode(), re.S)[0]
    )
    staff = page(reader("tianna", "macia"), "sentences/")
    assert "Birth parent" in staff and "Foster parent" in staff and "?starter=" not in staff


def test_lessons_are_the_same_for_both_sides_and_reading_is_nobodys_duty(reader: Seats) -> None:
    """S50, S61, S79."""
    ana, brianna = reader("ana", "macia"), reader("brianna", "macia")

    def words(told: str) -> list[str]:
        return re.findall(r"<article.*?<h2>(.*?)</h2>", told, re.S)

    assert words(page(ana, "lessons/")) == words(page(brianna, "lessons/"))
    assert len(words(page(ana, "lessons/"))) == 6
    sent(ana, "lessons/", act="read", lesson="people")
    assert f"Read by {ana.cast.member('ana', 'macia').shown_name}" in page(brianna, "lessons/")
    assert page(ana, "lessons/").count('value="read"') == 4


def test_staff_finds_help_with_cultures_words_and_sharing(reader: Seats) -> None:
    """S6, S62, S63: at the desk, and nowhere else."""
    for words in ("two ways of living", "Words that see strengths", "What must, may and may not be shared"):
        assert words in page(reader("tianna", "macia"), "lessons/")
        assert words not in page(reader("ana", "macia"), "lessons/")
    assert "What must, may and may not be shared" in page(reader("tianna", "macia"), "places/")


def test_a_kinship_caregiver_has_a_start_of_their_own(cast: Cast, reader: Seats) -> None:
    """S59: first on the page for them; a mentor is asked for without telling the room."""
    assert "You are family" not in page(reader("brianna", "macia"), "lessons/")
    Membership.objects.filter(pk=cast.member("brianna", "macia").pk).update(role=Role.KINSHIP_CAREGIVER)
    told = page(reader("brianna", "macia"), "lessons/")
    assert told.index("You are family") < told.index("Strength on hard days")
    assert "Ask my social worker for a mentor" in told
    form = page(reader("brianna", "macia"), "journal/?kind=need&seen_by=worker")
    assert re.search(r'value="need" required checked', form) and re.search(r'value="worker" checked', form)
    assert "A start for families" in page(reader("ana", "macia"))


def test_a_mentor_is_named(cast: Cast, reader: Seats) -> None:
    """S51: seen by all as a mentor."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.samara, role=Role.MENTOR)
    name = cast.member("samara", "macia").shown_name
    assert f"Here for you: {name}. You can ask anything." in page(reader("ana", "macia"))
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.wendy, role=Role.MENTOR)
    both = f"{cast.member('samara', 'macia').shown_name} and {cast.member('wendy', 'macia').shown_name}"
    assert f"A mentor has walked a way like yours. Here for you: {both}." in page(reader("ana", "macia"))


def test_a_shared_place_and_the_agencys_list(cast: Cast, reader: Seats) -> None:
    """S52: staff's words as written; a member's number is kept private, and the page says what to do."""
    desk = Client()
    desk.force_login(cast.tianna)
    form = {"kind": "place", "en_name": "Family Resource Center", "en_helps": "Diapers", "en_reach": "206-555-0182"}
    assert desk.post("/desk/cards/", {**form, "client_id": str(uuid4())}).status_code == 303
    ana = reader("ana", "macia")
    assert "206-555-0182" in page(ana, "places/")
    sent(ana, "places/", act="share", text="They helped me, call 206-555-0147", sure="1")
    told = page(reader("brianna", "macia"), "places/")
    assert "They helped me" in told and "555-0147" not in told and "kept private" in told


# The journal


def test_the_journal_is_on_its_owners_page_alone(cast: Cast, reader: Seats) -> None:
    """S5, S47: on no page of the others or of the desk; then shown to the worker, and there only, with a row."""
    ana, wendy, tianna = reader("ana", "jon"), reader("wendy", "jon"), reader("tianna", "jon")
    words = "I kept every appointment this month"
    place = sent(ana, "journal/", act="write", kind="growth", text=words, seen_by="me")
    entry = JournalEntry.objects.get()
    assert place.endswith(entry.public_id) and words in page(ana, "journal/")
    for other in (wendy, tianna, reader("joshua", "jon")):
        for path in ("", "learning/", "learning/journal/"):
            assert words not in other.get(path).content.decode()
    sent(ana, "journal/", act="seen", entry=entry.public_id, seen_by="worker")
    assert words in page(tianna, "journal/") and words not in page(wendy, "journal/")
    assert words not in tianna.get().content.decode()
    assert Look.objects.filter(kind=Look.Kind.PAGES, room=cast.rooms["jon"]).exists()
    sent(ana, "journal/", act="seen", entry=entry.public_id, seen_by="room")
    assert words in page(wendy, "journal/") and words in wendy.get().content.decode()
    sent(ana, "journal/", act="seen", entry=entry.public_id, seen_by="me")
    assert words not in page(wendy, "journal/") and words not in page(tianna, "journal/")
    assert words in page(ana, "journal/")


def test_a_page_is_changed_thrown_away_or_refused(reader: Seats) -> None:
    ana = reader("ana", "jon")
    sent(ana, "journal/", act="write", kind="hard", text="A long day", seen_by="me")
    entry = JournalEntry.objects.get().public_id
    sent(ana, "journal/", act="change", entry=entry, text="A very long day")
    assert "A very long day" in page(ana, "journal/")
    assert reader("wendy", "jon").post("learning/journal/", act="throw", entry=entry).status_code == 404
    sent(ana, "journal/", act="throw", entry=entry)
    assert "A very long day" not in page(ana, "journal/")
    kept = sent(ana, "journal/", status=422, act="write", kind="x", text="Typed words", seen_by="me")
    assert "Typed words" in kept
    sent(ana, "journal/", status=422, act="nothing")
    assert reader("tianna", "jon").post("learning/journal/", act="write").status_code == 405


# The desk's own cards


@pytest.fixture
def desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.tianna)
    return client


def test_staff_hides_changes_and_adds(cast: Cast, reader: Seats, desk: Client) -> None:
    """S14, S46: what is hidden is in no room; every version is listed."""
    assert "Ideas to try" in desk.get("/desk/cards/?kind=technique&key=bedtime").content.decode()
    form = {"kind": "technique", "key": "bedtime", "topic": "sleep", "version": "0", "hidden": "on"}
    assert desk.post("/desk/cards/", {**form, "client_id": str(uuid4())}).status_code == 303
    assert reader("ana", "macia").get("learning/ideas/bedtime/").status_code == 404
    assert "hidden" in desk.get("/desk/cards/").content.decode()
    again = desk.post("/desk/cards/", {**form, "client_id": str(uuid4())})
    assert again.status_code == 409 and "changed" in again.content.decode()
    new = {"kind": "technique", "topic": "food", "en_title": "Soup", "en_when": "Rain", "age_from": "x"}
    refused = desk.post("/desk/cards/", {**new, "client_id": str(uuid4())})
    assert refused.status_code == 422 and 'lang="en">Soup<' in refused.content.decode()
    whole = {**new, "age_from": "2", "en_steps": "Cut\nStir", "en_sentence": "Smell this.", "client_id": str(uuid4())}
    assert desk.post("/desk/cards/", whole).status_code == 303
    key = AgencyCard.objects.get(words__en__title="Soup").key
    assert "Smell this." in page(reader("ana", "macia"), f"ideas/{key}/")
    sent(reader("ana", "macia"), f"ideas/{key}/", act="tried", how="worked")


@pytest.mark.parametrize("address", ["/desk/cards/", "/desk/cards/?kind=place", "/desk/cards/?kind=x&key=a%00b"])
def test_the_desks_cards_are_for_staff(cast: Cast, desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 200
    ana = Client()
    ana.force_login(cast.ana)
    assert ana.get(address).status_code == 404
    assert ana.post(address, {"kind": "place", "client_id": str(uuid4())}).status_code == 404


# Words


def test_no_page_has_a_word_that_is_not_spanish(cast: Cast, reader: Seats, untranslated: set[str]) -> None:  # noqa: F811
    for person in cast.people.values():
        person.language = "es"
        person.save()
    Membership.objects.filter(pk=cast.member("brianna", "macia").pk).update(role=Role.KINSHIP_CAREGIVER)
    ana = reader("ana", "macia")
    sent(ana, act="ask", topic="sleep", text="¿Cómo?")
    sent(ana, act="answer", question=Learned.objects.get().public_id, text="Así")
    sent(ana, act="keep", line=Learned.objects.get(kind="answered").seq)
    sent(ana, "lessons/", act="read", lesson="people")
    sent(ana, "journal/", act="write", kind="need", text="Un coche", seen_by="worker")
    for path in PAGES:
        for who in ("ana", "brianna", "tianna"):
            assert '<html lang="es"' in page(reader(who, "macia"), path)
    for kind in AgencyCard.Kind:
        reader("tianna", "macia").client.get(f"/desk/cards/?kind={kind}")
    assert untranslated == set()


def test_what_may_be_shared_stands_beside_where_staff_writes(reader: Seats) -> None:
    """S6: in the agency's words, at the desk's place to write and at private notes; parents write without it."""
    tianna = reader("tianna", "macia")
    desk = tianna.get().content.decode()
    assert "Must be shared with both homes" in desk.split('<footer class="write">')[1].split('id="composer"')[0]
    words = {"must": "Everything about asthma", "may": "Good news", "not": "Where anybody works"}
    wanted = Wanted(kind=AgencyCard.Kind.SHARING, key="sharing", words={"en": words})
    save(actor=tianna.cast.tianna, client_id=uuid4(), wanted=wanted)
    assert "Everything about asthma" in tianna.get().content.decode()
    assert "Everything about asthma" in tianna.get("notes/").content.decode()
    assert "Everything about asthma" not in reader("ana", "macia").get().content.decode()
