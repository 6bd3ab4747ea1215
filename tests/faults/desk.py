"""The test's line to `tests.faults.warden`, the process that suspends and restores people."""

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final

from tests.servers import ROOT

PATIENCE: Final = 30.0


class Desk:
    """Gives orders in the name of `actor`; from any thread, several at a time."""

    def __init__(self, process: "subprocess.Popen[str]", actor: str) -> None:
        self.process, self.actor = process, actor
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[None]] = {}
        self._lock = threading.Lock()
        self._hear = threading.Thread(target=self._listen, daemon=True)
        self._hear.start()

    def suspend(self, room: str, member: str) -> None:
        """Returns when it is committed."""
        self._order("suspend", room, member)

    def restore(self, room: str, member: str) -> None:
        """Returns when it is committed."""
        self._order("restore", room, member)

    def close(self) -> None:
        """The process ends when it has nothing more to read."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self._hear.join()
        assert self.process.stdout
        self.process.stdout.close()

    def _order(self, do: str, room: str, member: str) -> None:
        assert self.process.stdin
        with self._lock:
            number = next(self._numbers)
            answer = self._waiting[number] = Future()
            order = {"id": number, "do": do, "actor": self.actor, "room": room, "member": member}
            print(json.dumps(order), file=self.process.stdin, flush=True)
        answer.result(PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            answer = json.loads(line)
            waiting = self._waiting.pop(answer["id"])
            if "error" in answer:
                waiting.set_exception(RuntimeError(answer["error"]))
            else:
                waiting.set_result(None)
        for waiting in self._waiting.values():
            waiting.set_exception(RuntimeError("the warden has gone"))


@contextmanager
def desk(environment: dict[str, str], actor: str) -> Iterator[Desk]:
    """A desk for a while."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.warden"],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    made = Desk(process, actor)
    try:
        yield made
    finally:
        made.close()
