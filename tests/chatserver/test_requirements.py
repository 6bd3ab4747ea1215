"""docs/requirements.md: every requirement, where it is, and the tests that name it; up to date, and honest."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from rooms.management.commands import requirements_page as made

PAGE = Path(__file__).resolve().parents[2] / "docs" / "requirements.md"


def test_the_page_is_what_the_command_prints() -> None:
    printed = StringIO()
    call_command("requirements_page", stdout=printed)
    assert PAGE.read_text(encoding="utf-8") == printed.getvalue(), "manage.py requirements_page > docs/requirements.md"


def test_every_requirement_is_there_once() -> None:
    assert [one.id for one in made.requirements()] == [f"S{number}" for number in range(1, made.LAST + 1)]
    assert {one.pri for one in made.requirements()} == {"M", "S", "L"}


def test_what_is_claimed_has_pages_and_a_test_that_names_it() -> None:
    named, places = made.tests_of(), made.addresses()
    claimed = [one for one in made.requirements() if not one.open]
    assert {one.id for one in claimed if not named.get(one.id)} == set()
    assert [one.id for one in claimed if not one.pages or not set(one.pages) <= set(places)] == []


def test_what_is_needed_on_day_one_is_claimed() -> None:
    assert [one.id for one in made.requirements() if one.pri == "M" and one.open] == []


def test_ids_are_read_with_their_ranges() -> None:
    assert made.named_in("(S3, S4)") == {"S3", "S4"}
    assert made.named_in("S21 to S23, S71") == {"S21", "S22", "S23", "S71"}
    assert made.named_in(
        "S46-S48; P8, T6, 5S, S",
    ) == {"S46", "S47", "S48"}
