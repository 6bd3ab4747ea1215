"""The version is written in two places, and they agree."""

import tomllib
from pathlib import Path

from chatserver import VERSION

ROOT = Path(__file__).resolve().parents[2]


def test_pyproject_and_package_agree() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_the_changelog_knows_it() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text()
