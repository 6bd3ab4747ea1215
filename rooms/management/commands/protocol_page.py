"""`manage.py protocol_page`: prints docs/protocol.md from the code that it describes. A test compares the two."""

from collections.abc import Iterable
from typing import Any, Final, get_args

import msgspec
from django.core.management.base import BaseCommand
from django.utils import translation

from rooms.errors import MESSAGES, RETRYABLE
from rooms.limits import FLOOD, FRAME_BURST, FRAMES_PER_SECOND, MESSAGE_BURST, MESSAGES_PER_MINUTE, SOCKETS_PER_PERSON
from rooms.models import Kind
from rooms.protocol import (
    CLIENT_FRAMES,
    CLOSE_RANGES,
    FRAME_LIMIT,
    HISTORY_LIMIT,
    SERVER_FRAMES,
    AdviceInfo,
    Close,
    DeskCommand,
    EventFrame,
    FileInfo,
    FileRef,
    Limits,
    MemberCommand,
    MemberInfo,
    PaperInfo,
    RoomInfo,
)
from rooms.queries.timeline import CHUNK
from rooms.text import MESSAGE_LIMIT

FORMS_ONLY: Final = frozenset(
    {
        "allowance_stands", "end_needed", "enough", "not_confirmed", "orders_many", "papers_already", "papers_endless",
        "shared_already", "video_unsent",
        "meeting_there", "meeting_over", "told_already", "list_full", "bad_moment", "not_living_there", "no_worker",
        "already_in", "decided", "writer_away", "bad_name", "name_taken", "reason_needed", "bad_date", "bad_period",
        "uncited", "bad_citation", "long_line", "signed", "unsigned", "nothing_to_sign", "changed_meanwhile",
        "not_all_seen", "claimed", "settled", "not_settled", "asked_already", "other_eyes", "words_needed",
        "in_force", "reference_needed", "looked_at_first", "step_over", "no_export_key", "recipient_needed",
        "nothing_there", "bad_lines", "photo_many", "photo_missing", "photo_kind", "photo_heic", "photo_video",
        "photo_document", "photo_broken", "photo_large", "photo_not_hidden", "bad_username", "bad_code", "bad_word",
        "bad_contact", "passwords_differ", "you_are_in", "shown_once", "invitation_over", "wrong_number",
        "welcome_changed", "username_taken", "weak_password", "bad_recovery", "member_closed", "nothing_to_print",
        "too_many_pages", "planned_already", "beyond_you", "no_such_sheet", "sheet_answered", "bad_day",
        "bad_allowance", "double_booked", "nobody_asked", "not_asked", "not_to_come", "occasion_over",
        "outside_approval", "say_it_there", "too_often", "wished_already",
        "home_private", "kept_already", "journal_shown", "words_missing",
        "changed_since", "far_day", "home_day", "home_already", "not_home_yet",
        "nothing_told", "already_better", "already_passed",
    }
)  # fmt: skip
"""Codes that only the plain forms answer with: no command of the socket asks for a name, a reason or a date."""

PARTS: Final = (EventFrame, PaperInfo, FileInfo, FileRef, RoomInfo, MemberInfo, Limits, AdviceInfo)
"""Structs that frames are made of."""

