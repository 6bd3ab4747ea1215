"""Does it stay as fast when there is much? A long record against a short one, many rooms against few."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import Final

from benchmarks import history
from benchmarks.databases import Bench, Seat
from benchmarks.options import Options
from benchmarks.records import Record, record
from benchmarks.servers import Running, serving
from benchmarks.talk import RATE

OUTSTANDING: Final = 8


def measure(bench: Bench, options: Options) -> Iterator[Record]:
    """Appending and reading in the same small way over three databases that differ in size only."""
    seats = _prepare(bench, options)
    one_room, ten_rooms = [seat for seat in seats if seat["room"] == seats[0]["room"]], seats
    spread = _spread(bench.seats["wide"])
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(serving(bench, "ours", name, LIFT_LIMITS="1"))
            for name in ("small", "deep", "wide")
        }
        for repeat in range(options.repeats):
            for peer, running, where, lines in (
                (f"room of {history.LINES:,}", servers["small"], one_room, history.LINES),
                (f"room of {options.deep:,}", servers["deep"], one_room, options.deep),
                (f"{history.ROOMS} rooms", servers["small"], ten_rooms, history.LINES),
                (f"{options.many:,} rooms", servers["wide"], spread, history.LINES),
            ):
                yield record("growth", peer, repeat, options, partial(_one, running, where, lines, options))
            for rooms in (history.ROOMS, options.open) if repeat == 0 else ():
                seats = _one_each(bench.seats["wide"], rooms)
                figures = partial(_open, servers["wide"], seats, options)
                yield record("open", f"{rooms:,} open rooms", repeat, options, figures)


def _one(running: Running, seats: list[Seat], lines: int, options: Options) -> Record:
    seconds = options.seconds / 2
    append = {"name": "append", "kind": "closed", "outstanding": OUTSTANDING, "seconds": seconds, "warm": 0.5}
    page = {"name": "history", "kind": "history", "outstanding": history.READERS, "seconds": seconds, "warm": 0.5}
    result = running.load([append, page], seats, before=[60, lines], settle=0.2)
    appended, paged = result["phases"]
    return {
        "append_cpu_ms": appended["cpu_ms_per_message"],
        "append": appended,
        "history_cpu_ms": 1000 * sum(paged["cpu"].values()) / max(1, paged["pages"]),
        "history": paged,
        "verdict": result["verdict"],
    }


def _open(running: Running, seats: list[Seat], options: Options) -> Record:
    """One browser in each room: what it costs to keep them open, and to talk at the fixed rate."""
    idle = {"name": "idle", "kind": "idle", "seconds": options.seconds, "warm": options.warm}
    steady = {"name": "steady", "kind": "steady", "rate": RATE, "seconds": options.seconds, "warm": options.warm}
    return running.load([idle, steady], seats, settle=0.5)


def _one_each(seats: list[Seat], rooms: int) -> list[Seat]:
    first = {seat["room"]: seat for seat in reversed(seats)}
    return [first[room] for room in history.rooms_of(seats)[:rooms]]


def _prepare(bench: Bench, options: Options) -> list[Seat]:
    """`small`: ten rooms of a thousand lines. `deep`: the same, one of them long. `wide`: the same and many more."""
    if "small" not in bench.seats:
        history.prepare(bench)
    seats = bench.seats["small"]
    for name in ("deep", "wide"):
        bench.create(name, template="small")
    bench.add_lines("deep", options.deep, [seats[0]["room"]])
    more = bench.add_rooms("wide", options.many - history.ROOMS)
    bench.seats["wide"] = more
    bench.add_lines("wide", history.LINES, history.rooms_of(_spread(more)))
    return seats


def _spread(seats: list[Seat]) -> list[Seat]:
    """The people of ten rooms that are far apart."""
    rooms = history.rooms_of(seats)
    chosen = set(rooms[:: max(1, len(rooms) // history.ROOMS)][: history.ROOMS])
    return [seat for seat in seats if seat["room"] in chosen]
