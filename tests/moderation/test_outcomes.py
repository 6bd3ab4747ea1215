"""Outcome figures: what they count, and that no family can be told from them (S72)."""

import csv
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from benchmarks.caseload import Caseload, make
from moderation.models import Flag
from moderation.queries.facts import Word, answered, both_sides
from moderation.queries.outcomes import FIGURES, LEAST, OVER_TIME, PERIODS, Row, outcomes
from moderation.queries.staff import handle
from moderation.services.handover import hand_over
from rooms.models import Person, Room, State
from rooms.services import memberships
from tests.walls.answers import signed_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)


def words(*spoken: tuple[float, bool]) -> list[Word]:
    """Words so many hours after noon; True is the birth side."""
    return [Word(NOON + hours * HOUR, birth) for hours, birth in spoken]


def test_days_on_which_both_sides_wrote() -> None:
    said = words((0, True), (1, False), (24, True), (25, True), (48, False), (49, True))
    assert both_sides(said, UTC) == (2, 3)
    assert both_sides([], UTC) == (0, 0)


def test_a_day_is_a_day_where_the_agency_is() -> None:
    """Three and eleven in the morning are one day in UTC, and two in Los Angeles: an evening and a night."""
    evening = words((15, True), (23, False))
    assert both_sides(evening, UTC) == (1, 1)
    assert both_sides(evening, ZoneInfo("America/Los_Angeles")) == (0, 2)


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ([], (0, 0)),
        ([(0, True)], (0, 1)),
        ([(0, True), (1, False)], (1, 2)),
        ([(0, True), (10, True), (23, False)], (1, 2)),
        ([(0, True), (10, True), (25, False)], (0, 2)),
    ],
)
def test_answers_within_a_day_count_from_the_first_word_of_a_turn(
    said: list[tuple[float, bool]], share: tuple[int, int]
) -> None:
    assert answered(words(*said), NOON + 30 * DAY) == share


def test_a_turn_whose_day_is_not_over_counts_neither_way() -> None:
    assert answered(words((0, True), (1, False)), NOON + 5 * HOUR) == (1, 1)


@pytest.fixture
def load(db: None) -> Caseload:
    """Three families, twelve rooms, one worker."""
    return make(3, 12)


def figures(row: Row) -> dict[str, tuple[int, int, int]]:
    return {key: (figure.count, figure.of, figure.rooms) for key, figure in row.figures.items()}


def test_the_agencys_figures_are_those_of_its_rooms(load: Caseload) -> None:
    found = outcomes(load.supervisor)
    told = figures(found.agency)
    assert told["reached"] == (34, 36, 12)  # two fathers never came
    assert told["pauses"] == (1, 12, 12)
    assert told["first_message"][1:] == (12, 12)
    assert found.agency.figures["reached"].value == pytest.approx(34 / 36)
    assert set(found.agency.figures) == set(FIGURES)
    assert [row.name for row in found.workers] == ["Tianna Reilly"]
    assert figures(found.workers[0]) == told


def test_a_figure_of_four_rooms_is_not_shown(load: Caseload) -> None:
    """Four questions were answered, each in another room: not one number of them leaves."""
    assert Flag.objects.filter(state="resolved").count() == LEAST - 1
    figure = outcomes(load.supervisor).agency.figures["promised"]
    assert (figure.value, figure.count, figure.of, figure.rooms) == (None, 0, 0, 0)
    page = signed_in(load.supervisor).get("/desk/team/outcomes/").content.decode()
    section = page.split('aria-labelledby="promised"')[1].split("</section>")[0]
    assert "Not enough rooms yet to show this." in section and "%" not in section


def test_five_rooms_are_enough(load: Caseload) -> None:
    room = load.rooms[1]
    at = timezone.now() - 2 * DAY
    Flag.objects.create(
        room=room, source="member", category="help", urgency="later", at=at, due_at=at + DAY, resolved_at=None
    )
    assert figures(outcomes(load.supervisor).agency)["promised"] == (4, 5, 5)


