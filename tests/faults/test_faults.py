"""The short form of `make faults`: each fault a few times, under load; not a word lost, doubled or out of order."""

from collections.abc import Iterator

import pytest

from tests.faults.house import House, house
from tests.faults.run import run
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Amount

pytestmark = pytest.mark.servers

SHORT = Amount(messages=60, faults=2, suspensions=4)
ONCE = Amount(messages=60, faults=1, suspensions=4)
SLOW = frozenset({"slow-reader", "disk-full", "revoke-kill", "pg-pause"})
"""Scenarios in which one fault takes seconds."""


@pytest.fixture(scope="module")
def one_house() -> Iterator[House]:
    with house() as one:
        yield one
        one.verify()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_promise_holds(one_house: House, scenario: str) -> None:
    """P1 to P5, P7, P10, P13, P15, P16."""
    result = run(one_house, scenario, ONCE if scenario in SLOW else SHORT)
    assert result.acknowledged >= SHORT.messages
    assert result.verdict.broken == 0, result
