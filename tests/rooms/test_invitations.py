"""Invitations: making a card, coming in with it, and what keeps others out (S1, S2, S3, S7, S58; T1, T14)."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from moderation.models import Look
from moderation.services import invitations as desk
from rooms import codes
from rooms.errors import RoomError
from rooms.models import (
    WELCOME_VERSION,
    Act,
    Consent,
    HiddenRange,
    Invitation,
    Membership,
    Person,
    Role,
    StaffAct,
    State,
)
from rooms.queries.invitations import invitations_page, welcome_ahead
from rooms.services import invitations, joining, memberships
from rooms.services.invitations import Card, Wanted
from rooms.services.joining import Account
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ACCOUNT = Account(
    username="Sunflower.72", password="two songs and a night light", language="es", time_zone="America/Denver"
)


def wanted(**more: object) -> Wanted:
    return Wanted(**{"role": Role.RELATIVE, "name": "Joshua Reyes", **more})


def make(cast: Cast, room: str = "macia", **more: object) -> Card:
    return desk.invite(actor=cast.tianna, room_id=cast.rooms[room].public_id, wanted=wanted(**more), client_id=uuid4())


def arrive(card: Card, *, word: str = "", account: Account = ACCOUNT) -> Person:
    """Type the code in, say the word, choose an account."""
    found = joining.open_card(card.code)
    if word:
        joining.say_word(invitation_id=found.public_id, word=word)
    return joining.sign_up(invitation_id=found.public_id, knows_word=bool(word), account=account)


def come_in(person: Person, name: str = "Joshua Reyes") -> Membership:
    return joining.accept(actor=person, name=name, version=WELCOME_VERSION, language="es")


def about(cast: Cast, card: Card) -> dict[str, object]:
    return {
        "actor": cast.tianna,
        "room_id": card.invitation.room.public_id,
        "invitation_id": card.invitation.public_id,
    }


def number_of(card: Card, person: Person) -> str:
    """What stands on the screen of whoever took the card with this account."""
    return codes.check_number(card.invitation.public_id, person.pk)


def state_of(card: Card) -> str:
    return Invitation.objects.get(pk=card.invitation.pk).state


def refused(code: str) -> object:
    return pytest.raises(RoomError, match=f"^{code}$")


# The way in


def test_with_a_word_somebody_comes_in_alone(cast: Cast) -> None:
    """S2: card, word, account, welcome, room; what was said before is not shown, and the agreement is kept."""
    cast.say("ana", "macia", "Good night, Macia")
    end = timezone.now() + timedelta(days=30)
    card = make(cast, word=True, until=end, phone="(213) 555-0133")
    person = arrive(card, word=card.word.upper())
    assert state_of(card) == "confirmed"
    member = come_in(person, "Joshua")
    assert (member.role, member.state, member.until, member.shown_name) == ("relative", State.ACTIVE, end, "Joshua")
    assert HiddenRange.objects.filter(membership=member, first_seq=1).exists()
    assert (person.username, person.email, person.language, person.name) == (
        "sunflower.72",
        None,
        "es",
        "Joshua Reyes",
    )
    assert Person.objects.get(pk=person.pk).phone == "(213) 555-0133"
    consent = Consent.objects.get(membership=member)
    assert (consent.version, consent.language) == (WELCOME_VERSION, "es")
    act = StaffAct.objects.get(membership=member, act=Act.ADD)
    assert (act.actor, act.until) == (cast.tianna, end)
    assert state_of(card) == "accepted"


def test_without_a_word_staff_lets_them_in(cast: Cast) -> None:
    """T14: the card alone leads to the door and no further; the number tells staff whose screen it is."""
    card = make(cast)
    person = arrive(card)
    assert state_of(card) == "waiting"
    with refused("not_found"):
        come_in(person)
    page = invitations_page(cast.tianna, cast.rooms["macia"].public_id)
    assert [one.name for one in page.at_the_door] == ["Joshua Reyes"]
    for wrong in ("", "12", number_of(card, cast.wendy), "٣٣٣"):
        with refused("wrong_number"):
            desk.confirm(**about(cast, card), number=wrong)
    desk.confirm(**about(cast, card), number=f" {number_of(card, person)}")
    assert come_in(person).state == State.ACTIVE
    acts = Look.objects.filter(kind=Look.Kind.STEP).order_by("pk").values_list("detail__act", flat=True)
    assert list(acts) == ["invited", "let_in"]


def test_an_account_that_is_there_takes_the_card_and_keeps_what_it_has(cast: Cast) -> None:
    """S3: a foster parent comes into a second family's room with the account she has; nothing joins the two."""
    card = make(cast, role=Role.FOSTER_PARENT, name="Wendy Chadwick", word=True, phone="(213) 555-0199")
    found = joining.open_card(card.code)
    joining.say_word(invitation_id=found.public_id, word=card.word)
    joining.take(actor=cast.wendy, invitation_id=found.public_id, knows_word=True)
    member = come_in(cast.wendy, "Wendy Chadwick")
    assert member.public_id not in Membership.objects.filter(person=cast.wendy).exclude(pk=member.pk).values_list(
        "public_id", flat=True
    )
    view = invitations_page(cast.tianna, cast.rooms["macia"].public_id).over[0]
    assert not {"Gladys", "Jon", "Chadwick home"} & set(str(view).split())


