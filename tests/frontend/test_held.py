"""Second thoughts and held messages on plain pages, for those without JavaScript (S60, S62, W4)."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from moderation.models import HeldMessage, Look
from rooms.models import Event, Kind
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = pytest.mark.django_db

HARD = "You are a terrible mother"
THREAT = "I'm going to kill you"


def send(client: Client, cast: Cast, text: str, **more: str) -> object:
    address = reverse("say", args=[cast.rooms["macia"].public_id])
    return client.post(address, {"text": text, "client_id": str(uuid4()), **more})


def room_of(client: Client, cast: Cast) -> str:
    page = client.get(reverse("room", args=[cast.rooms["macia"].public_id])).content.decode()
    return re.sub("<template.*?</template>", "", page, flags=re.DOTALL)


def test_the_form_comes_back_with_the_words_and_a_second_thought_and_then_sends_them(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    answer = send(ana, cast, HARD)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert HARD in page
    assert 'name="sure" value="1"' in page
    assert not Event.objects.filter(kind=Kind.MESSAGE).exists()
    assert send(ana, cast, HARD, sure="1").status_code == 303
    assert HARD in room_of(ana, cast)


def test_a_private_detail_is_dots_with_a_note_that_names_who_can_share_it(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    assert "Tianna Reilly can share it" in send(ana, cast, "Call 775-555-0134").content.decode()
    send(ana, cast, "Call 775-555-0134", sure="1")
    for who in ("ana", "brianna"):
        page = room_of(signed_in(cast.people[who]), cast)
        assert "A phone number is kept private here. Tianna Reilly can share it if it is needed." in page
        assert "775-555" not in page
    assert "775-555" not in signed_in(cast.brianna).get(reverse("home")).content.decode()
    desk = signed_in(cast.tianna).get(reverse("desk_room", args=[cast.rooms["macia"].public_id])).content.decode()
    assert '<mark class="private">775-555-0134</mark>' in desk


def test_words_stay_text_around_what_is_marked(cast: Cast) -> None:
    cast.say("ana", "macia", "<b>Call</b> 775-555-0134 <i>now</i>")
    page = room_of(signed_in(cast.brianna), cast)
    assert '&lt;b&gt;Call&lt;/b&gt; <mark class="private">•••</mark> &lt;i&gt;now&lt;/i&gt;' in page


def test_help_is_on_the_next_page_once(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    assert send(ana, cast, "I want to die, I can't go on").status_code == 303
    assert "988" in room_of(ana, cast)
    assert "call or text 988" not in room_of(ana, cast)


def test_a_held_message_waits_on_its_writers_page_and_can_be_taken_back(cast: Cast) -> None:
    ana = signed_in(cast.ana)
    assert send(ana, cast, THREAT).headers["Location"].endswith("#held")
    assert "Waiting for Tianna Reilly to look" in room_of(ana, cast)
    assert "kill" not in room_of(signed_in(cast.brianna), cast)
    one = HeldMessage.objects.get()
    address = reverse("held", args=[cast.rooms["macia"].public_id])
    assert ana.post(address, {"client_id": str(one.client_id)}).status_code == 303
    assert "kill" not in room_of(ana, cast)


def test_staff_lets_it_through_on_a_page_that_leaves_a_look(cast: Cast) -> None:
    send(signed_in(cast.ana), cast, THREAT)
    one, tianna = HeldMessage.objects.get(), signed_in(cast.tianna)
    address = reverse("desk_held", args=[cast.rooms["macia"].public_id])
    assert THREAT.replace("'", "&#x27;") in tianna.get(address).content.decode()
    assert Look.objects.filter(kind=Look.Kind.HELD, person=cast.tianna).count() == 1
    assert tianna.post(address, {"held": one.public_id, "act": "release"}).status_code == 303
    assert "kill" in room_of(signed_in(cast.brianna), cast)


def test_staff_writes_why_not_and_the_writer_reads_it(cast: Cast) -> None:
    ana, tianna = signed_in(cast.ana), signed_in(cast.tianna)
    send(ana, cast, THREAT)
    address = reverse("desk_held", args=[cast.rooms["macia"].public_id])
    sent = {"held": HeldMessage.objects.get().public_id, "act": "decline"}
    assert tianna.post(address, {**sent, "answer": " "}).status_code == 422
    assert tianna.post(address, {**sent, "answer": "Shall we talk today?"}).status_code == 303
    assert "Not sent. Tianna Reilly wrote to you: Shall we talk today?" in room_of(ana, cast)
    assert "Shall we talk today?" not in room_of(signed_in(cast.francisco), cast)


@pytest.mark.parametrize("who", ["ana", "joshua"])
def test_no_member_and_no_stranger_opens_the_desks_page(cast: Cast, who: str) -> None:
    address = reverse("desk_held", args=[cast.rooms["macia"].public_id])
    assert signed_in(cast.people[who]).get(address).status_code in (403, 404)
    assert signed_in(cast.people[who]).post(address, {"act": "release"}).status_code in (403, 404)
