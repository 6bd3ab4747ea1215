"""The main measure: a thousand people talk in two hundred rooms. Connecting, idling, a fixed load, and saturation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from benchmarks.databases import Bench, Kind
from benchmarks.options import Options
from benchmarks.records import Record, record
from benchmarks.servers import serving

RATE: Final = 100
"""Messages a second at the fixed load, from everybody together."""
OUTSTANDING: Final = 64
"""Messages under way at saturation."""


SCREEN: Final = "moderation.screening.hook.screen"


@dataclass(frozen=True)
class Peer:
    """One way to run a chat server."""

    name: str
    kind: Kind
    database: str
    processes: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    once: bool = False
    """A peer that is there for comparison only, and not worth the time of repeating."""


PEERS: Final = (
    # Kept connections suit the baseline better than Django's default, which opens one for each message.
    Peer("baseline", "naive", "naive", environment={"CONN_MAX_AGE": "60"}),
    Peer("baseline, connections not kept", "naive", "naive", once=True),
    Peer("ours", "ours", "ours"),
    Peer("ours, two processes", "ours", "ours", processes=2),
    Peer("ours, screening", "ours", "ours", environment={"MESSAGE_SCREEN": SCREEN}, once=True),
    Peer(
        "ours, PostgreSQL without Redis", "ours", "ours", environment={"REDIS_URL": "", "WEB_PROCESSES": "1"}, once=True
    ),
    Peer("ours, SQLite", "ours", "sqlite", environment={"REDIS_URL": ""}, once=True),
)


def prepare(bench: Bench, options: Options) -> None:
    """The databases."""
    wanted = [peer for peer in PEERS if options.wants(peer.name)]
    for database in dict.fromkeys(peer.database for peer in wanted):
        if database == "naive":
            bench.fill_naive(database, options.rooms)
        else:
            bench.fill_ours(database, options.rooms)


def measure(bench: Bench, options: Options) -> Iterator[Record]:
    """Each peer in turn, and that so many times."""
    prepare(bench, options)
    for repeat in range(options.repeats):
        for peer in PEERS:
            if options.wants(peer.name) and not (peer.once and repeat):
                yield record("talk", peer.name, repeat, options, partial(_one, bench, peer, options))


def _one(bench: Bench, peer: Peer, options: Options) -> Record:
    phases: list[dict[str, Any]] = [
        {"name": "steady", "kind": "steady", "rate": RATE, "seconds": options.seconds, "warm": options.warm},
        {
            "name": "saturated",
            "kind": "closed",
            "outstanding": OUTSTANDING,
            "seconds": options.seconds,
            "warm": options.warm,
        },
    ]
    if peer.name == "ours":
        # Last, since what is still to be done of it would be charged to the next phase.
        phases.append({**phases[0], "name": "steady, read marks", "reads": True, "warm": max(2.0, options.warm)})
    environment = {"LIFT_LIMITS": "1", **peer.environment}
    with serving(bench, peer.kind, peer.database, processes=peer.processes, **environment) as running:
        return running.load(phases, settle=options.warm)