INTRODUCTION: Final = f"""\
# The wire: `coparenting.v1`

<!-- Made from the code. To refresh: manage.py protocol_page > docs/protocol.md -->

One WebSocket per browser carries all the rooms of one person: `/ws/` for members, `/ws/desk/` for staff who
observe. Each acts in its own rooms alone: staff who are members elsewhere write over `/ws/` only where they are
members. Frames are JSON in text frames; the field `t` names the kind. This page is for those who write a client.

## Opening

- Ask for the subprotocol `coparenting.v1`. Offering only others is answered with close code {int(Close.FORBIDDEN)};
  offering none is allowed.
- The handshake carries exactly one `Origin` header, equal to the site's own in scheme, host and port. Anything else
  is answered with HTTP 403 or 400, and no socket.
- The session cookie says who it is. Without one the socket is accepted and then closed with {int(Close.SIGNED_OUT)},
  since a browser learns a close code only after that.
- The first frame is `welcome`. Then send `resume` for each room that is to be live.

Ids of rooms and members are 12 letters and digits. A member's id is theirs in that room only: the same person has
another id in another room. Times are ISO 8601 in UTC. `seq` counts the events of a room, from 1, without a gap.

## Two envelopes

What the server sends comes in two kinds, and a client treats them differently.

*Answers* are for this browser alone and name what they answer: `ack` carries the `id` of the command, `page` the
`ref` of the `history`, `error` whichever there was; `pong` answers `ping`. An `ack` is not the event: it says that
the command is kept, and as which `seq`.

*News* is the room's and the same for all its members: `events` with what was recorded, and `presence`, `typing`,
`seen` and `observing`, which live on the wire only. One's own events come as news too, before or after their `ack`.

| command | answer | news |
| --- | --- | --- |
| `resume` | `events`, one or more | `presence`, or `observing` of staff, unless `here` is false |
| `post`, `edit`, `retract`, `react` | `ack` | `events` |
| `history` | `page` | |
| `ping` | `pong` | |
| `read` | | `seen`, if it moved |
| `typing` | | `typing`, to the others |
| any, refused | `error` | |

## A conversation

    → {{"t":"resume","room":"m4c1a0000001","after":41}}
    ← {{"t":"events","room":"m4c1a0000001","after":41,"upto":43,"events":[{{"seq":42,…}},{{"seq":43,…}}]}}
    → {{"t":"post","id":"8d5c…","room":"m4c1a0000001","text":"Did she sleep?"}}
    ← {{"t":"ack","id":"8d5c…","room":"m4c1a0000001","seq":44,"at":"2026-11-21T18:02:11.402Z"}}
    ← {{"t":"events","room":"m4c1a0000001","after":43,"upto":44,"events":[{{"seq":44,"kind":"message",…}}]}}

The line broke and the `ack` was lost. The browser comes back and sends the same again:

    → {{"t":"post","id":"8d5c…","room":"m4c1a0000001","text":"Did she sleep?"}}
    ← {{"t":"ack","id":"8d5c…","room":"m4c1a0000001","seq":44,"at":"2026-11-21T18:02:11.402Z"}}
    → {{"t":"react","id":"51fe…","room":"m4c1a0000001","target":44,"emoji":"🐎","on":true}}
    ← {{"t":"error","code":"bad_choice","retry":false,"message":"That is not one of the choices.","id":"51fe…",…}}
    ← {{"t":"left","room":"m4c1a0000001","code":"paused"}}

## Resume and gaps

Keep one number for each room: *have*, up to which nothing is missing. An `events` frame covers a range: everything
above `after`, up to `upto`. Numbers in the range without an event are not for this reader, and count as had.

- `after` is at most *have*: take the events, and let *have* be `upto` if that is more. An event may come twice; fold
  by `seq`, so that twice is once.
- `after` is more than *have*: something is missing. Send `resume` with *have*.
- `pong` says how far each followed room is. If that stays above *have*, send `resume` with *have*. Ask every half
  minute or so; that is also when a socket whose person has signed out is closed with {int(Close.SIGNED_OUT)}.
- After reconnecting, to whichever server process and after however long, send `resume` with *have*. What came
  meanwhile follows in order, in frames of up to {CHUNK} events, and then what is new.
- An `after` beyond the room's head is read as the head.
- After `left`, forget the room. Whoever is let in again begins from nothing.

Members get present words: where a message was changed or taken back, what is sent about it from then on carries what
it says now, or no words. Staff get every version.

## Sending twice

A command that changes something carries an `id`, a UUID made by the client. The first answer to an `id` stands for
ever: the same command again is acknowledged again with the same `seq` and recorded once, and other words under the
same `id` are refused with `id_reused`. So whoever does not know whether a command arrived sends it again, on any
socket, as often as they like. `ack` carries the `id` in lower case with hyphens. `resume`, `read` and
`typing` say how things are, and may be repeated as they are.

## How much

- A message has up to {MESSAGE_LIMIT:,} characters (Unicode code points). Control characters other than tab, line
  feed and carriage return are refused.
- A frame has up to {FRAME_LIMIT:,} bytes. A larger one is answered with `too_large` and the socket lives on; one of
  more than twice that size ends the connection unread. So does a frame that breaks RFC 6455, and text that is not
  UTF-8. A browser then sees 1002, 1007, 1009 or 1006.
- {MESSAGES_PER_MINUTE} posts and edits a minute for each person, {MESSAGE_BURST} at once. Beyond it: `slow_down`,
  with the seconds to `wait`.
- {FRAMES_PER_SECOND:.0f} frames a second on each socket, {FRAME_BURST} at once. Beyond it: `slow_down`; after
  {FLOOD} of these, close code {int(Close.FLOOD)}.
- {SOCKETS_PER_PERSON} sockets for each person on a server process. One more is told `too_many_sockets` and closed
  with {int(Close.TOO_MANY_SOCKETS)}.
- A browser that does not read what it is sent is closed with {int(Close.FELL_BEHIND)}, and resumes.
- `history` gives up to {HISTORY_LIMIT} lines at a time.

A frame that makes no sense gets one `error` and changes nothing. Unknown fields are refused; of a field given twice
the last counts.
"""

