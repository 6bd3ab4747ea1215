"""Words between child and parent, as one reader may see them."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from rooms.models import Membership, PassedWords
from rooms.queries.items import told
from rooms.queries.lines import Line

LAST: Final = 10


@dataclass(frozen=True, kw_only=True)
class WordsView:
    """Words for the child, or from the child; `told` is the line of whoever passed them on."""

    id: str
    child: str
    to_child: bool
    line: Line
    told: Line | None
    waits: bool
    """Nobody has passed them on yet, and the reader could."""


def last(member: Membership) -> list[WordsView]:
    """The last words of a room, newest first, and however old, those for the child that still wait to be passed on."""
    every = PassedWords.objects.filter(room=member.room_id)
    newest = every.order_by("-at", "-seq").values_list("pk", flat=True)[:LAST]
    shown = Q(pk__in=list(newest)) | Q(way=PassedWords.Way.TO, told_at__isnull=True)
    rows = list(every.filter(shown).select_related("child").order_by("-at", "-seq"))
    lines = told(member, {row.seq for row in rows} | {row.told_seq for row in rows if row.told_seq})
    return [
        WordsView(
            id=row.public_id,
            child=row.child.first_name,
            to_child=row.way == PassedWords.Way.TO,
            line=lines[row.seq],
            told=lines.get(row.told_seq or 0),
            waits=row.way == PassedWords.Way.TO and row.told_at is None and row.author_id != member.pk,
        )
        for row in rows
        if row.seq in lines
    ]
