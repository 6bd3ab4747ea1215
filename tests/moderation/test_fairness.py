"""Nobody is policed more than another for the same words, and a supervisor can see it (S60, S72)."""

from typing import Any

import pytest
from django.utils import timezone

from benchmarks.caseload import Caseload, make
from moderation.models import Flag, HeldMessage
from moderation.queries.fairness import RoleRow, by_role
from moderation.screening.hook import screen
from rooms.errors import RoomError
from rooms.models import STAFF_ROLES, Membership, Role
from rooms.screen import Words
from tests.cast import Cast
from tests.walls.answers import signed_in

pytestmark = pytest.mark.django_db
ROLES = [role for role in Role if role not in STAFF_ROLES]


@pytest.mark.parametrize(
    "text",
    [
        "You never think of anybody but yourself, you useless excuse for a parent",
        "I'm going to kill you",
        "I don't want to live any more",
        "Call me at 775-555-0134",
        "She lost a tooth and is proud of it",
    ],
)
def test_the_same_words_get_the_same_answer_from_every_role(cast: Cast, text: str) -> None:
    member = cast.member("ana", "macia")
    answers = set()
    for role in ROLES:
        member.role = role
        verdict = screen(Words(member=member, text=text, earlier=lambda: (), locked=False))
        codes = tuple(advice.code for advice in verdict.second_thought)
        answers.add((verdict.masks, verdict.hold, verdict.concerns, codes))
    assert len(answers) == 1


@pytest.fixture
def load() -> Caseload:
    return make(2, 30)


def parts(load: Caseload, role: str) -> list[Membership]:
    return list(Membership.objects.filter(room__in=load.rooms, role=role).order_by("pk"))


def flag(about: Membership, **more: Any) -> Flag:
    kind = {"source": Flag.Source.SCREENING, "category": Flag.Category.CARE, "urgency": Flag.Urgency.TODAY, **more}
    return Flag.objects.create(room=about.room, member=about, **kind)


def row(load: Caseload, role: str) -> RoleRow:
    return next(row for row in by_role(load.supervisor) if row.role == role)


@pytest.mark.both_engines
def test_flags_are_counted_by_the_role_of_who_wrote(load: Caseload) -> None:
    """What screening flagged and held, and what people flagged; not what was good, nor what a step holds."""
    before = {role: row(load, role).counts for role in (Role.BIRTH_PARENT, Role.FOSTER_PARENT)}
    (ana, *_), (brianna, *_) = parts(load, Role.BIRTH_PARENT), parts(load, Role.FOSTER_PARENT)
    for about in (ana, ana, brianna):
        flag(about)
    flag(ana, source=Flag.Source.MEMBER)
    flag(ana, source=Flag.Source.MEMBER, category=Flag.Category.GOOD)
    for why in ("threat", "step"):
        HeldMessage.objects.create(
            room=ana.room, author=ana, client_id=f"00000000-0000-0000-0000-0000000000{len(why)}0", text="x", why=why
        )
    after = {role: row(load, role).counts for role in before}
    added = {role: [after[role][kind] - before[role][kind] for kind in after[role]] for role in before}
    assert added == {Role.BIRTH_PARENT: [2, 1, 1], Role.FOSTER_PARENT: [1, 0, 0]}


def test_the_rate_is_to_a_thousand_messages_of_the_role(load: Caseload) -> None:
    found = row(load, Role.BIRTH_PARENT)
    assert found.shown and found.per_thousand("people") == 1_000 * found.counts["people"] / found.messages
    assert {row.role for row in by_role(load.supervisor)} == {"birth_parent", "foster_parent"}, (
        "staff is not among them"
    )


def test_what_comes_from_few_rooms_is_not_shown(load: Caseload) -> None:
    Membership.objects.filter(pk__in=[part.pk for part in parts(load, Role.FOSTER_PARENT)[4:]]).update(
        role=Role.KINSHIP_CAREGIVER
    )
    page = signed_in(load.supervisor).get("/desk/team/outcomes/").content.decode()
    assert not row(load, Role.FOSTER_PARENT).shown and row(load, Role.BIRTH_PARENT).shown
    assert "Flags by role" in page and "too few rooms to show" in page
    sheet = signed_in(load.supervisor).get("/desk/team/outcomes.csv").content.decode()
    assert "foster_parent,flags_screening,,,,,," in sheet


def test_it_is_for_supervisors_and_of_their_agency_alone(load: Caseload) -> None:
    before = by_role(load.supervisor)
    other = make(2, 8, agency_name="Elsewhere")
    flag(parts(other, Role.BIRTH_PARENT)[0], at=timezone.now())
    assert by_role(load.supervisor) == before
    with pytest.raises(RoomError, match="not_found"):
        by_role(load.worker)
