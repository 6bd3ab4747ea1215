"""Cold start: from the start of the process to the first answer, and to the first open socket."""

import socket
import time
from collections.abc import Iterator
from functools import partial
from typing import Final

from benchmarks import proc
from benchmarks.databases import HOST, ORIGIN, Bench, Kind
from benchmarks.options import Options
from benchmarks.records import Record, record
from benchmarks.servers import server

PATIENCE: Final = 30.0


def measure(bench: Bench, options: Options) -> Iterator[Record]:
    """Both in turn, and that so many times; the services are up, the files are in the cache."""
    for kind, database in (("naive", "naive-start"), ("ours", "ours-start")):
        fill = bench.fill_naive if kind == "naive" else bench.fill_ours
        fill(database, 1)
    for repeat in range(options.repeats):
        yield record("start", "baseline", repeat, options, partial(_one, bench, "naive", "naive-start"))
        yield record("start", "ours", repeat, options, partial(_one, bench, "ours", "ours-start"))


def _one(bench: Bench, kind: Kind, database: str) -> Record:
    seat = bench.seats[database][0]
    path = "/ws/" if kind == "ours" else f"/ws/chat/{seat['room']}/"
    begun = time.perf_counter()
    with server(bench, kind, database) as one:
        _until(one.port, f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n", b" 200")
        healthy = time.perf_counter() - begun
        handshake = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {ORIGIN}\r\nCookie: {seat['cookie']}\r\n\r\n"
        )
        _until(one.port, handshake, b" 101")
        opened = time.perf_counter() - begun
        used = proc.cpu({"server": [one.process.pid]})["server"]
        memory = proc.memory([one.process.pid])
    return {"healthz_s": healthy, "socket_s": opened, "cpu_s": used, "mib": memory / 2**20}


def _until(port: int, request: str, wanted: bytes) -> None:
    """Ask until the answer is the one wanted."""
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                connection.sendall(request.encode())
                if wanted in connection.recv(4096).split(b"\r\n")[0]:
                    return
        except OSError:
            pass
        time.sleep(0.005)
    raise RuntimeError("the server did not start")
