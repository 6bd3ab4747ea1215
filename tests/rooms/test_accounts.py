"""Opening accounts, and what may be a user name or a password (S5, W15, W20)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rooms.errors import RoomError
from rooms.models import Agency, Person
from rooms.services.accounts import change_email, change_username, clean_username, find, open_account

pytestmark = pytest.mark.django_db

GOOD = "two songs and a night light"


def opened(**more: Any) -> Person:
    given = {
        "username": "nora.b",
        "password": GOOD,
        "name": "Nora Bell",
        "language": "es",
        "time_zone": "America/Denver",
        "agency": Agency.objects.get_or_create(name="Agency")[0],
        **more,
    }
    return open_account(**given)


def test_an_account_can_sign_in_at_once() -> None:
    person = opened(username=" Nora.B ", email="Nora@Example.org", phone="555-0101")
    person.refresh_from_db()
    assert (person.username, person.email, person.language) == ("nora.b", "nora@example.org", "es")
    assert person.check_password(GOOD)
    assert find("NORA.B ") == find("nora@example.org") == person
    assert find("") is None


@pytest.mark.parametrize("taken", [{"username": "Nora.b"}, {"email": "NORA@example.org"}])
def test_a_name_or_address_that_is_taken(taken: dict[str, str]) -> None:
    opened(email="nora@example.org")
    with pytest.raises(RoomError, match="username_taken"):
        opened(**{"username": "other", "email": "other@example.org", **taken})
    assert Person.objects.count() == 1


@pytest.mark.both_engines
@pytest.mark.parametrize("first", ["email", "username"])
def test_two_pages_open_at_once_leave_one_name_to_sign_in_by(first: str) -> None:
    """Each page knows of both names; each takes one away. The second is refused."""
    person = opened(email="nora@example.org")
    one, other = Person.objects.get(pk=person.pk), Person.objects.get(pk=person.pk)
    if first == "email":
        change_email(actor=one, email="")
        with pytest.raises(RoomError, match="bad_username"):
            change_username(actor=other, username="")
    else:
        change_username(actor=one, username="")
        with pytest.raises(RoomError, match="bad_choice"):
            change_email(actor=other, email="")
    person.refresh_from_db()
    assert bool(person.email) != bool(person.username)
    assert person.account_notes.count() == 1


@pytest.mark.both_engines
def test_the_database_keeps_nobody_without_either() -> None:
    person = opened()
    with pytest.raises(IntegrityError, match="person_signs_in_somehow"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(username=None)
    person.refresh_from_db()
    assert person.username == "nora.b"


@pytest.mark.both_engines
@pytest.mark.parametrize("taken", ["Wendy", "wendy@example.org"])
def test_a_change_to_a_taken_name_changes_nothing(taken: str) -> None:
    opened(username="wendy", email="wendy@example.org")
    person = opened(email="nora@example.org")
    change = change_email if "@" in taken else change_username
    with pytest.raises(RoomError, match="username_taken"):
        change(actor=person, **{"email" if "@" in taken else "username": taken})
    assert (person.username, person.email) == ("nora.b", "nora@example.org")
    person.refresh_from_db()
    assert (person.username, person.email) == ("nora.b", "nora@example.org")
    assert not person.account_notes.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "nora.b", "Nora Bell nora", "1234567890"])
def test_a_password_that_others_would_guess(password: str) -> None:
    with pytest.raises(RoomError, match="weak_password"):
        opened(password=password)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "ab", "a" * 41, "nora@home", "ñora", "nоra", "no ra", "no\u200bra", "no..ra", "-no"]
)
def test_what_is_no_user_name(name: str) -> None:
    with pytest.raises(RoomError, match="bad_username"):
        opened(username=name)


@pytest.mark.parametrize("name", ["abc", "a" * 40, "nora-2", "n.o.r.a", "007"])
def test_what_is_one(name: str) -> None:
    assert clean_username(name) == name
