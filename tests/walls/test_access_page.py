"""docs/access.md says what the code does: the role table, and the walls as the demo families live them (S3, S4)."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from rooms.access import ROLE_ACTIONS, Action
from rooms.demo.people import ADULTS, KIDS
from rooms.management.commands.access_page import CHILDREN, MEANS, NOTHING, OBSERVES, WALLS
from rooms.models import PAPER_ROLES, STAFF_ROLES, Role
from tests.cast import NAMES, ROOMS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"


def test_the_page_is_what_the_command_prints() -> None:
    printed = StringIO()
    call_command("access_page", stdout=printed)
    assert PAGE.read_text(encoding="utf-8") == printed.getvalue(), "manage.py access_page > docs/access.md"


def test_every_role_and_every_action_has_its_place() -> None:
    assert set(ROLE_ACTIONS) == set(Role) - PAPER_ROLES and set(MEANS) == set(Action)


def test_birth_and_foster_parents_have_the_same_powers() -> None:
    """S61."""
    assert ROLE_ACTIONS[Role.BIRTH_PARENT] == ROLE_ACTIONS[Role.FOSTER_PARENT]


def test_staff_watch_and_members_take_part() -> None:
    """S53: no role reads as a member and observes from the desk at once."""
    for role, actions in ROLE_ACTIONS.items():
        assert (Action.OBSERVE in actions) == (role in STAFF_ROLES) == (Action.READ not in actions)


def test_the_demo_families_live_by_the_walls() -> None:
    """S3, S4: who belongs to which child's room in the demo and in the tests' cast is what the page says."""
    names = {adult.key: adult.name for adult in ADULTS if adult.role != Role.SUPERVISOR}
    assert names == NAMES and set(names.values()) == set(WALLS)
    for number, child in enumerate(CHILDREN):
        written = {key for key, name in names.items() if WALLS[name][number] != NOTHING}
        watching = {key for key, name in names.items() if WALLS[name][number] == OBSERVES}
        kid = next(kid for kid in KIDS if kid.first_name == child)
        assert {key for key in kid.members if key in names} == written
        assert {*ROOMS[child.lower()], *watching} == written
