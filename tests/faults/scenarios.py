"""What can go wrong, one function each: it does the fault once, waits until people are served again, and returns."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.faults.house import either
from tests.faults.phone import Phone
from tests.faults.revoking import revoke, revoke_and_drop, revoke_and_kill, with_warden
from tests.faults.sleeping import slow_reader, wordy
from tests.faults.stage import Stage

NEXT_ACK_SERVER = "next ack after kill -9 of a server"
NEXT_ACK_REDIS = "next ack after kill -9 of Redis"
HOURS = 3600.0


@dataclass(frozen=True)
class Scenario:
    """`fault` happens again and again; `cast` makes the phones."""

    fault: Callable[[Stage], Awaitable[None]]
    cast: Callable[[Stage], list[Phone]] = Stage.everybody


async def kill(stage: Stage) -> None:
    """A server process is killed at a random moment; now and then both are."""
    await asyncio.sleep(random.uniform(0, 0.5))
    which, both = either(), stage.faults % 5 == 4
    victims = [0, 1] if both else [which]
    hit = [phone for phone in stage.phones if phone.at in victims]
    at = time.monotonic()
    for victim in victims:
        await stage.thread(stage.house.kill, victim)
    if not both:
        await stage.recovered(at, hit, NEXT_ACK_SERVER)
    await asyncio.gather(*(stage.thread(stage.house.start, victim) for victim in victims))
    await stage.recovered(time.monotonic(), stage.phones)


async def deploy(stage: Stage) -> None:
    """Each server process in turn is asked to stop, and started again."""
    which = stage.faults % 2
    await stage.thread(stage.house.kill, which, signal.SIGTERM)
    await stage.thread(stage.house.start, which)
    await stage.heard(20)


async def redis_kill(stage: Stage) -> None:
    """Redis dies, is away for a moment, and comes back empty."""
    at = time.monotonic()
    await stage.thread(stage.house.redis.kill)
    await stage.recovered(at, stage.phones, NEXT_ACK_REDIS)
    await stage.heard(10)
    await stage.thread(stage.house.redis.start)
    await stage.heard(20)


async def redis_drop(stage: Stage) -> None:
    """A third of what Redis says and is told vanishes for a while, or all of it; connections stay open."""
    before = stage.house.vanished
    try:
        for one in stage.house.lines:
            one.drop(random.choice((0.33, 1.0)))
        await stage.heard(40)
        await stage.until(lambda: stage.house.vanished > before, "the loss of a signal")
        await asyncio.sleep(random.uniform(0.2, 1.0))
    finally:
        for one in stage.house.lines:
            one.heal()
    await stage.heard(20)


async def cut(stage: Stage) -> None:
    """One of two processes loses Redis: cut off, or in silence."""
    line = stage.house.lines[either()]
    try:
        if stage.faults % 2:
            line.drop()
        else:
            await stage.thread(line.cut)
        await stage.heard(40)
        await asyncio.sleep(random.uniform(0.2, 1.0))
    finally:
        line.heal()
    await stage.heard(20)


async def lost_signal(stage: Stage) -> None:
    """No signal arrives at all while people write at one process and read at the other."""
    before = stage.house.vanished
    try:
        for one in stage.house.lines:
            one.drop()
        await stage.heard(60)
        await stage.until(lambda: stage.house.vanished > before, "the loss of a signal")
    finally:
        for one in stage.house.lines:
            one.heal()


def apart(stage: Stage) -> list[Phone]:
    """Writers at the one process, readers at the other; nobody moves."""
    phones = stage.everybody()
    for phone in phones:
        phone.moves = False
        phone.writing = phone.writing and phone.at == 0
    return phones


async def pg_pause(stage: Stage) -> None:
    """PostgreSQL freezes whole, for one to four seconds."""
    postgres = stage.house.postgres
    await stage.thread(postgres.freeze)
    try:
        await asyncio.sleep(random.uniform(1, 4 if stage.amount.faults > 2 else 1.5))
    finally:
        await stage.thread(postgres.thaw)
    await stage.recovered(time.monotonic(), stage.phones, "next ack after PostgreSQL wakes")


async def pg_restart(stage: Stage) -> None:
    """PostgreSQL goes down at once and comes back; every other time one of its backends is killed."""
    postgres = stage.house.postgres
    await stage.thread(postgres.kill_backend if stage.faults % 2 else postgres.restart)
    await stage.thread(postgres.wait)
    await stage.recovered(time.monotonic(), stage.phones, "next ack after PostgreSQL is back")


def talkative(stage: Stage) -> list[Phone]:
    """People with long messages."""
    phones = stage.everybody()
    for phone in phones:
        phone.size = 7_000
    return phones


async def disk_full(stage: Stage) -> None:
    """The database's disk is full, then has room again. Nothing is acknowledged meanwhile."""
    postgres = stage.house.postgres
    while not await stage.thread(postgres.is_large):
        await stage.heard(20)
    before = refusals(stage)
    await stage.thread(postgres.fill_disk)
    try:
        await stage.until(lambda: refusals(stage) >= before + len(stage.phones), "a full disk")
    finally:
        await stage.thread(postgres.free_disk)
    await stage.recovered(time.monotonic(), stage.phones, "next ack after the disk has room")


