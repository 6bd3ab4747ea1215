"""`make faults`: two server processes on PostgreSQL and Redis are restarted or killed while families talk.

Then what was acknowledged is compared with what every reader saw. From "lost" to "out of order" the table must say 0.
More kinds of faults join as scenarios.
"""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.client import Browser
from tests.faults.phone import Phone
from tests.servers import ROOT, Server, demo_environment, manage, prepare, serving, stop
from tests.services import free_port, running

SCENARIOS = {"deploy": signal.SIGTERM, "kill": signal.SIGKILL}
SETTLE = 15.0
"""Seconds after the last fault within which every reader must have everything."""


@dataclass(frozen=True)
class Result:
    """What came of a scenario."""

    scenario: str
    faults: int
    acknowledged: int
    lost: int
    stored_twice: int
    missing_at_a_reader: int
    doubled_at_a_reader: int
    out_of_order: int
    closes: dict[int, int]
    errors: dict[str, int]

    @property
    def broken(self) -> int:
        return self.lost + self.stored_twice + self.missing_at_a_reader + self.doubled_at_a_reader + self.out_of_order


class House:
    """Two server processes of one site, which can be stopped and started again."""

    def __init__(self, environment: dict[str, str], stack: ExitStack) -> None:
        self.environment, self.stack = environment, stack
        self.ports = [free_port(), free_port()]
        self.servers = [self._start(port) for port in self.ports]

    @property
    def addresses(self) -> list[str]:
        return [f"http://localhost:{port}" for port in self.ports]

    def restart(self, which: int, how: signal.Signals) -> None:
        stop(self.servers[which].process, how)
        self.servers[which] = self._start(self.ports[which])

    def _start(self, port: int) -> Server:
        return self.stack.enter_context(serving(self.environment, port=port, site_port=self.ports[0]))


def phones(house: House, people: list[dict[str, object]]) -> list[Phone]:
    made = []
    for person in people:
        if person["role"] in ("social_worker", "supervisor"):
            continue
        browser = Browser(house.addresses[0])
        browser.sign_in(str(person["email"]), str(person["password"]))
        rooms = [str(room) for room in person["rooms"]]  # type: ignore[attr-defined]
        made.append(Phone(browser, rooms, house.addresses, str(person["person"])))
    return made


async def talk(house: House, family: list[Phone], faults: int, how: signal.Signals) -> None:
    """Let everybody talk while server processes go and come back, one after the other."""
    tasks = [asyncio.create_task(phone.run()) for phone in family]
    await asyncio.sleep(2)
    for number in range(faults):
        await asyncio.to_thread(house.restart, number % 2, how)
        await asyncio.sleep(1)
    for phone in family:
        phone.writing = False
    await settle(family)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def settle(family: list[Phone]) -> None:
    """Wait until all readers of a room stand at the same number, and stay there."""
    before: dict[tuple[str, str], int] = {}
    for _ in range(int(SETTLE)):
        await asyncio.sleep(1)
        now = {(phone.name, room): seq for phone in family for room, seq in phone.have.items()}
        heads = {room: {seq for (_, at), seq in now.items() if at == room} for _, room in now}
        if now == before and all(len(seqs) == 1 for seqs in heads.values()):
            return
        before = now


def compare(scenario: str, faults: int, family: list[Phone]) -> Result:
    lost = missing = twice = 0
    for author in family:
        for words, (room, seq) in author.notes.acknowledged.items():
            readers = [reader for reader in family if room in reader.rooms]
            seen = [[e["seq"] for e in reader.notes.seen[room] if e.get("text") == words] for reader in readers]
            lost += not any(seq in numbers for numbers in seen)
            missing += sum(seq not in numbers for numbers in seen)
            twice += any(len(set(numbers)) > 1 for numbers in seen)
    return Result(
        scenario=scenario,
        faults=faults,
        acknowledged=sum(len(phone.notes.acknowledged) for phone in family),
        lost=lost,
        stored_twice=twice,
        missing_at_a_reader=missing,
        doubled_at_a_reader=sum(phone.notes.doubled for phone in family),
        out_of_order=sum(phone.notes.disordered for phone in family),
        closes=dict(sum((phone.notes.closes for phone in family), Counter())),
        errors=dict(sum((phone.notes.errors for phone in family), Counter())),
    )


def run(scenario: str, faults: int) -> Result:
    """One scenario on services and a demo of its own."""
    with ExitStack() as stack:
        services = stack.enter_context(running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="coparenting-faults-")))
        environment = demo_environment(folder, **services.environment)
        prepare(environment)
        house = House(environment, stack)
        family = phones(house, json.loads(manage(environment, "demo", "--list", "--json")))
        asyncio.run(talk(house, family, faults, SCENARIOS[scenario]))
        verified = subprocess.run(
            [sys.executable, "manage.py", "verify_record"], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        if verified.returncode:
            raise SystemExit(f"The record does not verify:\n{verified.stdout.decode()}{verified.stderr.decode()}")
        return compare(scenario, faults, family)


def main() -> int:
    faults = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    results = []
    for scenario in SCENARIOS:
        print(f"{scenario}: {faults} times, while seven people talk …", flush=True)
        results.append(run(scenario, faults))
    names = [name for name in Result.__dataclass_fields__ if name not in ("closes", "errors")]
    widths = [max(len(name), 8) for name in names]
    print(
        "  ".join(name.replace("_", " ").rjust(width) for name, width in zip(names, widths, strict=True)),
        " closes and errors",
    )
    for result in results:
        cells = [str(getattr(result, name)).rjust(width) for name, width in zip(names, widths, strict=True)]
        others = {**result.closes, **result.errors}
        print(
            "  ".join(cells),
            "",
            " ".join(f"{int(code) if isinstance(code, int) else code}:{count}" for code, count in others.items()),
        )
    return 1 if any(result.broken or not result.acknowledged for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
