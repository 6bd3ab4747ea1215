"""Fixtures of the moderation tests."""

from tests.walls.conftest import in_a_hurry, loop_end

__all__ = ["in_a_hurry", "loop_end"]