ERRORS: Final = """\
## Error codes

`retry` says whether the very same thing may succeed later. `message` is the sentence below in the person's own
language; with `wait` it goes on to say when.
"""

CLOSES: Final = """\
## Close codes

1012, the server restarts: `bye` came before it and said after how many seconds to come back. A code outside these
ranges, 1006 and 1011 among them: come back later, waiting longer each time and never all at one moment.
"""

ADVICE: Final = {
    "stop": "do not come back by itself",
    "soon": "come back at once and resume",
    "later": "come back later, waiting longer each time",
}

_WORDS: Final[dict[type[msgspec.inspect.Type], str]] = {
    msgspec.inspect.BoolType: "true or false",
    msgspec.inspect.FloatType: "number",
    msgspec.inspect.UUIDType: "UUID",
}


class Command(BaseCommand):
    """Prints the reference of the wire; its tables come from the code itself."""

    help = "Print docs/protocol.md."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(_page(), ending="")


def _page() -> str:
    commands = [_frame(struct, _sockets(struct)) for struct in CLIENT_FRAMES]
    answers = [_frame(struct) for struct in SERVER_FRAMES]
    parts = [_frame(struct) for struct in PARTS]
    return "\n".join(
        [
            INTRODUCTION,
            "## From browser to server\n",
            *commands,
            "## From server to browser\n",
            *answers,
            "## What frames are made of\n",
            *parts,
            f"### Kinds of events\n\n{_table(('kind', 'what happened'), _kinds())}",
            f"{ERRORS}\n{_table(('code', 'retry', 'sentence'), _errors())}",
            f"{CLOSES}\n{_table(('range', 'what to do'), _ranges())}\n{_table(('code', 'why'), _codes())}",
        ]
    )


def _frame(struct: type[msgspec.Struct], sockets: str = "") -> str:
    tag = struct.__struct_config__.tag
    title = f"### `{tag}`\n" if tag else f"### {struct.__name__}\n"
    about = "\n".join(line.strip() for line in str(struct.__doc__).strip().splitlines())
    rows = [_field(field) for field in msgspec.structs.fields(struct)]
    table = _table(("field", "type", "when absent"), rows) if rows else "No fields.\n"
    return "\n".join(part for part in (title, f"{about}\n", sockets, table) if part)


def _sockets(struct: type[msgspec.Struct]) -> str:
    doors = {"/ws/": get_args(MemberCommand), "/ws/desk/": get_args(DeskCommand)}
    return f"Taken on {' and '.join(f'`{path}`' for path, frames in doors.items() if struct in frames)}.\n"


def _field(field: msgspec.structs.FieldInfo) -> tuple[str, str, str]:
    absent = "" if field.required else _absent(field.default)
    return f"`{field.encode_name}`", _type(msgspec.inspect.type_info(field.type)), absent


def _absent(default: Any) -> str:
    nothing = default is None or default is msgspec.NODEFAULT or isinstance(default, msgspec.UnsetType)
    return "none" if nothing else f"`{msgspec.json.encode(default).decode()}`"


def _type(info: msgspec.inspect.Type) -> str:
    """A type in words: what JSON has, and its limits."""
    if isinstance(info, msgspec.inspect.UnionType):
        return next(words for one in info.types if (words := _type(one)))
    if isinstance(info, msgspec.inspect.StrType):
        return "text" if info.max_length is None else f"text, up to {info.max_length} characters"
    if isinstance(info, msgspec.inspect.IntType):
        return "whole number" if info.ge is None else f"whole number, {info.ge} to {info.le}"
    if isinstance(info, msgspec.inspect.ListType):
        return f"list: {_type(info.item_type)}"
    if isinstance(info, msgspec.inspect.TupleType):
        return f"[{', '.join(_type(item) for item in info.item_types)}]"
    if isinstance(info, msgspec.inspect.DictType):
        return f"by room id: {_type(info.value_type)}"
    if isinstance(info, msgspec.inspect.StructType):
        return f"[{info.cls.__name__}](#{info.cls.__name__.lower()})"
    return _WORDS.get(type(info), "")


def _kinds() -> Iterable[tuple[str, str]]:
    return ((f"`{kind.value}`", str(kind.label)) for kind in Kind)


def _errors() -> Iterable[tuple[str, str, str]]:
    for code, sentence in MESSAGES.items():
        name = f"`{code}` (forms only)" if code in FORMS_ONLY else f"`{code}`"
        yield name, "yes" if code in RETRYABLE else "no", str(sentence)


def _ranges() -> Iterable[tuple[str, str]]:
    return ((f"{first} to {last}", ADVICE[name]) for name, (first, last) in CLOSE_RANGES.items())


def _codes() -> Iterable[tuple[str, str]]:
    return ((str(int(code)), code.name.replace("_", " ").lower()) for code in Close)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