def test_who_cares_for_the_child_belongs_to_its_home(cast: Cast) -> None:
    """S13, S59: foster parents and kin come to the home that the child lives in, as staff knows it; others do not."""
    carer, parent = make(cast, role=Role.KINSHIP_CAREGIVER, name="Francis Hudson"), make(cast)
    assert carer.invitation.household == cast.rooms["macia"].household
    assert parent.invitation.household is None


def test_the_welcome_names_those_who_are_here_and_nothing_else(cast: Cast) -> None:
    card = make(cast, word=True)
    arrive(card, word=card.word)
    page = welcome_ahead(Invitation.objects.get(pk=card.invitation.pk))
    assert [one.name for one in page.companions] == [
        "Ana Gutierrez",
        "Francisco DuBuque",
        "Brianna Winter",
        "Tianna Reilly",
    ]
    assert (page.children, page.workers, page.history) == (["Macia"], ["Tianna Reilly"], True)


# Whom it keeps out


@pytest.mark.both_engines
def test_a_card_works_once(cast: Cast) -> None:
    """T14: whoever comes second with it, before or after it was used, comes too late."""
    card = make(cast, word=True)
    one, other = joining.open_card(card.code), joining.open_card(card.code)
    joining.say_word(invitation_id=one.public_id, word=card.word)
    joining.sign_up(invitation_id=one.public_id, knows_word=True, account=ACCOUNT)
    with refused("bad_code"):
        joining.take(actor=cast.wendy, invitation_id=other.public_id, knows_word=True)
    with refused("bad_code"):
        joining.open_card(card.code)
    assert Membership.objects.filter(room=cast.rooms["macia"]).count() == 4


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_in_the_same_instant_one_is_too_late(cast: Cast) -> None:
    """T14: the card is bound to one account, whichever process was asked."""
    card, start = make(cast), Barrier(4)
    found = joining.open_card(card.code)

    def come(number: int) -> str:
        start.wait()
        try:
            joining.sign_up(
                invitation_id=found.public_id, knows_word=False, account=replace(ACCOUNT, username=f"moon.{number}")
            )
        except RoomError as error:
            return error.code
        finally:
            connections.close_all()
        return "in"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(come, range(4))) == ["bad_code"] * 3 + ["in"]
    assert Person.objects.filter(username__startswith="moon.").count() == 1


def test_the_code_of_a_forwarded_card_is_not_enough(cast: Cast) -> None:
    """T14: without the word no account can be made, and five wrong words end the card."""
    card = make(cast, word=True)
    found = joining.open_card(card.code)
    with refused("bad_word"):
        joining.sign_up(invitation_id=found.public_id, knows_word=False, account=ACCOUNT)
    with refused("bad_word"):
        joining.take(actor=cast.wendy, invitation_id=found.public_id, knows_word=False)
    for _ in range(joining.WRONG_WORDS):
        with refused("bad_word"):
            joining.say_word(invitation_id=found.public_id, word="lemon 4")
    assert state_of(card) == "revoked"
    with refused("bad_code"):
        joining.say_word(invitation_id=found.public_id, word=card.word)


