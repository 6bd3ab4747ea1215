"""What breaks things does break them: the line loses and cuts, the clock jumps and the timers do not."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.clock import Clock
from tests.faults.proxy import Line, line
from tests.faults.stores import wait_for
from tests.servers import ROOT

PATIENCE = 10.0

WATCH = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from tests.faults import clock
clock.follow(Path(sys.argv[1]))
for _ in sys.stdin:
    print(time.time(), datetime.now(UTC).timestamp(), datetime.now().timestamp(), time.monotonic(), flush=True)
"""


@contextmanager
def talk() -> Iterator[tuple[Line, socket.socket, socket.socket]]:
    """A line, and both ends of one connection over it."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        between = stack.enter_context(line(listener.getsockname()[1]))
        near = stack.enter_context(socket.create_connection(("127.0.0.1", between.port), PATIENCE))
        far, _ = listener.accept()
        far.settimeout(PATIENCE)
        yield between, near, stack.enter_context(far)


def test_a_line_passes_on_both_ways() -> None:
    with talk() as (_, near, far):
        near.sendall(b"there")
        assert far.recv(100) == b"there"
        far.sendall(b"and back")
        assert near.recv(100) == b"and back"


def test_a_line_that_drops_keeps_the_connection_and_loses_what_is_sent() -> None:
    with talk() as (between, near, far):
        between.drop()
        near.sendall(b"gone")
        wait_for(lambda: between.lost == len(b"gone"))
        between.heal()
        near.sendall(b"here again")
        assert far.recv(100) == b"here again"


def test_a_line_that_is_cut_ends_both_sides_and_lets_nobody_in() -> None:
    with talk() as (between, near, far):
        between.cut()
        assert _is_ended(near)
        assert _is_ended(far)
        with socket.create_connection(("127.0.0.1", between.port), PATIENCE) as again:
            assert _is_ended(again)


def _is_ended(end: socket.socket) -> bool:
    try:
        return end.recv(100) == b""
    except ConnectionResetError:
        return True


def test_a_clock_jumps_in_the_process_that_follows_it_and_its_timers_go_on(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock")
    with subprocess.Popen(
        [sys.executable, "-c", WATCH, str(clock.path)],
        cwd=ROOT,
        env={**os.environ, "TZ": "UTC"},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        moments = []
        for offset in (0.0, 18_000.0, -7_200.0):
            clock.set(offset)
            print(file=process.stdin, flush=True)
            moments.append(list(map(float, process.stdout.readline().split())))
        process.stdin.close()
    start, forward, back = moments
    for shown in range(3):
        assert 18_000 <= forward[shown] - start[shown] < 18_000 + PATIENCE
        assert -7_200 <= back[shown] - start[shown] < -7_200 + PATIENCE
    assert start[3] <= forward[3] <= back[3] < start[3] + PATIENCE
