"""Plays a conversation into a room through the same services, and past the same rules, that real people use."""

from collections import deque
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from rooms.demo.life import Did, Scene, steps_of
from rooms.demo.script import Conversation, Step, steps
from rooms.models import STAFF_ROLES, Event, Person, Room
from rooms.services import messages, posting, reading


class Play:
    """One conversation being written into its room's record."""

    def __init__(self, room: Room, conversation: Conversation, people: dict[str, Person], now: datetime) -> None:
        self.room = room
        self.conversation = conversation
        self.people = people
        self.now = now
        self.acts = 0
        self.seqs: dict[int, int] = {}  # line of the conversation -> its seq in the room
        readers = set(room.memberships.exclude(role__in=STAFF_ROLES).values_list("person", flat=True))
        self.readers = {who for who, person in people.items() if person.pk in readers}
        self.labels = {said.label: number for number, said in enumerate(conversation.lines) if said.label}

    def run(self) -> None:
        waiting = deque(sorted(steps_of(self.conversation.room), key=lambda did: did.at(self.now)))
        for number, step in enumerate(steps(self.conversation, self.now)):
            while waiting and waiting[0].at(self.now) < step.at:
                self._do(waiting.popleft())
            event = self._take(step, self._client_id(str(number)))
            if step.act == "say":
                self.seqs[step.line] = event.seq
                self._see(step.who, event.seq - 1, step.at)
        while waiting and waiting[0].at(self.now) <= self.now:
            self._do(waiting.popleft())
        self._read()

    def _do(self, did: Did) -> None:
        """One act on a page of the room, and what the others answer with an emoji."""
        self.acts += 1
        at, name = did.at(self.now), f"life/{self.acts}"
        scene = Scene(self.room, self.people, self.people[did.who], self._client_id(name), at)
        event = did.do(scene)
        if event is None:
            return
        self._see(did.who, event.seq - 1, at)
        for turn, (who, emoji) in enumerate(did.reactions):
            messages.react(
                actor=self.people[who],
                room_id=self.room.public_id,
                client_id=self._client_id(f"{name}/{turn}"),
                target=event.seq,
                emoji=emoji,
                on=True,
                at=at,
            )

    def _take(self, step: Step, client_id: UUID) -> Event:
        actor, room_id = self.people[step.who], self.room.public_id
        if step.act == "say":
            reply_to = self._reply_to(step.line)
            return posting.post(
                actor=actor, room_id=room_id, client_id=client_id, text=step.text, reply_to=reply_to, at=step.at
            )
        target = self.seqs[step.line]
        if step.act == "edit":
            return messages.edit(
                actor=actor, room_id=room_id, client_id=client_id, target=target, text=step.text, at=step.at
            )
        if step.act == "retract":
            return messages.retract(actor=actor, room_id=room_id, client_id=client_id, target=target, at=step.at)
        return messages.react(
            actor=actor, room_id=room_id, client_id=client_id, target=target, emoji=step.text, on=True, at=step.at
        )

    def _reply_to(self, line: int) -> int | None:
        label = self.conversation.lines[line].reply_to
        return self.seqs[self.labels[label]] if label else None

    def _client_id(self, name: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.room.public_id}/{name}")

    def _see(self, who: str, upto: int, at: datetime) -> None:
        """Whoever speaks has seen what was said before; staff leave no such trace."""
        if who in self.readers:
            reading.advance(actor=self.people[who], room_id=self.room.public_id, upto=upto, at=at)

    def _read(self) -> None:
        """Everybody has read what was said, but for the last messages that wait for them."""
        spoken = [self.seqs[line] for line in sorted(self.seqs)]
        for who in sorted(self.readers):
            waiting = self.conversation.unread.get(who, 0)
            self._see(who, spoken[-waiting] - 1 if waiting else spoken[-1], self.now)