def test_who_is_turned_away_has_no_account_any_more(cast: Cast) -> None:
    """T14: somebody else came with the card, and staff saw that the number was not the right one."""
    card = make(cast)
    stranger = arrive(card)
    desk.revoke(**about(cast, card), reason="Another number")
    assert not Person.objects.get(pk=stranger.pk).is_active
    assert Look.objects.filter(kind=Look.Kind.STEP, detail__act="uninvited").exists()
    with refused("not_found"):
        come_in(stranger)
    with refused("invitation_over"):
        desk.confirm(**about(cast, card), number=number_of(card, stranger))


def test_an_account_that_was_there_before_stays(cast: Cast) -> None:
    card = make(cast)
    joining.take(actor=cast.wendy, invitation_id=joining.open_card(card.code).public_id, knows_word=False)
    desk.revoke(**about(cast, card), reason="Another number")
    assert Person.objects.get(pk=cast.wendy.pk).is_active


@pytest.mark.parametrize("end", ["expired", "revoked", "used", "never"])
def test_every_code_that_is_no_good_gets_one_answer(cast: Cast, end: str) -> None:
    """T14, T15: wrong, too old, taken back, used."""
    card = make(cast, word=True)
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif end == "revoked":
        desk.revoke(**about(cast, card), reason="A mistake")
    elif end == "used":
        come_in(arrive(card, word=card.word))
    with refused("bad_code"):
        joining.open_card("CFHJ-KLMP-RTWX" if end == "never" else card.code)


def test_it_gets_too_old_at_every_step(cast: Cast) -> None:
    card = make(cast)
    found = joining.open_card(card.code)
    Invitation.objects.update(expires_at=timezone.now())
    assert joining.opened(found.public_id) is None
    with refused("bad_code"):
        joining.sign_up(invitation_id=found.public_id, knows_word=False, account=ACCOUNT)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    person = arrive(card)
    Invitation.objects.update(expires_at=timezone.now())
    assert joining.taken_by(person) is None
    with refused("invitation_over"):
        desk.confirm(**about(cast, card), number=number_of(card, person))


def test_whom_staff_confirmed_has_three_more_days(cast: Cast) -> None:
    """Read the welcome tomorrow: nothing is lost."""
    card = make(cast, hours=24)
    person = arrive(card)
    confirmed = desk.confirm(**about(cast, card), number=number_of(card, person))
    assert confirmed.expires_at > timezone.now() + timedelta(hours=71)
    assert joining.taken_by(person) == confirmed


def test_the_welcome_has_to_be_the_present_one_and_the_name_free(cast: Cast) -> None:
    card = make(cast, word=True)
    person = arrive(card, word=card.word)
    with refused("welcome_changed"):
        joining.accept(actor=person, name="Joshua", version="2001-01", language="en")
    for name, code in (("Ana Gutierrez", "name_taken"), ("Tianna", "name_taken"), ("213 555", "bad_name")):
        with refused(code):
            come_in(person, name)
    assert come_in(person).pk
    with refused("not_found"):
        come_in(person)


def test_somebody_in_the_room_is_told_so(cast: Cast) -> None:
    card = make(cast, name="Another Ana")
    found = joining.open_card(card.code)
    with refused("you_are_in"):
        joining.take(actor=cast.ana, invitation_id=found.public_id, knows_word=False)
    assert state_of(card) == "opened"


def test_a_user_name_that_is_taken_leaves_the_card_good(cast: Cast) -> None:
    Person.objects.create_user(None, None, username="sunflower.72", name="Somebody")
    card = make(cast)
    with refused("username_taken"):
        arrive(card)
    assert joining.opened(card.invitation.public_id) is not None


# Staff


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": Role.SOCIAL_WORKER}, "bad_choice"),
        ({"role": "nobody"}, "bad_choice"),
        ({"language": "xx"}, "bad_choice"),
        ({"hours": 1_000}, "bad_choice"),
        ({"name": "Ana Gutierrez"}, "name_taken"),
        ({"name": "Ana <b>"}, "bad_name"),
        ({"email": "nobody"}, "bad_contact"),
        ({"phone": "5" * 41}, "bad_contact"),
        ({"until": timezone.now() - timedelta(days=1)}, "bad_date"),
    ],
)
def test_what_cannot_be_invited(cast: Cast, change: dict[str, object], code: str) -> None:
    with refused(code):
        make(cast, **change)
    assert not Invitation.objects.exists() and not Look.objects.exists()


