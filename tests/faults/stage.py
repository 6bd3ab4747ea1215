"""Where a scenario plays: the phones, what is waited for, and the comparison at the end."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from tests.faults.checker import Verdict, acknowledged, check, deliveries
from tests.faults.house import House
from tests.faults.notes import Book
from tests.faults.phone import Phone

T = TypeVar("T")

PATIENCE: Final = 30.0
"""Seconds within which whatever was broken must have healed by itself."""
LOOK: Final = 0.02
MANY: Final = 2_000
"""Messages beyond which nobody takes time to think."""


@dataclass(frozen=True)
class Amount:
    """How much of a scenario: at least so many acknowledged messages, faults and suspensions."""

    messages: int
    faults: int
    suspensions: int


@dataclass
class Result:
    """What came of a scenario. Figures are in seconds, or in bytes where the name says so."""

    scenario: str
    faults: int
    suspensions: int
    acknowledged: int
    deliveries: int
    seconds: float
    verdict: Verdict
    closes: Counter[int]
    errors: Counter[str]
    figures: dict[str, list[float]] = field(default_factory=dict)


class Stage:
    """A run of one scenario in a house that may have seen others before."""

    def __init__(self, house: House, scenario: str, amount: Amount) -> None:
        self.house, self.scenario, self.amount = house, scenario, amount
        self.base = house.heads()
        self.book: Book = {}
        self.phones: list[Phone] = []
        self.faults = 0
        self.suspensions = 0
        self.figures: dict[str, list[float]] = {}
        self.after: list[Callable[[], None]] = []
        """What is to be worked out when all is over."""
        self._tasks: list[asyncio.Task[None]] = []
        self._begin = time.monotonic()

    @property
    def acknowledged(self) -> int:
        return sum(len(phone.notes.acks) for phone in self.phones)

    def spoken(self, room: str) -> int:
        """How many messages of a room are acknowledged."""
        return sum(phone.notes.acked_in[room] for phone in self.phones)

    @property
    def progress(self) -> float:
        """Which part of the faults, and of the suspensions if there are any, has happened."""
        suspended = self.suspensions / self.amount.suspensions if self.suspensions else 1.0
        return min(1.0, self.faults / self.amount.faults, suspended)

    # Phones

    def add(self, phones: Iterable[Phone]) -> None:
        """Let phones connect."""
        for phone in phones:
            self.phones.append(phone)
            self._tasks.append(asyncio.create_task(phone.run()))

    def everybody(self, servers: Sequence[str] = ()) -> list[Phone]:
        """A phone at each server process for every resident."""
        addresses = servers or self.house.addresses
        phones = [
            Phone(who, addresses, self.book, self.base, at=at, label=self.scenario)
            for who in self.house.residents
            for at in range(2)
        ]
        if self.amount.messages > MANY:
            for phone in phones:
                phone.pace = 0.01
        return phones

    # Waiting

    async def until(self, done: Callable[[], bool], what: str) -> None:
        """Wait for something that must come by itself."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            for task in self._tasks:
                if task.done():
                    task.result()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.scenario}: {what} did not happen\n{self.house.said()}")
            await asyncio.sleep(LOOK)

    async def recovered(self, since: float, phones: Sequence[Phone], figure: str = "") -> None:
        """Wait until each of these phones has something acknowledged that was sent after `since`; note how long."""
        writers = [phone for phone in phones if phone.writing]
        waiting = set(writers)

        def all_have() -> bool:
            for phone in tuple(waiting):
                last = phone.notes.acks[-1:]
                if last and last[0][0] >= since:
                    waiting.discard(phone)
                    if figure:
                        self.note(figure, next(ack for sent, ack in phone.notes.acks if sent >= since) - since)
            return not waiting

        await self.until(all_have, "an acknowledgement after a fault")

    async def heard(self, more: int) -> None:
        """Wait until so many more messages are acknowledged."""
        upto = self.acknowledged + more
        await self.until(lambda: self.acknowledged >= upto, f"{more} more messages")

    async def following(self) -> None:
        """Wait until every phone follows all its rooms."""
        await self.until(lambda: all(phone.reading.settled for phone in self.phones), "following every room")

    async def thread(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do something that blocks."""
        return await asyncio.to_thread(work, *arguments)

    def note(self, figure: str, value: float) -> None:
        self.figures.setdefault(figure, []).append(value)

    # The run

    async def play(self, fault: Callable[["Stage"], Awaitable[None]], cast: Callable[["Stage"], list[Phone]]) -> Result:
        """Everybody comes and talks; faults happen until there were enough; then all must have everything."""
        try:
            self.add(await self.thread(cast, self))
            await self.following()
            while self.progress < 1.0:
                await fault(self)
                self.faults += 1
                while self.acknowledged < self.progress * self.amount.messages:
                    await self.heard(1)
            await self._settle()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        return await self.thread(self._result)

    async def _settle(self) -> None:
        """Until everything said is answered and every reader stands where the room stands, or time is over."""
        for phone in self.phones:
            phone.writing = False
        await self.until(lambda: all(phone.idle for phone in self.phones), "the last answers")
        heads = await self.thread(self.house.heads)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not all(self._has(phone, heads) for phone in self.phones):
            await asyncio.sleep(LOOK)

    def _has(self, phone: Phone, heads: dict[str, int]) -> bool:
        return phone.refused_all and all(phone.reading.have(room) >= heads[room] for room in phone.who.rooms)

    def _result(self) -> Result:
        record = self.house.record(self.base)
        readers = [phone.notes for phone in self.phones]
        verdict = check(self.base, record, self.book, readers, self.house.parts)
        forged = sum(notes.forged for notes in readers)
        errors = sum((notes.errors for notes in readers), Counter[str]())
        verdict.wrong_ack += max(0, forged - errors["id_reused"])
        for work in self.after:
            work()
        self._note_latencies()
        return Result(
            scenario=self.scenario,
            faults=self.faults,
            suspensions=self.suspensions,
            acknowledged=acknowledged(self.book),
            deliveries=deliveries(readers),
            seconds=time.monotonic() - self._begin,
            verdict=verdict,
            closes=sum((notes.closes for notes in readers), Counter[int]()),
            errors=errors,
            figures=self.figures,
        )

    def _note_latencies(self) -> None:
        """From sending to the answer, and from sending to the eyes of each reader."""
        acked = {next(iter(said.answers)): said for said in self.book.values() if said.answers}
        self.figures["acknowledged after"] = [
            said.acked_at - said.sent_at for said in acked.values() if said.acked_at is not None
        ]
        self.figures["seen after"] = [
            at - said.sent_at
            for phone in self.phones
            for key, at in phone.notes.heard_at.items()
            if (said := acked.get(key))
        ]
