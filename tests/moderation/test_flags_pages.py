"""The pages of flags and steps, for each who may see them and each who may not (S1, S54, S60, P6)."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from moderation.models import Flag, HeldMessage, Look, Step
from moderation.services import appeals, flags
from rooms.models import Role
from rooms.services import memberships
from tests.cast import PASSWORD, Cast
from tests.frontend.conftest import Reader
from tests.frontend.test_words import untranslated  # noqa: F401 - a fixture
from tests.walls.answers import answer, difference, signed_in

pytestmark = [pytest.mark.django_db]
MISSING = "0a1b2c3d4e5f"


@pytest.fixture
def flag(cast: Cast) -> Flag:
    """Ana asks for help with what Brianna said."""
    said = cast.say("brianna", "macia", "You are late again")
    return flags.raise_by_member(
        actor=cast.ana,
        room_id=cast.rooms["macia"].public_id,
        client_id=uuid4(),
        category="help",
        seq=said.seq,
        text="Please help us talk about time",
    )


@pytest.fixture
def supervisor(cast: Cast) -> Client:
    person = type(cast.tianna).objects.create_user(
        "lead@example.test", PASSWORD, name="A Supervisor", agency=cast.tianna.agency
    )
    memberships.add(
        actor=None, room=cast.rooms["macia"], person=person, role=Role.SUPERVISOR, shown_name="The Supervisor"
    )
    cast.people["lead"] = person
    return signed_in(person)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def settle(cast: Cast, flag: Flag) -> None:
    words = {"to_author": "Could we agree on a time?", "to_reporter": "We agree on a time on Friday."}
    flags.resolve(actor=cast.tianna, flag_id=flag.public_id, outcome="together", **words)


def act(client: Client, flag: Flag, name: str, **form: str) -> int:
    return client.post(reverse("desk_flag_act", args=[flag.public_id, name]), form).status_code


def test_a_member_asks_from_the_menu_of_a_line(cast: Cast) -> None:
    said = cast.say("brianna", "macia", "You are late again")
    ana = Reader(cast, "ana", "macia")
    assert f'href="{ana.base}help/?line={said.seq}">I need help with this</a>' in ana.get().content.decode()
    form = ana.get(f"help/?line={said.seq}").content.decode()
    for words in ("You are late again", "Tianna Reilly", "This was good", "988", "are not told who asked"):
        assert words in form
    sent = ana.post("help/", reason="help", text="Please", line=said.seq)
    made = Flag.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"/asked/#f-{made.public_id}")
    mine = page(ana.client, "/asked/")
    assert "Please" in mine
    assert "Somebody looks at it by" in mine


def test_a_question_says_by_when_it_is_answered(cast: Cast) -> None:
    ana = Reader(cast, "ana", "macia")
    form = ana.get("help/?about=question").content.decode()
    assert re.search(r'value="question" required checked', form)
    assert re.search(r"Now: by \w+, .*5:00 pm\.", form)
    refused = ana.post("help/", reason="question", text="")
    assert refused.status_code == 422
    ana.post("help/", reason="question", text="May I come to the play?")
    assert re.search(r"You get an answer by .*5:00 pm\.", page(ana.client, "/asked/"))


def test_what_was_typed_is_kept_when_it_is_refused(cast: Cast) -> None:
    ana = Reader(cast, "ana", "macia")
    refused = ana.post("help/", reason="shout", text="keep these words")
    assert refused.status_code == 422
    assert "keep these words" in refused.content.decode()
    assert ana.get("help/?line=999").status_code == 404
    assert ana.post("help/", reason="help", line="999").status_code == 404


def test_staff_marks_from_the_desk(cast: Cast) -> None:
    tianna = Reader(cast, "tianna", "macia")
    said = cast.say("ana", "macia", "Thank you, Brianna")
    assert f"{tianna.base}help/?line={said.seq}" in tianna.get().content.decode()
    assert "This went well" in tianna.get(f"help/?line={said.seq}").content.decode()
    sent = tianna.post("help/", reason="good", text="A kind word", line=said.seq)
    made = Flag.objects.get()
    assert sent["Location"] == reverse("desk_flag", args=[made.public_id])
    queue = page(tianna.client, "/desk/flags/")
    assert queue.index("What was good") < queue.index("A kind word")


def test_the_queue_over_the_caseload(cast: Cast, flag: Flag) -> None:
    tianna = signed_in(cast.tianna)
    fields = {"client_id": uuid4(), "category": "safety", "text": "He was alone"}
    urgent = flags.raise_by_member(actor=cast.samara, room_id=cast.rooms["jaylan"].public_id, **fields)
    both = page(tianna, "/desk/flags/")
    assert both.index(urgent.public_id) < both.index(flag.public_id)
    assert 'class="chip alert">within an hour' in both
    assert re.search(r'id="flag-count" role="status"><span class="chip warm">2<', both)
    hudson = page(tianna, f"/desk/flags/?family={cast.rooms['jaylan'].family_id}")
    assert (urgent.public_id in hudson, flag.public_id in hudson) == (True, False)
    settle(cast, flag)
    assert flag.public_id not in page(tianna, "/desk/flags/")
    assert flag.public_id in page(tianna, "/desk/flags/?view=settled")
    assert flag.public_id not in page(tianna, "/desk/flags/?view=mine")
    assert tianna.get("/desk/flags/?view=everything").status_code == 404


def test_one_flag_from_claim_to_outcome(cast: Cast, flag: Flag, supervisor: Client) -> None:
    tianna, path = signed_in(cast.tianna), reverse("desk_flag", args=[flag.public_id])
    shown = page(tianna, path)
    for words in ("You are late again", "Please help us talk about time", "The Supervisor", "We solve it together"):
        assert words in shown
    assert Look.objects.filter(kind="flag", person=cast.tianna).count() == 1
    assert act(tianna, flag, "claim") == 303
    assert act(supervisor, flag, "claim") == 409
    assert act(tianna, flag, "note", text="Called Brianna first") == 303
    assert act(tianna, flag, "note", text="") == 422
    assert act(tianna, flag, "link", line=str(cast.say("ana", "macia", "The bus was late").seq)) == 303
    assert act(tianna, flag, "settle", outcome="together", to_reporter="Thanks") == 422
    assert act(tianna, flag, "settle", outcome="together", to_reporter="Thanks", to_author="A word") == 303
    assert act(tianna, flag, "settle", outcome="fine", to_reporter="No", to_author="No") == 409
    assert act(tianna, flag, "dance") == 404
    assert tianna.get(reverse("desk_flag_act", args=[flag.public_id, "claim"])).status_code == 302
    done = page(tianna, path)
    for words in ("Called Brianna first", "Told to Ana Gutierrez", "Told to Brianna Winter", "The bus was late"):
        assert words in done


def test_a_held_message_is_read_on_its_flag_and_that_leaves_a_row(cast: Cast) -> None:
    author = cast.member("ana", "macia")
    held = HeldMessage.objects.create(
        room=author.room, author=author, client_id=uuid4(), text="Words that wait", why="threat"
    )
    flag = flags.raise_by_screening(room=author.room, author=author, category="safety", urgency="now", held=held)
    shown = page(signed_in(cast.tianna), reverse("desk_flag", args=[flag.public_id]))
    assert "Words that wait" in shown
    assert "Found by the screening" in shown
    assert set(Look.objects.values_list("kind", flat=True)) == {"flag", "held"}
    assert "Words that wait" not in page(signed_in(cast.tianna), "/desk/flags/")


def test_refused_words_are_kept_on_the_flag(cast: Cast, flag: Flag) -> None:
    tianna = signed_in(cast.tianna)
    path = reverse("desk_flag_act", args=[flag.public_id, "settle"])
    answered = tianna.post(path, {"outcome": "fine", "to_reporter": "keep these words"}).content.decode()
    assert "keep these words" in answered
    assert re.search(r'value="fine" required checked', answered)


def test_handing_on(cast: Cast, flag: Flag, supervisor: Client) -> None:
    tianna = signed_in(cast.tianna)
    assert act(tianna, flag, "hand", to=cast.member("lead", "macia").public_id) == 303
    assert "you look at it" in page(supervisor, reverse("desk_flag", args=[flag.public_id]))
    assert act(tianna, flag, "hand", to=cast.member("ana", "macia").public_id) == 409


def test_what_each_is_told_and_no_more(cast: Cast, flag: Flag) -> None:
    """S1: whom it is about never learns who asked, nor what they said; the reporter never a note; others nothing."""
    flags.note(actor=cast.tianna, flag_id=flag.public_id, text="A private note")
    before = page(signed_in(cast.brianna), "/asked/")
    assert flag.public_id not in before
    settle(cast, flag)
    theirs, hers = page(signed_in(cast.brianna), "/asked/"), page(signed_in(cast.ana), "/asked/")
    assert "Could we agree on a time?" in theirs
    assert "We agree on a time on Friday." in hers
    for words in ("Please help us", "Ana", "We agree on a time on Friday.", "A private note", "You asked"):
        assert words not in theirs, words
    for words in ("Could we agree on a time?", "A private note", "Brianna"):
        assert words not in hers, words
    for other in ("francisco", "wendy", "samara"):
        assert flag.public_id not in page(signed_in(cast.people[other]), "/asked/")


def test_asking_for_a_second_look(cast: Cast, flag: Flag, supervisor: Client) -> None:
    brianna, path = signed_in(cast.brianna), reverse("appeal", args=[flag.public_id])
    assert brianna.get(path).status_code == 302
    assert brianna.post(path, {"text": "x"}).status_code == 404
    settle(cast, flag)
    assert brianna.post(path, {"text": " "}).status_code == 422
    assert "I see this differently" in page(brianna, "/asked/")
    assert brianna.post(path, {"text": "I was at the clinic"}).status_code == 303
    ana = signed_in(cast.ana)
    assert ana.post(path, {"text": "Me too"}).status_code == 409
    assert "clinic" not in page(ana, "/asked/")
    assert "a second look" not in page(ana, "/asked/")
    assert act(signed_in(cast.tianna), flag, "decide", upheld="no", told="x") == 403
    assert act(supervisor, flag, "decide", upheld="perhaps", told="x") == 422
    assert "I was at the clinic" in page(supervisor, reverse("desk_flag", args=[flag.public_id]))
    assert act(supervisor, flag, "decide", upheld="yes", told="You were right") == 303
    assert "You were right" in page(brianna, "/asked/")
    assert "You were right" not in page(ana, "/asked/")


def test_a_paused_member_reads_what_they_were_told_and_no_word_of_the_room(cast: Cast, flag: Flag) -> None:
    settle(cast, flag)
    cast.suspend("brianna", "macia")
    told = page(signed_in(cast.brianna), "/asked/")
    assert "Could we agree on a time?" in told
    assert "You are late again" not in told
    assert cast.rooms["macia"].public_id not in told
    assert signed_in(cast.brianna).get(f"/rooms/{cast.rooms['macia'].public_id}/help/").status_code == 404


@pytest.mark.parametrize("who", ["ana", "brianna", "francisco", "samara"])
def test_whoever_is_no_staff_of_the_room_finds_no_flag_at_the_desk(cast: Cast, flag: Flag, who: str) -> None:
    """P6: to the byte the answer of a flag that does not exist, also for the one who raised it."""
    client = signed_in(cast.people[who])
    for name in ("claim", "hand", "note", "link", "settle", "decide"):
        told = [
            answer(
                client.post(reverse("desk_flag_act", args=[one, name]), {"text": "x", "upheld": "yes", "told": "x"}),
                one,
            )
            for one in (flag.public_id, MISSING)
        ]
        assert told[0].status == 404
        assert not difference(*told)
    shown = [answer(client.get(reverse("desk_flag", args=[one])), one) for one in (flag.public_id, MISSING)]
    assert shown[0].status == 404
    assert not difference(*shown)
    assert client.get("/desk/flags/").status_code == 404


def test_an_appeal_that_is_not_ones_own_is_not_there(cast: Cast, flag: Flag) -> None:
    settle(cast, flag)
    for who in ("francisco", "samara", "tianna"):
        client = signed_in(cast.people[who])
        told = [
            answer(client.post(reverse("appeal", args=[one]), {"text": "x"}), one) for one in (flag.public_id, MISSING)
        ]
        assert told[0].status == 404
        assert not difference(*told)


def test_steps_on_their_page(cast: Cast, flag: Flag) -> None:
    tianna = Reader(cast, "tianna", "macia")
    ana = cast.member("ana", "macia").public_id
    asked = tianna.get(f"steps/?flag={flag.public_id}&member={ana}").content.decode()
    assert f'value="{ana}" selected' in asked
    form = {"kind": "mute", "member": ana, "until": "2099-01-01T10:00", "reason": "A breather", "flag": flag.public_id}
    assert tianna.post("steps/", **{**form, "until": "soon"}).status_code == 422
    refused = tianna.post("steps/", **{**form, "reason": ""})
    assert refused.status_code == 422
    assert 'value="mute" required checked' in refused.content.decode()
    assert tianna.post("steps/", **form).status_code == 303
    assert tianna.post("steps/", **form).status_code == 409
    step = Step.objects.get()
    assert step.flag == flag
    assert "A breather" in page(tianna.client, reverse("desk_flag", args=[flag.public_id]))
    assert tianna.post("steps/", end=step.pk, reason="").status_code == 422
    assert tianna.post("steps/", end=step.pk, reason="All well").status_code == 303
    assert tianna.post("steps/", end=step.pk, reason="All well").status_code == 409
    assert tianna.post("steps/", end=999_999, reason="All well").status_code == 404
    assert "A breather" not in Reader(cast, "ana", "macia").get("looks/").content.decode()


def test_an_appeal_is_in_the_queue_again(cast: Cast, flag: Flag) -> None:
    settle(cast, flag)
    appeals.appeal(actor=cast.ana, flag_id=flag.public_id, text="Please look again")
    assert "a second look is asked for" in page(signed_in(cast.tianna), "/desk/flags/")


def test_every_word_of_these_pages_is_spanish_too(cast: Cast, flag: Flag, untranslated: set[str]) -> None:  # noqa: F811
    for person in cast.people.values():
        person.language = "es"
        person.save()
    room, said = cast.rooms["macia"], cast.say("ana", "macia", "hola")
    ana, tianna = Reader(cast, "ana", "macia"), Reader(cast, "tianna", "macia")
    question = {"client_id": uuid4(), "category": "question", "text": "hola"}
    flags.raise_by_member(actor=cast.ana, room_id=room.public_id, **question)
    flags.note(actor=cast.tianna, flag_id=flag.public_id, text="hola")
    seen = [ana.get("help/"), ana.get(f"help/?line={said.seq}"), ana.get(), ana.get("people/"), ana.client.get("/")]
    seen += [tianna.get(f"help/?line={said.seq}"), tianna.get("people/"), tianna.get("steps/")]
    path = reverse("desk_flag", args=[flag.public_id])
    seen += [tianna.client.get(one) for one in ("/desk/flags/", "/desk/flags/?view=settled", path)]
    seen += [ana.client.get("/asked/"), Reader(cast, "samara", "jaylan").client.get("/asked/")]
    tianna.post("steps/", kind="freeze", reason="hola", until="2099-01-01T10:00", flag=flag.public_id)
    settle(cast, flag)
    appeals.appeal(actor=cast.ana, flag_id=flag.public_id, text="hola")
    seen += [tianna.client.get(path), tianna.client.get("/desk/flags/"), tianna.get("steps/")]
    seen += [ana.client.get("/asked/"), Reader(cast, "brianna", "macia").client.get("/asked/")]
    for one in seen:
        assert '<html lang="es"' in one.content.decode(), one.wsgi_request.path
    assert untranslated == set()
