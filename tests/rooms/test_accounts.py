"""Opening accounts, and what may be a user name or a password (S5, W15, W20)."""

from typing import Any

import pytest

from rooms.errors import RoomError
from rooms.models import Agency, Person
from rooms.services.accounts import clean_username, find, open_account

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
