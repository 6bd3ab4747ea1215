"""The scenario of phones that do not read what they are sent: they cost little, delay nobody, and resume (P10)."""

from pathlib import Path
from typing import Final

from tests.faults.phone import Phone
from tests.faults.stage import Stage

MEMORY: Final = "memory for a client that does not read"
SIZE: Final = 7_900
"""Characters of a message, so that much is due soon."""
ESTABLISHED: Final = "01"


async def slow_reader(stage: Stage) -> None:
    """Phones at one process stop reading until the server ends their lines; then they come back."""
    sleepers = [phone for phone in stage.phones if phone.buffer]
    if not sleepers:
        sleepers = _sleepers(stage)
        stage.add(sleepers)
    await stage.heard(100)  # so that the process has the size it has with such messages
    await stage.following()
    before = stage.house.memory(0)
    for phone in sleepers:
        phone.reads.clear()
    try:
        peak = before

        def ended() -> bool:
            nonlocal peak
            peak = max(peak, stage.house.memory(0))
            return not kept(stage.house.ports[0]) & {phone.port for phone in sleepers}

        await stage.until(ended, "the end of lines that nobody reads")
    finally:
        for phone in sleepers:
            phone.reads.set()
    stage.note(MEMORY, (peak - before) / len(sleepers))
    await stage.following()


def _sleepers(stage: Stage) -> list[Phone]:
    """Two more pages of everybody, which do not write."""
    members = [who for who in stage.house.residents if not who.is_staff]
    found = [
        Phone(who, stage.house.addresses, stage.book, stage.base, at=0, label=f"sleeper {number}")
        for who in members
        for number in range(2)
    ]
    for phone in found:
        phone.writing, phone.moves, phone.buffer = False, False, 65536
    return found


def wordy(stage: Stage) -> list[Phone]:
    """People with long messages, who stay where they are."""
    phones = stage.everybody()
    for phone in phones:
        phone.size = SIZE
        phone.moves = False
    return phones


def kept(server: int) -> set[int]:
    """Ports of the browsers whose connections the server at this port has not ended.

    Looked at from its end: what the kernel has yet to deliver keeps the news from a browser that does not read.
    """
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {_port(row[2]) for row in rows if row[3] == ESTABLISHED and _port(row[1]) == server}


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)
