"""The audit of pinned packages stops at a known hole, and at nothing else (W23)."""

import json

import pytest

from tests.audit import report

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
UNKNOWN = {"name": "ours", "skip_reason": "not found"}
HOLED = {"name": "daphne", "version": "4.2.1", "vulns": [{"id": "CVE-2026-44545", "fix_versions": ["4.2.2"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND, UNKNOWN], 0, "1 of 2 packages could be looked up, 0 known holes"),
        ([SOUND, HOLED], 1, "daphne 4.2.1: CVE-2026-44545, fixed in 4.2.2"),
    ],
)
def test_a_known_hole_stops_the_build_and_is_named(
    packages: list[dict[str, object]], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("base.txt", json.dumps({"dependencies": packages})) == code
    assert said in capsys.readouterr().out


def test_silence_is_said_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert report("base.txt", "") == 0
    assert "nobody answered" in capsys.readouterr().out
