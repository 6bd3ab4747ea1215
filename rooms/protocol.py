"""The wire: every frame of `coparenting.v1`, once. docs/protocol.md is generated from this module.

Frames are JSON text; the field `t` names the kind. Unknown kinds and unknown fields are refused. Ids of rooms and
members are public ids (12 letters and digits); times are ISO 8601 in UTC; sequence numbers count a room's events.
"""

from enum import IntEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

SUBPROTOCOL: Final = "coparenting.v1"
FRAME_LIMIT: Final = 64 * 1024
"""Bytes in one frame from a client."""
HISTORY_LIMIT: Final = 100
FILES_LIMIT: Final = 6
"""Photos in one message."""

PublicId = Annotated[str, Meta(max_length=12, pattern="^[^\\x00]*$")]
"""Never with a NUL, which PostgreSQL cannot even look for."""
Ref = Annotated[str, Meta(max_length=36)]
Seq = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Close(IntEnum):
    """Why a socket ends; the range tells the client what to do.

    1012: restarting, come back soon. 4000 to 4099: stop. 4100 to 4199: come back at once and resume. 4200 to 4299:
    come back later, waiting longer each time.
    """

    RESTART = 1012
    SIGNED_OUT = 4001
    FORBIDDEN = 4003
    FELL_BEHIND = 4101
    FLOOD = 4201
    TOO_MANY_SOCKETS = 4202


CLOSE_RANGES: Final = {"stop": (4000, 4099), "soon": (4100, 4199), "later": (4200, 4299)}
"""What a close code asks of the browser; protocol.js has the same table."""


class ClientFrame(Struct, tag_field="t", forbid_unknown_fields=True, frozen=True):
    """What a browser may send."""


class Resume(ClientFrame, frozen=True, tag="resume"):
    """Start or go on receiving a room: everything above `after`, then live.

    `here` says that the room's own page is open: the others see the member as present, or a light while staff reads.
    """

    room: PublicId
    after: Seq
    here: bool = True


class FileRef(Struct, forbid_unknown_fields=True, frozen=True):
    """A photo that was uploaded before, by HTTP, and what it shows, for someone who cannot see it."""

    id: PublicId
    alt: str = ""


class PostFrame(ClientFrame, frozen=True, tag="post"):
    """Say something. `id` is made by the client; sending it again posts once and is acknowledged again.

    Without `sure` a message that may land hard, or gives a contact detail away, is answered with the error
    `second_thought` and not kept; sent again with `sure` it goes out as it is, the detail behind dots.

    `files` are photos, and at most one short video, that this member uploaded to this room within a day; each goes
    with one message. With photos the text may be empty.
    """

    id: UUID
    room: PublicId
    text: str
    reply_to: Seq | None = None
    sure: bool = False
    files: Annotated[list[FileRef], Meta(max_length=FILES_LIMIT)] = []


class EditFrame(ClientFrame, frozen=True, tag="edit"):
    """Change one's own message `target`, within 15 minutes. `sure` as with `post`."""

    id: UUID
    room: PublicId
    target: Seq
    text: str
    sure: bool = False


class RetractFrame(ClientFrame, frozen=True, tag="retract"):
    """Take one's own message `target` back, within 15 minutes."""

    id: UUID
    room: PublicId
    target: Seq


class ReactFrame(ClientFrame, frozen=True, tag="react"):
    """Add (`on`) or remove a reaction to the message `target`."""

    id: UUID
    room: PublicId
    target: Seq
    emoji: Annotated[str, Meta(max_length=8)]
    on: bool


class ReadFrame(ClientFrame, frozen=True, tag="read"):
    """The member has seen everything up to `upto`."""

    room: PublicId
    upto: Seq


class TypingFrame(ClientFrame, frozen=True, tag="typing"):
    """The member is writing; send at most one every three seconds."""

    room: PublicId


class HistoryFrame(ClientFrame, frozen=True, tag="history"):
    """Ask for the lines before `before`; answered by a `page` with the same `ref`."""

    ref: Ref
    room: PublicId
    before: Seq
    limit: Annotated[int, Meta(ge=1, le=HISTORY_LIMIT)] = 50


