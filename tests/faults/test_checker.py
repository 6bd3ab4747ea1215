"""The checker finds every kind of broken promise when it is handed one, and nothing when there is none."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from tests.faults.checker import Verdict, acknowledged, check, deliveries
from tests.faults.notes import Book, Notes, Said, Seen, Stay
from tests.faults.record import Record, Row

MACIA, JON = "macia", "jon"
PARTS = {(MACIA, "Ana"): "ana-m", (MACIA, "Wendy"): "wendy-m", (MACIA, "Tianna"): "tianna-m", (JON, "Ana"): "ana-j"}
BASE = {MACIA: 10, JON: 3}


class World:
    """Ana and Wendy write to each other, Ana writes in a second room, Tianna observes; Wendy is away for a while."""

    def __init__(self) -> None:
        self.book: Book = {}
        self.record: Record = {MACIA: [], JON: []}
        self.ana, self.wendy = Notes("phone 1", "Ana"), Notes("phone 2", "Wendy")
        self.tianna = Notes("desk", "Tianna", is_staff=True)
        for reader, rooms in ((self.ana, [MACIA, JON]), (self.wendy, [MACIA]), (self.tianna, [MACIA])):
            for room in rooms:
                self.arrive(reader, room)
        self.say("one", MACIA, "Ana", "ana-m", 11, at=1.0)
        self.say("two", MACIA, "Wendy", "wendy-m", 12, at=2.0)
        self.say("three", JON, "Ana", "ana-j", 4, at=3.0)
        self.happen("member.suspended", 13, "wendy-m", but=self.wendy)
        del self.wendy.here[MACIA]
        self.say("four", MACIA, "Ana", "ana-m", 14, at=4.0, but=self.wendy)
        self.arrive(self.wendy, MACIA)
        self.wendy.here[MACIA].lines += [*self.wendy.stays[0].lines, self.ana.here[MACIA].lines[-2]]
        self.happen("member.restored", 15, "wendy-m")
        self.say("five", MACIA, "Wendy", "wendy-m", 16, at=5.0)

    @property
    def readers(self) -> list[Notes]:
        return [self.ana, self.wendy, self.tianna]

    def arrive(self, reader: Notes, room: str) -> None:
        """Open a page of a room."""
        reader.here[room] = Stay(room, BASE[room], BASE[room])
        reader.stays.append(reader.here[room])

    def say(self, words: str, room: str, who: str, part: str, seq: int, *, at: float, but: Notes | None = None) -> None:
        """A message that is sent, stored, acknowledged and shown to all in the room."""
        said = Said(f"id of {words}", room, who, {words}, at, at + 0.1, {(room, seq)})
        self.book[said.id] = said
        self.record[room].append(Row(seq, "message", part, words, said.id, None, at))
        self.show(room, Seen(seq, "message", part, words, None), but)

    def happen(self, kind: str, seq: int, member: str, but: Notes | None = None) -> None:
        """Something about a member."""
        self.record[MACIA].append(Row(seq, kind, None, "", None, member, 0.0))
        self.show(MACIA, Seen(seq, kind, None, None, member), but)

    def show(self, room: str, line: Seen, but: Notes | None) -> None:
        for reader in self.readers:
            if room in reader.here and reader is not but:
                reader.here[room].lines.append(line)
                reader.here[room].have = line.seq

    def verdict(self) -> Verdict:
        return check(BASE, self.record, self.book, self.readers, PARTS)


def lose(world: World) -> None:
    world.record[JON].pop()
    world.ana.here[JON].lines.pop()


def store_under_another_number(world: World) -> None:
    world.book["id of five"].answers = {(MACIA, 17)}


def store_twice(world: World) -> None:
    world.record[MACIA].append(world.record[MACIA][-1]._replace(seq=17))
    for reader in world.readers:
        reader.here[MACIA].lines.append(reader.here[MACIA].lines[-1]._replace(seq=17))


def answer_twice(world: World) -> None:
    world.book["id of one"].answers.add((MACIA, 12))


def answer_out_of_the_blue(world: World) -> None:
    world.ana.wrong_acks += 1


def miss_the_last(world: World) -> None:
    world.wendy.here[MACIA].lines.pop()


def miss_one_before_leaving(world: World) -> None:
    world.wendy.stays[0].lines.pop(0)


def miss_a_room(world: World) -> None:
    world.ana.stays.remove(world.ana.here.pop(JON))


def miss_at_the_desk(world: World) -> None:
    del world.tianna.here[MACIA].lines[1]


def show_twice(world: World) -> None:
    lines = world.ana.here[MACIA].lines
    lines.insert(1, lines[0])


def send_twice(world: World) -> None:
    world.ana.doubled += 1


def skip(world: World) -> None:
    world.ana.gaps += 1


def swap(world: World) -> None:
    lines = world.ana.here[MACIA].lines
    lines[0], lines[1] = lines[1], lines[0]


def send_in_disorder(world: World) -> None:
    world.ana.disordered += 1


def record_before_what_was_acknowledged_before(world: World) -> None:
    world.book["id of one"].sent_at = 2.5


def show_other_words(world: World) -> None:
    lines = world.ana.here[MACIA].lines
    lines[0] = lines[0]._replace(text="won")


def show_another_author(world: World) -> None:
    lines = world.tianna.here[MACIA].lines
    lines[0] = lines[0]._replace(author="wendy-m")


def show_what_is_not_recorded(world: World) -> None:
    world.ana.here[MACIA].lines.append(Seen(17, "message", "wendy-m", "boo", None))


def record_what_nobody_said(world: World) -> None:
    del world.book["id of five"]


def record_other_words(world: World) -> None:
    world.book["id of five"].words = {"fife"}


def record_in_another_room(world: World) -> None:
    said = world.book["id of three"]
    said.room, said.answers = MACIA, {(JON, 4)}


def show_a_strangers_room(world: World) -> None:
    stay = Stay(JON, 3, 4, [world.ana.here[JON].lines[0]])
    world.wendy.stays.append(stay)


def show_while_suspended(world: World) -> None:
    world.wendy.stays[0].lines.append(world.ana.here[MACIA].lines[3])


def show_on_return_what_was_said_meanwhile(world: World) -> None:
    world.wendy.here[MACIA].lines.insert(3, world.ana.here[MACIA].lines[3])


def tell_of_a_room_that_was_left(world: World) -> None:
    world.wendy.uninvited += 1


def store_while_suspended(world: World) -> None:
    row = world.record[MACIA][3]
    world.record[MACIA][3] = row._replace(author="wendy-m")
    for reader in (world.ana, world.tianna):
        reader.here[MACIA].lines[3] = reader.here[MACIA].lines[3]._replace(author="wendy-m")


PLANTED: list[tuple[Callable[[World], None], str]] = [
    (lose, "lost"),
    (store_under_another_number, "lost"),
    (store_twice, "twice"),
    (answer_out_of_the_blue, "wrong_ack"),
    (miss_the_last, "missing"),
    (miss_one_before_leaving, "missing"),
    (miss_a_room, "missing"),
    (miss_at_the_desk, "observer"),
    (show_twice, "doubled"),
    (send_twice, "doubled"),
    (skip, "gaps"),
    (swap, "order"),
    (send_in_disorder, "order"),
    (record_before_what_was_acknowledged_before, "order"),
    (show_other_words, "diverged"),
    (show_another_author, "diverged"),
    (show_what_is_not_recorded, "phantom"),
    (record_what_nobody_said, "phantom"),
    (record_other_words, "phantom"),
    (record_in_another_room, "cross_room"),
    (show_a_strangers_room, "cross_room"),
    (show_while_suspended, "leaked"),
    (show_on_return_what_was_said_meanwhile, "leaked"),
    (tell_of_a_room_that_was_left, "leaked"),
    (store_while_suspended, "written"),
]


def test_a_whole_record_is_whole() -> None:
    world = World()
    assert world.verdict() == Verdict()
    assert acknowledged(world.book) == 5
    assert deliveries(world.readers) == 6 + 1 + 2 + 5 + 6


@pytest.mark.parametrize(("plant", "kind"), PLANTED)
def test_a_planted_fault_is_found(plant: Callable[[World], None], kind: str) -> None:
    world = World()
    plant(world)
    verdict = world.verdict()
    assert getattr(verdict, kind) >= 1, verdict
    assert verdict.broken >= 1


def test_two_answers_to_one_id_are_a_wrong_answer_and_one_of_them_is_a_lie() -> None:
    world = World()
    answer_twice(world)
    assert world.verdict() == Verdict(wrong_ack=1, lost=1)


def test_every_kind_is_planted() -> None:
    assert {kind for _, kind in PLANTED} == {field.name for field in fields(Verdict)}
