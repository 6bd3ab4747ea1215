"""Signed heads go out by themselves: daily to the agency's address, weekly to members who ask (S1, P11, G4)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from moderation.models import HeadsMail
from moderation.services import heads
from rooms.errors import RoomError
from rooms.models import Agency
from rooms.services import preferences
from rooms.verify import KeptHeads
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "PLAN_EVERY", 0.0)


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """Every room has said something, and the clerk of the court keeps the heads."""
    for who, room in (("ana", "macia"), ("ana", "gladys"), ("joshua", "jon"), ("samara", "jaylan")):
        cast.say(who, room, "Good night")
    Agency.objects.update(heads_to="clerk@court.example")
    return cast


def asks(cast: Cast, who: str, *, heads: bool = True) -> None:
    chosen = preferences.change(
        actor=cast.people[who], push=True, mail="away", sms=False, quiet_from="21:00", quiet_to="07:00",
        app_name="coparenting", heads=heads,
    )  # fmt: skip
    assert chosen.heads is heads


def test_the_agencys_keeper_gets_every_head_once_a_day(kept: Cast, mailoutbox: list[mail.EmailMessage]) -> None:
    assert (heads.send(), heads.send()) == (1, 0)
    [letter] = mailoutbox
    found = KeptHeads.parse(letter.body)
    assert letter.to == ["clerk@court.example"] and found.signer
    assert {one.room for one in found.heads} == {room.public_id for room in kept.rooms.values()}
    assert all(one.fault() is None for one in found.heads)
    heads.plan(timezone.now() + timedelta(days=1))
    assert HeadsMail.objects.count() == 2


def test_no_name_and_no_word_goes_out(kept: Cast, mailoutbox: list[mail.EmailMessage]) -> None:
    """A mailbox is read by others (wall 5, D8)."""
    heads.send()
    said = f"{mailoutbox[0].subject} {mailoutbox[0].body}"
    for private in ("Ana", "Macia", "Jon", "Gutierrez", "Winter", "Good night"):
        assert private not in said


def test_a_member_who_asked_gets_the_rooms_that_are_open_to_them(
    kept: Cast, mailoutbox: list[mail.EmailMessage]
) -> None:
    """Joshua's seal knows nothing of Gladys's room (S4)."""
    Agency.objects.update(heads_to="")
    asks(kept, "joshua")
    kept.suspend("joshua", "jon")
    assert heads.send() == 1 and not mailoutbox
    kept.restore("joshua", "jon")
    heads.plan(timezone.now() + timedelta(days=7))
    HeadsMail.objects.update(next_at=timezone.now())
    assert heads.send() == 1
    assert [one.room for one in KeptHeads.parse(mailoutbox[0].body).heads] == [kept.rooms["jon"].public_id]


def test_who_did_not_ask_or_changed_their_mind_gets_none(kept: Cast, mailoutbox: list[mail.EmailMessage]) -> None:
    Agency.objects.update(heads_to="")
    asks(kept, "ana")
    heads.plan(timezone.now())
    asks(kept, "ana", heads=False)
    heads.send()
    assert not mailoutbox


def test_a_mail_that_fails_is_tried_again(kept: Cast, settings: Settings, mailoutbox: list[mail.EmailMessage]) -> None:
    settings.EMAIL_BACKEND = "tests.moderation.test_heads_mail.Down"
    assert heads.send() == 0 and HeadsMail.objects.get().sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert heads.send() == 0, "not before its time"
    HeadsMail.objects.update(next_at=timezone.now())
    assert heads.send() == 1 and len(mailoutbox) == 1


class Down:
    """A mail server that does not answer."""

    def __init__(self, **kwargs: object) -> None:
        pass

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError


def test_without_a_key_nothing_goes_out(kept: Cast, settings: Settings, mailoutbox: list[mail.EmailMessage]) -> None:
    settings.EXPORT_KEY, settings.DEMO = "", False
    assert heads.send() == 0 and not mailoutbox


def test_only_who_supervises_sets_the_address(kept: Cast) -> None:
    with pytest.raises(RoomError, match="not_found"):
        heads.choose_address(actor=kept.ana, address="ana@mail.example")
    with pytest.raises(RoomError, match="not_found"):
        heads.choose_address(actor=kept.tianna, address="tianna@mail.example")
    assert Agency.objects.get().heads_to == "clerk@court.example"