class Ping(ClientFrame, frozen=True, tag="ping"):
    """Ask for a `pong`, which says how far each room is: a silent gap shows."""


MemberCommand = (
    Resume | PostFrame | EditFrame | RetractFrame | ReactFrame | ReadFrame | TypingFrame | HistoryFrame | Ping
)
DeskCommand = Resume | PostFrame | EditFrame | RetractFrame | ReactFrame | HistoryFrame | Ping


class FileInfo(Struct, frozen=True, omit_defaults=True):
    """A photo of a message: its id, width, height, and what it shows. Its bytes are at `files/<id>/` of the room.

    What has `seconds` is a short video, and so long.
    """

    id: str
    w: int = 0
    h: int = 0
    alt: str = ""
    seconds: int = 0


class PaperInfo(Struct, frozen=True):
    """Of a message that its author wrote on paper: which member of staff typed it in, and the day it was written."""

    by: str
    on: str


class ItemInfo(Struct, frozen=True):
    """Of a message that tells what its author did on one of the room's pages.

    `page` is the last part of that page's address, `id` the place on it; `facts` fill the sentence for `kind`: moments
    (`starts`, `ends`, `due`), a day (`on`), numbers, and keys of labels. In a room of several children `child` is the
    public id of the one that it is about; the page of the room knows their first names.
    """

    kind: str
    page: str
    id: str
    facts: dict[str, str | int]


class EventFrame(Struct, frozen=True, omit_defaults=True):
    """One event of a room as its reader may see it. Fields that do not apply are left out.

    `masked` says what is private in `text`: start, end and kind, in Unicode characters. Members get dots there, staff
    the words. `files` are the photos of a message, or, of the kind `text.erased`, the photo that was erased. `paper`
    says that a message came on paper. `item` says that it tells of something done on a page of the room.
    """

    seq: int
    kind: str
    at: str
    author: str | None = None
    text: str | None = None
    target: int | None = None
    reply_to: int | None = None
    emoji: str | None = None
    member: str | None = None
    role: str | None = None
    retracted: bool = False
    masked: list[tuple[int, int, str]] = []
    files: list[FileInfo] = []
    paper: PaperInfo | None = None
    item: ItemInfo | None = None


class MemberInfo(Struct, frozen=True):
    """A member as the others know them. `away`: numbers from and to which they do not see, 0 while it goes on."""

    id: str
    name: str
    role: str
    state: str
    here: bool
    read: int
    away: list[tuple[int, int]]


class RoomInfo(Struct, frozen=True):
    """A room that this socket may resume. `pace` is as `every` of the frame `slow`, and 0 in other rooms."""

    id: str
    head: int
    read: int
    me: str
    can_write: bool
    pace: int
    members: list[MemberInfo]
    observing: list[str]


class Limits(Struct, frozen=True):
    """What the server takes: characters a message, bytes a frame, messages a minute."""

    message_chars: int
    frame_bytes: int
    per_minute: int


class ServerFrame(Struct, tag_field="t", frozen=True):
    """What the server sends."""


class Welcome(ServerFrame, frozen=True, tag="welcome"):
    """The first frame on every socket."""

    protocol: str
    at: str
    rooms: list[RoomInfo]
    limits: Limits


class Events(ServerFrame, frozen=True, tag="events"):
    """What happened in a room after `after`, up to `upto`. Whoever has less than `after` missed something: resume."""

    room: str
    after: int
    upto: int
    events: list[EventFrame]


class Page(ServerFrame, frozen=True, tag="page"):
    """Older lines and all that concerns them; `more` says whether there are still older ones before `first`."""

    ref: str
    room: str
    first: int
    more: bool
    events: list[EventFrame]


class AdviceInfo(Struct, frozen=True):
    """For the writer alone, in their language: what `code` stands for, and another way to say it, or help."""

    code: str
    reason: str
    suggestion: str


class Ack(ServerFrame, frozen=True, tag="ack"):
    """The command `id` is committed, as event `seq`; or, with `held`, it is kept until staff has looked at it.

    `advice` is plain help for the writer.
    """

    id: UUID
    room: str
    at: str
    seq: int | UnsetType = UNSET
    held: bool | UnsetType = UNSET
    advice: list[AdviceInfo] | UnsetType = UNSET


