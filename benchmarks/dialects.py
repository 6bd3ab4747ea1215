"""How the generator talks to each server: the address, the frames it sends, and what the answers mean.

A message carries its number in its text (`~00000042~`) and, where the server has client ids, in its id. So one search
finds it in whatever frame it comes back in.
"""

import json
import re
import uuid
from dataclasses import dataclass
from typing import Final, Protocol

from benchmarks.wire import Connection

MARK: Final = re.compile(rb"~(\d{8})~")
_ACKED: Final = re.compile(rb'"id":"[0-9a-f-]{24}(\d{12})"')
_UPTO: Final = re.compile(rb'"upto":(\d+)')
_CODE: Final = re.compile(rb'"code":"(\w+)"')
WORDS: Final = (
    "Macia ate well and slept through the night. We read the book about the small bear two times, "
    "and she asked when she will see you on Saturday. All is good, you know. "
)
LENGTH: Final = 160


def words(number: int) -> str:
    """A message of 160 characters, the same but for its number."""
    return f"~{number:08d}~ {WORDS}"[:LENGTH]


class Events(Protocol):
    """What a dialect finds in the frames."""

    def ready(self, connection: Connection) -> None:
        """The connection takes part in its room from now on."""

    def acked(self, number: int) -> None:
        """The sender was told that the message is stored, or saw it come back."""

    def delivered(self, connection: Connection, number: int) -> None: ...

    def refused(self, code: str) -> None: ...

    def shown(self, connection: Connection, upto: int) -> None:
        """A browser would now have the lines up to here on its screen."""

    def paged(self, connection: Connection) -> None:
        """A page of history came."""

    def sender_of(self, number: int) -> int: ...


class Dialect(Protocol):
    """One server's way to talk."""

    def path(self, room: str) -> str: ...

    def opened(self, connection: Connection, events: Events) -> None: ...

    def understand(self, connection: Connection, payload: bytes, events: Events) -> None: ...

    def say(self, connection: Connection, number: int) -> bytes: ...


@dataclass
class Ours:
    """`coparenting.v1`. Ready when the room has been resumed; acknowledged by `ack`."""

    prefix: str = ""

    def __post_init__(self) -> None:
        self.prefix = str(uuid.uuid4())[:24]

    def path(self, room: str) -> str:
        return "/ws/"

    def opened(self, connection: Connection, events: Events) -> None:
        """The welcome comes by itself."""

    def understand(self, connection: Connection, payload: bytes, events: Events) -> None:
        kind = payload[6:10]
        if kind == b"even":
            for mark in MARK.findall(payload):
                events.delivered(connection, int(mark))
            found = _UPTO.search(payload)
            assert found
            events.shown(connection, int(found[1]))
            events.ready(connection)
        elif kind == b'ack"':
            found = _ACKED.search(payload)
            assert found
            events.acked(int(found[1]))
        elif kind == b"page":
            events.paged(connection)
        elif kind == b"welc":
            rooms = json.loads(payload)["rooms"]
            head = next(room["head"] for room in rooms if room["id"] == connection.room)
            connection.send(json.dumps({"t": "resume", "room": connection.room, "after": head}).encode())
        elif kind == b"erro":
            found = _CODE.search(payload)
            events.refused(found[1].decode() if found else "unknown")

    def say(self, connection: Connection, number: int) -> bytes:
        return (
            f'{{"t":"post","id":"{self.prefix}{number:012d}","room":"{connection.room}","text":"{words(number)}"}}'
        ).encode()


@dataclass
class Naive:
    """The tutorial's chat. Ready when the handshake is answered; the sender's own line coming back is its receipt."""

    def path(self, room: str) -> str:
        return f"/ws/chat/{room}/"

    def opened(self, connection: Connection, events: Events) -> None:
        events.ready(connection)

    def understand(self, connection: Connection, payload: bytes, events: Events) -> None:
        for mark in MARK.findall(payload):
            number = int(mark)
            if events.sender_of(number) == connection.index:
                events.acked(number)
            events.delivered(connection, number)

    def say(self, connection: Connection, number: int) -> bytes:
        return f'{{"message":"{words(number)}"}}'.encode()


DIALECTS: Final[dict[str, type[Ours] | type[Naive]]] = {"ours": Ours, "naive": Naive}
