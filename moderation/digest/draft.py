"""Makes the draft of a room's digest for a period."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final, TypeVar

from moderation.digest.appointments import appointments
from moderation.digest.commitments import commitments
from moderation.digest.concerns import concerns, perhaps
from moderation.digest.lenses import with_lenses
from moderation.digest.model import Digest, Item, Line, Marks
from moderation.digest.participation import parts
from moderation.digest.questions import unanswered
from moderation.digest.strengths import strengths
from moderation.digest.today import urgent
from moderation.digest.utterance import STAFF, read

_FEW_MESSAGES: Final = 6
_FEW_WORDS: Final = 40
_Any = TypeVar("_Any", bound=Item)


def draft(lines: Sequence[Line], *, zone: tzinfo, now: datetime, marks: Mapping[str, Marks]) -> Digest:
    """The digest of `lines`, in the reader's time zone, as things stand at `now`.

    `marks` is what screening saw in the messages, by id: from the record, or from `screened.screen`. Lines may come
    in any order; their ids are unique and their times aware.
    """
    now = now.astimezone(zone)
    room = read(lines, zone)
    staff = {line.id for line in lines if line.role in STAFF}
    seen = {name: mark.worry for name, mark in marks.items() if mark.worry and name not in staff}
    hurtful = {name for name, mark in marks.items() if mark.hostile}
    worries = concerns(room, seen, hurtful)
    worrying = {name for item in worries for name in item.messages}
    good = strengths(room, hurtful | worrying)
    praised = {name for item in good for name in item.messages}
    asked = unanswered(room, now)
    maybe = [question for question in asked if not question.sure]

    def masked(items: Sequence[_Any]) -> tuple[_Any, ...]:
        return tuple(_masked(item, marks) for item in items)

    words = sum(len(line.text.split()) for line in lines)
    digest = Digest(
        now=now,
        too_little=len(lines) < _FEW_MESSAGES or words < _FEW_WORDS,
        today=masked(urgent(room, marks, worries)),
        unanswered=masked([question for question in asked if question.sure]),
        commitments=masked(commitments(room, now)),
        appointments=masked(appointments(room)),
        concerns=masked(worries),
        strengths=masked(good),
        unsure=masked([*maybe, *perhaps(room, hurtful | worrying | praised)]),
        parts=parts(room, now),
        room_words=words,
    )
    return with_lenses(digest)


def _masked(item: _Any, marks: Mapping[str, Marks]) -> _Any:
    """The item with contact details in its quote masked: a digest is printed and handed on."""
    mark = marks.get(item.messages[0])
    return replace(item, quote=mark.quote) if mark is not None and mark.contacts else item