class ErrorFrame(ServerFrame, frozen=True, tag="error"):
    """A refusal. `message` is one plain sentence in the person's language; `wait` is in seconds.

    With the code `second_thought` come `advice` on the wording and `private`, the kinds of contact details that the
    others would not see.
    """

    code: str
    retry: bool
    message: str
    id: str | UnsetType = UNSET
    ref: str | UnsetType = UNSET
    room: str | UnsetType = UNSET
    wait: float | UnsetType = UNSET
    advice: list[AdviceInfo] | UnsetType = UNSET
    private: list[str] | UnsetType = UNSET


class PresenceFrame(ServerFrame, frozen=True, tag="presence"):
    """A member opened the room, or left the page."""

    room: str
    member: str
    here: bool


class TypingNow(ServerFrame, frozen=True, tag="typing"):
    """A member is writing; show it for five seconds."""

    room: str
    member: str


class Seen(ServerFrame, frozen=True, tag="seen"):
    """Members have seen the room up to these events: `upto` by member id."""

    room: str
    upto: dict[str, int]
    at: str


class Observing(ServerFrame, frozen=True, tag="observing"):
    """Staff started or stopped reading the room."""

    room: str
    member: str
    on: bool


class You(ServerFrame, frozen=True, tag="you"):
    """Your own part changed: whether you may write in this room."""

    room: str
    can_write: bool


class Slow(ServerFrame, frozen=True, tag="slow"):
    """The room was slowed down: each member but staff may write once in `every` seconds, until a moment.

    With 0 it goes on as usual.
    """

    room: str
    every: int
    until: str | None


class WhisperFrame(ServerFrame, frozen=True, tag="whisper"):
    """A private note of staff to the members `to`, of whom you are one; it is no line of the room."""

    room: str
    id: str
    author: str
    to: list[str]
    text: str
    at: str


class Left(ServerFrame, frozen=True, tag="left"):
    """This room is not yours to see any more: stop showing it at once. `code` is paused or ended."""

    room: str
    code: str


class Flagged(ServerFrame, frozen=True, tag="flagged"):
    """For staff: a flag was raised in this room, or has changed. `urgency` is now, today, later or none."""

    room: str
    flag: str
    category: str
    urgency: str


class HeldNow(ServerFrame, frozen=True, tag="held"):
    """For its writer and for staff: the message `id` waits for staff (`waiting`), or does not any more.

    `state` is waiting, released, declined or taken_back. The words are on the page, not here.
    """

    room: str
    id: str
    state: str


class Told(ServerFrame, frozen=True, tag="told"):
    """For you alone: there is an answer to what you asked for, or a word to you from staff."""

    room: str
    flag: str


class Pong(ServerFrame, frozen=True, tag="pong"):
    """How far each resumed room is."""

    heads: dict[str, int]


class Bye(ServerFrame, frozen=True, tag="bye"):
    """The server is about to restart; come back in `wait` seconds."""

    wait: float


CLIENT_FRAMES: Final = (
    Resume,
    PostFrame,
    EditFrame,
    RetractFrame,
    ReactFrame,
    ReadFrame,
    TypingFrame,
    HistoryFrame,
    Ping,
)
SERVER_FRAMES: Final = (
    Welcome,
    Events,
    Page,
    Ack,
    ErrorFrame,
    PresenceFrame,
    TypingNow,
    Seen,
    Observing,
    You,
    Slow,
    WhisperFrame,
    Left,
    Flagged,
    HeldNow,
    Told,
    Pong,
    Bye,
)

_encoder = msgspec.json.Encoder()


class Encoded:
    """A frame made ready to go out, once for all its readers."""

    __slots__ = ("_wire", "payload")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self._wire: bytes | None = None

    @property
    def wire(self) -> bytes:
        """The payload as one whole, unmasked WebSocket text frame (RFC 6455, section 5.2)."""
        if self._wire is None:
            self._wire = _header(len(self.payload)) + self.payload
        return self._wire


def encode(frame: ServerFrame) -> Encoded:
    """A frame as it goes over the wire."""
    return Encoded(_encoder.encode(frame))


def _header(size: int) -> bytes:
    if size < 126:
        return bytes((0x81, size))
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")