def refusals(stage: Stage) -> int:
    """How often a phone was told that the records cannot be reached."""
    return sum(phone.notes.errors["unavailable"] for phone in stage.phones)


def pairs(stage: Stage) -> list[Phone]:
    """Each person's two phones send everything twice, on both lines at once."""
    phones = stage.everybody()
    for one, other in zip(phones[::2], phones[1::2], strict=True):
        one.moves = other.moves = False
        if one.writing:
            one.partner, other.partner = other, one
    return phones


async def calm(stage: Stage) -> None:
    """Nothing breaks: what all the others are measured against."""
    await stage.heard(40)


async def double_send(stage: Stage) -> None:
    """Nothing breaks; people are impatient."""
    await stage.heard(40)


async def clock_jump(stage: Stage) -> None:
    """The clock of one process, then of the other, jumps hours forward, back, and home."""
    clock = stage.house.clocks[stage.faults % 2]
    try:
        for hours in (5, -7, 0.01):
            await stage.thread(clock.set, hours * HOURS)
            await stage.heard(25)
    finally:
        await stage.thread(clock.set, 0.0)
    await stage.heard(20)


async def flap(stage: Stage) -> None:
    """Every line between browsers and servers is cut, again and again; every third time it goes silent first."""
    await asyncio.sleep(random.uniform(0.1, 0.8))
    doors = stage.house.doors
    try:
        if stage.faults % 3 == 1:
            for door in doors:
                door.drop()
            await asyncio.sleep(random.uniform(0.2, 1.0))
        for door in doors:
            await stage.thread(door.cut)
    finally:
        for door in doors:
            door.heal()
    await stage.heard(20)


def at_the_doors(stage: Stage) -> list[Phone]:
    """Everybody comes over a line that can be cut."""
    return stage.everybody([f"http://localhost:{door.port}" for door in stage.house.doors])


SCENARIOS = {
    "calm": Scenario(calm),
    "kill": Scenario(kill),
    "deploy": Scenario(deploy),
    "redis-kill": Scenario(redis_kill),
    "redis-drop": Scenario(redis_drop),
    "cut": Scenario(cut),
    "lost-signal": Scenario(lost_signal, apart),
    "pg-pause": Scenario(pg_pause),
    "pg-restart": Scenario(pg_restart),
    "slow-reader": Scenario(slow_reader, wordy),
    "disk-full": Scenario(disk_full, talkative),
    "double-send": Scenario(double_send, pairs),
    "clock-jump": Scenario(clock_jump),
    "flap": Scenario(flap, at_the_doors),
    "revoke": Scenario(revoke, with_warden),
    "revoke-kill": Scenario(revoke_and_kill, with_warden),
    "revoke-drop": Scenario(revoke_and_drop, with_warden),
}
