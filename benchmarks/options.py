"""How large a run is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """Sizes and choices; `quick` is for trying out, `full` is what the table is made for."""

    rooms: int = 200
    seconds: float = 6.0
    warm: float = 2.0
    """How long each phase runs before it is measured."""
    repeats: int = 3
    deep: int = 1_000_000
    """Events in the deep room."""
    many: int = 10_000
    """Rooms in the wide database."""
    open: int = 2_000
    """Rooms that are open at a time, a socket in each."""
    patience: float = 0.0
    """Seconds to wait before each run for others to leave the servers' core alone."""
    only: tuple[str, ...] = ()
    """Peers to measure; all if empty."""

    def wants(self, peer: str) -> bool:
        return not self.only or peer in self.only


FULL = Options()
QUICK = Options(
    rooms=30,
    seconds=1.5,
    warm=0.7,
    repeats=1,
    deep=100_000,
    many=500,
    open=200,
    only=("baseline", "ours", "ours, two processes"),
)