def test_only_who_manages_the_room_invites_and_only_in_it(cast: Cast) -> None:
    """P6, S3: a member may not; a stranger, and staff with another room's card, find nothing."""
    card, jon = make(cast), cast.rooms["jon"].public_id
    acts = {
        "invite_again": {},
        "confirm": {"number": "123"},
        "revoke": {"reason": "A word"},
    }
    for person, code in ((cast.ana, "not_allowed"), (cast.joshua, "not_found")):
        with refused(code):
            desk.invite(actor=person, room_id=cast.rooms["macia"].public_id, wanted=wanted(), client_id=uuid4())
        for act, more in acts.items():
            with refused(code):
                getattr(desk, act)(**{**about(cast, card), "actor": person}, **more)
    for act, more in acts.items():
        with refused("not_found"):
            getattr(desk, act)(**{**about(cast, card), "room_id": jon}, **more)
    assert state_of(card) == "open"


def test_a_new_card_takes_the_old_one_back(cast: Cast) -> None:
    card = make(cast, word=True, hours=168, email="joshua@example.org")
    again = desk.invite_again(**about(cast, card))
    assert again.code != card.code and again.word and again.word != card.word
    assert again.invitation.email == "joshua@example.org"
    assert again.invitation.expires_at - again.invitation.created_at == timedelta(hours=168)
    with refused("bad_code"):
        joining.open_card(card.code)
    come_in(arrive(again, word=again.word))
    with refused("invitation_over"):
        desk.invite_again(**about(cast, again))
    with refused("invitation_over"):
        desk.revoke(**about(cast, again), reason="Too late")


def test_a_reason_is_needed_and_the_same_form_makes_one_card(cast: Cast) -> None:
    card, client_id = make(cast), uuid4()
    with refused("reason_needed"):
        desk.revoke(**about(cast, card), reason=" ")
    room_id = cast.rooms["macia"].public_id
    desk.invite(actor=cast.tianna, room_id=room_id, wanted=wanted(), client_id=client_id)
    with refused("shown_once"):
        desk.invite(actor=cast.tianna, room_id=room_id, wanted=wanted(), client_id=client_id)


def test_codes_and_words_are_kept_as_hashes_only(cast: Cast) -> None:
    """What the tables hold opens nothing; typing is forgiving where that costs nothing."""
    card = make(cast, word=True, language="es")
    assert re.fullmatch(r"([CFHJKLMPRTWX2-9]{4}-){2}[CFHJKLMPRTWX2-9]{4}", card.code)
    row = Invitation.objects.values_list().get()
    assert not [value for value in row if str(value) in (card.code, card.code.replace("-", ""), card.word)]
    assert joining.open_card(f" {card.code.lower().replace('-', ' ')}").pk == card.invitation.pk
    assert codes.word_hash("limón 47") == codes.word_hash(" LIMON47 ")
    assert codes.code_hash("CFHJ-KLMP-RTWX") != codes.word_hash("CFHJ-KLMP-RTWX")
    assert len(codes.ALPHABET) ** (codes.GROUPS * codes.GROUP) > 2**51


def test_consent_of_members_is_kept_once(cast: Cast) -> None:
    room_id = cast.rooms["macia"].public_id
    for _ in range(2):
        joining.agree(actor=cast.ana, room_id=room_id, version=WELCOME_VERSION, language="en")
    assert Consent.objects.filter(membership=cast.member("ana", "macia")).count() == 1
    for person, code in ((cast.joshua, "not_found"), (cast.tianna, "not_allowed")):
        with refused(code):
            joining.agree(actor=person, room_id=room_id, version=WELCOME_VERSION, language="en")


def test_a_part_with_an_end_ends_by_itself(cast: Cast) -> None:
    """S7: the date on the invitation closes the door, and the worker writes it into the record."""
    card = make(cast, word=True, until=timezone.now() + timedelta(days=2))
    member = come_in(arrive(card, word=card.word))
    Membership.objects.filter(pk=member.pk).update(until=timezone.now() - timedelta(seconds=1))
    with refused("not_found"):
        cast.people["new"] = member.person
        cast.say("new", "macia", "Too late")
    assert memberships.apply_due() == 1
    assert Membership.objects.get(pk=member.pk).state == State.ENDED


def test_invitations_service_roles_are_members_roles() -> None:
    assert Role.SOCIAL_WORKER not in invitations.ROLES and Role.MENTOR in invitations.ROLES