def hand(load: Caseload, count: int) -> None:
    """The colleague takes over so many rooms."""
    rooms = [room.public_id for room in load.rooms[:count]]
    hand_over(
        actor=load.supervisor, leaving=handle(load.worker), to=handle(load.colleague), room_ids=rooms, reason="moves"
    )


@pytest.mark.parametrize(
    ("taken", "shown"), [(5, ["Colleague", "Tianna Reilly"]), (2, []), (11, []), (12, ["Colleague"])]
)
def test_a_small_share_cannot_be_worked_out_from_the_rest(load: Caseload, taken: int, shown: list[str]) -> None:
    """Where one of two workers has too few rooms, the other's figure and the agency's would give it away."""
    hand(load, taken)
    rows = outcomes(load.supervisor).workers
    assert [row.name for row in rows if row.figures["pauses"].shown] == shown
    assert outcomes(load.supervisor).agency.figures["pauses"].shown


def test_what_was_before_the_period_does_not_count(load: Caseload) -> None:
    Room.objects.update(opened_at=timezone.now() - timedelta(days=200))
    assert not outcomes(load.supervisor).agency.figures["first_message"].shown


def test_another_agency_changes_nothing(load: Caseload) -> None:
    before = figures(outcomes(load.supervisor).agency)
    make(2, 8, agency_name="Elsewhere")
    assert figures(outcomes(load.supervisor).agency) == before


def test_the_page_shows_numbers_bars_and_words(load: Caseload) -> None:
    page = signed_in(load.supervisor).get("/desk/team/outcomes/").content.decode()
    assert '<b class="big">94%</b>' in page and '<rect class="fill" width="94"' in page
    assert "34 of 36" in page and "from 12 rooms" in page
    assert "style=" not in page and "<script>" not in page


def test_the_table_holds_what_the_page_shows(load: Caseload) -> None:
    load.worker.name = "=HYPERLINK(1)"
    load.worker.save()
    answer = signed_in(load.supervisor).get("/desk/team/outcomes.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    roles = [row for row in rows if row["figure"].startswith("flags_")]
    assert {row["who"] for row in roles} == {"birth_parent", "foster_parent"}
    until = max(row["to"] for row in rows)
    past = [row for row in rows if row["to"] != until]
    assert len(past) == (PERIODS - 1) * len(OVER_TIME) and {row["figure"] for row in past} == {*OVER_TIME}
    rows = [row for row in rows if row not in roles and row not in past]
    assert len(rows) == 2 * len(FIGURES)
    first = next(row for row in rows if row["figure"] == "reached")
    hidden = next(row for row in rows if row["figure"] == "promised")
    assert (first["who"], first["figure"], first["value"], first["count"], first["of"]) == (
        "agency",
        "reached",
        "0.944",
        "34",
        "36",
    )
    assert [hidden[key] for key in ("value", "count", "of", "rooms")] == [""] * 4
    assert {row["who"] for row in rows} == {"agency", "'=HYPERLINK(1)"}


def test_a_worker_has_no_figures(load: Caseload) -> None:
    client = signed_in(load.worker)
    assert client.get("/desk/team/outcomes/").status_code == 404
    assert client.get("/desk/team/outcomes.csv").status_code == 404


def test_a_pause_that_was_lifted_still_happened(load: Caseload) -> None:
    room = load.rooms[0]
    part = room.memberships.filter(state=State.ACTIVE, role="birth_parent").first()
    assert part is not None and isinstance(load.worker, Person)
    asked = {"actor": load.worker, "room_id": room.public_id, "member_id": part.public_id, "reason": "a rest"}
    memberships.suspend(**asked)
    memberships.restore(**asked)
    assert figures(outcomes(load.supervisor).agency)["pauses"] == (2, 12, 12)
