"""One record per measurement: what, of whom, in which repeat, and its figures or why there are none."""

from collections.abc import Callable
from typing import Any

from benchmarks.machine import wait_for_quiet
from benchmarks.options import Options

Record = dict[str, Any]


def record(measure: str, peer: str, repeat: int, options: Options, figures: Callable[[], Record]) -> Record:
    """Measure once. A failure is part of the result, not its end."""
    wait_for_quiet(options.patience)
    known: Record = {"measure": measure, "peer": peer, "repeat": repeat}
    try:
        return {**known, **figures()}
    except RuntimeError as error:
        return {**known, "error": str(error)}
