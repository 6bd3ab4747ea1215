"""The short form of `make faults`: a rolling deploy and a kill under load lose, double and reorder nothing."""

import pytest

from tests.faults.run import SCENARIOS, run


@pytest.mark.servers
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nothing_is_lost(scenario: str) -> None:
    result = run(scenario, faults=2)
    assert result.acknowledged > 50
    assert result.broken == 0, result
