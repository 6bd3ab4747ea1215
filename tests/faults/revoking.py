"""Parts are suspended while everybody talks (P5): calmly, with servers killed, with Redis dropping."""

import asyncio
import random
from functools import partial

from tests.faults.house import either
from tests.faults.notes import Notes
from tests.faults.phone import Phone
from tests.faults.record import Row
from tests.faults.stage import Stage

LAST_FRAME = "last frame after a suspension"
SENT_OUT = "sent out after a suspension"


async def revoke(stage: Stage) -> None:
    """In every room at once, one member is suspended and brought back."""
    await suspend_some(stage)


async def revoke_and_kill(stage: Stage) -> None:
    """The same, while a server process is killed and started again."""
    which = either()

    async def kill() -> None:
        await asyncio.sleep(random.uniform(0, 0.1))
        await stage.thread(stage.house.kill, which)
        await stage.thread(stage.house.start, which)

    await asyncio.gather(suspend_some(stage), kill())


async def revoke_and_drop(stage: Stage) -> None:
    """The same, while what Redis says and is told vanishes."""
    lines = stage.house.lines
    for line in lines:
        line.drop(random.choice((0.5, 1.0)))
    try:
        await suspend_some(stage)
    finally:
        for line in lines:
            line.heal()


async def suspend_some(stage: Stage) -> None:
    """One round. Others talk on after each suspension, and the suspended go on trying."""
    await asyncio.gather(*(_one(stage, room) for room in stage.house.rooms))


async def _one(stage: Stage, room: str) -> None:
    person = random.choice([one.name for one in stage.house.residents if room in one.rooms and not one.is_staff])
    theirs = [phone for phone in stage.phones if phone.who.name == person]
    member = stage.house.parts[room, person]
    await stage.thread(stage.house.desk.suspend, room, member)
    stage.suspensions += 1
    await stage.until(lambda: all(room in phone.reading.out for phone in theirs), "being sent out")
    await stage.until(partial(_talks_on, stage, room, stage.spoken(room)), "talk in a room")
    await stage.thread(stage.house.desk.restore, room, member)
    await stage.until(lambda: all(room in phone.reading.following for phone in theirs), "being let in again")


def _talks_on(stage: Stage, room: str, before: int) -> bool:
    return stage.spoken(room) >= before + 3


def with_warden(stage: Stage) -> list[Phone]:
    """Everybody; and at the end, how long it took from each suspension to the last frame and to the way out."""
    stage.after.append(partial(_note_endings, stage))
    return stage.everybody()


def _note_endings(stage: Stage) -> None:
    names = {part: person for (_, person), part in stage.house.parts.items()}
    for room, rows in stage.house.record(stage.base).items():
        for row in rows:
            if row.kind == "member.suspended" and row.member:
                phones = [phone.notes for phone in stage.phones if phone.who.name == names[row.member]]
                for notes in phones:
                    _note_ending(stage, notes, room, row)


def _note_ending(stage: Stage, notes: Notes, room: str, row: Row) -> None:
    """The first ending after the suspension, if the phone followed the room then."""
    for ending in notes.endings:
        if ending.room == room and ending.since <= row.at <= ending.at:
            stage.note(LAST_FRAME, max(0.0, ending.last_frame - row.at))
            stage.note(SENT_OUT, ending.at - row.at)
