"""Saying, answering, changing, taking back and reacting by plain forms: everything works without JavaScript."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest import MonkeyPatch

from rooms.errors import RoomError
from rooms.models import Event
from tests.cast import Cast
from tests.frontend.conftest import Reader


def test_a_message_is_posted_and_the_reader_lands_on_it(ana: Reader) -> None:
    answer = ana.post("say/", text="Good night, my love")
    assert (answer.status_code, ana.said()) == (303, ["Good night, my love"])
    assert answer["Location"] == f"{ana.base}#m{Event.objects.latest('seq').seq}"
    assert "Good night, my love" in ana.get().content.decode()


def test_line_ends_are_kept_as_they_were_typed(ana: Reader) -> None:
    ana.post("say/", text="one\r\ntwo")
    assert ana.said() == ["one\ntwo"]


def test_the_same_form_sent_twice_says_it_once(ana: Reader) -> None:
    fields = {"client_id": str(uuid4()), "text": "Only once"}
    first, second = ana.post("say/", **fields), ana.post("say/", **fields)
    assert first["Location"] == second["Location"]
    assert ana.said() == ["Only once"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  \n ", "There are no words in this message yet."),
        ("x" * 8001, "This message is too long."),
        ("a\x00b", "This text has hidden characters"),
    ],
)
def test_refused_words_come_back_with_one_sentence(ana: Reader, text: str, sentence: str) -> None:
    answer = ana.post("say/", text=text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(sentence) == 1
    assert text.replace("\x00", "") in page.replace("\x00", "")
    assert ana.said() == []


def test_a_form_without_its_id_is_refused_and_the_words_are_kept(ana: Reader) -> None:
    answer = ana.post("say/", client_id="no uuid", text="Still here")
    assert answer.status_code == 400
    assert ">Still here</textarea>" in answer.content.decode()


def test_an_id_used_for_other_words_is_a_conflict_and_a_new_id_is_offered(ana: Reader) -> None:
    used = str(uuid4())
    ana.post("say/", client_id=used, text="First words")
    answer = ana.post("say/", client_id=used, text="Other words")
    assert answer.status_code == 409
    assert used not in answer.content.decode()


def test_an_answer_shows_what_it_answers(ana: Reader, cast: Cast) -> None:
    asked = cast.say("brianna", "macia", "Which song helps her sleep?")
    form = ana.get(f"?reply={asked.seq}").content.decode()
    assert f'name="reply_to" value="{asked.seq}"' in form
    assert "Answering Brianna Winter" in form
    ana.post("say/", text="The one about the moon", reply_to=asked.seq)
    assert f'class="reply-quote" href="#m{asked.seq}"' in ana.get().content.decode()


def test_a_message_can_be_changed_and_says_so(ana: Reader, cast: Cast) -> None:
    said = cast.say("ana", "macia", "at tne")
    form = ana.get(f"?edit={said.seq}").content.decode()
    assert f'action="{ana.base}{said.seq}/edit/"' in form
    assert ">at tne</textarea>" in form
    assert ana.post(f"{said.seq}/edit/", text="at ten").status_code == 303
    page = ana.get().content.decode()
    assert "at ten" in page
    assert '<span class="edited">changed</span>' in page
    assert "at tne" not in page


def test_a_change_that_comes_too_late_keeps_the_words(ana: Reader, cast: Cast) -> None:
    said = cast.say("ana", "macia", "long ago", at=timezone.now() - timedelta(hours=1))
    answer = ana.post(f"{said.seq}/edit/", text="something else")
    assert answer.status_code == 409
    assert "for 15 minutes" in answer.content.decode()
    assert f"?edit={said.seq}" not in ana.get().content.decode()


def test_nobody_changes_the_words_of_another(ana: Reader, cast: Cast) -> None:
    said = cast.say("brianna", "macia", "hers")
    assert ana.post(f"{said.seq}/edit/", text="mine").status_code == 403
    assert ana.post(f"{said.seq}/retract/").status_code == 403
    assert ana.get(f"{said.seq}/retract/").status_code == 404


def test_taking_back_asks_first_and_leaves_a_mark(ana: Reader, cast: Cast) -> None:
    said = cast.say("ana", "macia", "not like this")
    asks = ana.get(f"{said.seq}/retract/").content.decode()
    assert "Take this message back?" in asks
    assert ana.said() == ["not like this"]
    assert ana.post(f"{said.seq}/retract/").status_code == 303
    assert "You took this message back." in ana.get().content.decode()
    hers = Reader(cast, "brianna", "macia").get().content.decode()
    assert "Ana Gutierrez took this message back." in hers
    assert "not like this" not in hers


def test_reactions_are_added_counted_and_taken_away(ana: Reader, cast: Cast) -> None:
    said = cast.say("brianna", "macia", "She lost a tooth!")
    react = f"{said.seq}/react/"
    assert ana.post(react, emoji="❤️").status_code == 303
    Reader(cast, "francisco", "macia").post(react, emoji="❤️")
    assert 'aria-pressed="true" title="Ana Gutierrez, Francisco DuBuque">❤️ 2<' in ana.get().content.decode()
    ana.post(f"{react}?on=0", emoji="❤️")
    assert 'aria-pressed="false" title="Francisco DuBuque">❤️ 1<' in ana.get().content.decode()


def test_only_the_offered_emoji_are_taken(ana: Reader, cast: Cast) -> None:
    said = cast.say("brianna", "macia", "Hello")
    assert ana.post(f"{said.seq}/react/", emoji="🖕").status_code == 422


def test_a_form_needs_its_token(ana: Reader) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana.cast.people["ana"])
    answer = strict.post(f"{ana.base}say/", {"text": "Hi", "client_id": str(uuid4())})
    assert answer.status_code == 403
    assert "Please try that once more" in answer.content.decode()
    assert ana.said() == []


@pytest.mark.parametrize("path", ["say/", "3/edit/", "3/react/", "read/", "name/"])
def test_a_form_address_typed_by_hand_leads_to_the_room(ana: Reader, path: str) -> None:
    answer = ana.get(path)
    assert (answer.status_code, answer["Location"]) == (302, ana.base)


def test_who_is_signed_out_signs_in_first_and_nothing_is_said(ana: Reader) -> None:
    answer = Client().post(f"{ana.base}say/", {"text": "Hi", "client_id": str(uuid4())})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={ana.base}say/")
    assert ana.said() == []


def test_a_refusal_that_passes_says_when_to_come_back(ana: Reader, monkeypatch: MonkeyPatch) -> None:
    def busy(**_ignored: object) -> None:
        raise RoomError("slow_down", wait=12)

    monkeypatch.setattr("frontend.views.messages.posting.say", busy)
    answer = ana.post("say/", text="Hello")
    assert (answer.status_code, answer["Retry-After"]) == (429, "12")
    assert ">Hello</textarea>" in answer.content.decode()
