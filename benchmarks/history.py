"""A page of 50 lines: what our browser asks for on its socket, our room page, and the baseline's ORM view."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import Final

from benchmarks.databases import Bench, Seat
from benchmarks.options import Options
from benchmarks.records import Record, record
from benchmarks.servers import Running, serving

ROOMS: Final = 10
LINES: Final = 1_000
READERS: Final = 8


def prepare(bench: Bench) -> None:
    """Ten rooms with a thousand lines each, on both sides."""
    if "small" not in bench.seats:
        seats = bench.fill_ours("small", ROOMS)
        bench.add_lines("small", LINES, rooms_of(seats))
    bench.fill_naive("naive-small", ROOMS, lines=LINES)


def measure(bench: Bench, options: Options) -> Iterator[Record]:
    """All three in turn, and that so many times."""
    prepare(bench)
    with ExitStack() as stack:
        naive = stack.enter_context(serving(bench, "naive", "naive-small"))
        ours = stack.enter_context(serving(bench, "ours", "small", LIFT_LIMITS="1"))
        for repeat in range(options.repeats):
            for peer, figures in (
                ("baseline view", partial(_pages, naive, "/history/{room}/", options)),
                ("ours, history frame", partial(frames, ours, bench.seats["small"], LINES, options)),
                ("ours, room page", partial(_pages, ours, "/rooms/{room}/", options)),
            ):
                yield record("history", peer, repeat, options, figures)


def frames(running: Running, seats: list[Seat], lines: int, options: Options) -> Record:
    """Pages by the `history` frame, from anywhere in the room's record."""
    phase = {"name": "history", "kind": "history", "outstanding": READERS, "seconds": options.seconds, "warm": 0.5}
    result = running.load([phase], seats, before=[60, lines], settle=0.2)
    figures: Record = result["phases"][0]
    figures["cpu_ms_per_page"] = 1000 * sum(figures["cpu"].values()) / max(1, figures["pages"])
    figures["verdict"] = result["verdict"]
    figures["pages_per_second"] = figures["pages"] / figures["took"]
    return figures


def _pages(running: Running, path: str, options: Options) -> Record:
    """Pages over HTTP."""
    seats = running.bench.seats[running.database]
    pages = [{**seat, "path": path.format(room=seat["room"])} for seat in seats]
    return running.read_pages(pages, READERS, options.seconds)


def rooms_of(seats: list[Seat]) -> list[str]:
    """The rooms of these seats, each once."""
    return list(dict.fromkeys(seat["room"] for seat in seats))
