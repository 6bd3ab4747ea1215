"""A wall clock that jumps: a server process follows an offset that a test keeps in a small file.

Only the time of day moves (`time.time`, `datetime.now`). The monotonic clock, which timers use, goes on as it does on
a machine whose time is set.
"""

import ctypes
import gc
import mmap
import struct
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Final

LAYOUT: Final = struct.Struct("d")


class Clock:
    """The test's side: `set` moves the clock of the process that follows the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set(0.0)

    def set(self, seconds: float) -> None:
        """How far the process is ahead of the real time."""
        with self.path.open("r+b" if self.path.exists() else "wb") as file:
            file.write(LAYOUT.pack(seconds))


def follow(path: Path) -> None:
    """Move this process's time of day by what the file says, from now on and whenever it changes."""
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), LAYOUT.size, access=mmap.ACCESS_READ)

    def offset() -> float:
        return float(LAYOUT.unpack_from(memory)[0])

    _move_time(offset)
    _move_datetime(offset)


def _move_time(offset: Callable[[], float]) -> None:
    real, real_ns = time.time, time.time_ns
    time.time = lambda: real() + offset()
    time.time_ns = lambda: real_ns() + int(offset() * 1e9)


def _move_datetime(offset: Callable[[], float]) -> None:
    """Change the class itself: a subclass would not be recognised by libraries that look at the type."""
    real = datetime.now

    def now(cls: type[datetime], tz: tzinfo | None = None) -> datetime:
        return real(tz) + timedelta(seconds=offset())

    attributes: Any = gc.get_referents(datetime.__dict__)[0]
    attributes["now"] = classmethod(now)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(datetime))
