"""digest.html: two pages to begin with. Summaries that a person signed come first; what rules find comes after.

Nothing that is left out of the record comes back here: rules read the words as the export shows them, and a line of a
signed summary that rests on a hidden message is not repeated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moderation.digest import labels
from moderation.digest.draft import draft
from moderation.digest.model import Line
from moderation.digest.page import page as digest_lines
from moderation.digest.screened import screen
from moderation.models import Summary
from moderation.record import pages, words
from moderation.record.entries import Entry, entries
from moderation.record.scope import Scope
from rooms.models import Kind, Membership

_MOST: Final = 1_000
"""Messages that the rules read at most, the latest ones: a digest of years would say little."""
_LINES: Final = 60
"""Lines on the two pages."""
Row = tuple[str, str, str]
"""A section, its line, and the events it rests on."""
Part = tuple[str, list[Row]]
"""A title and its rows."""


def page(scope: Scope, counts: Mapping[str, int], found: Sequence[Part]) -> Iterator[str]:
    """The page in pieces; `found` are the parts, which are made once and printed as well."""
    yield pages.head(scope, _("Digest of the record of %(room)s") % {"room": scope.room.name})
    for title, rows in found:
        yield f"<h2>{escape(title)}</h2>\n<ul>"
        for section, text, seqs in rows:
            yield f'<li>{escape(section)}: {escape(text)} <span class="soft">{escape(seqs)}</span></li>\n'
        yield "</ul>\n"
    yield f"<h2>{escape(_('Day by day'))}</h2>\n<table>"
    for day, said, other in days(scope):
        yield f"<tr><td>{escape(day)}</td><td>{escape(said)}</td><td>{escape(other)}</td></tr>\n"
    yield f'</table>\n<p class="soft">{escape(left_out(counts))}</p>\n{pages.FOOT}'


def parts(scope: Scope) -> Iterator[Part]:
    """Signed summaries, then what the rules find, each with its title."""
    for summary in _signed(scope):
        signer = {"name": _signer(scope, summary), "day": _day(scope, summary)}
        rows = [
            (_section(line["section"]), line["text"], _events(line["seqs"]))
            for line in summary.lines
            if not any(seq in scope.hidden or seq in scope.kept_out for seq in line["seqs"])
        ]
        yield _("Summary, signed by %(name)s on %(day)s") % signer, rows
    yield _("Found by rules, not checked by a person"), _drafted(scope)


def days(scope: Scope) -> Iterator[Row]:
    """Each day on which something happened: how many messages, and what else, by number."""
    day, said, other = "", 0, list[str]()
    for entry in entries(scope):
        today = date_format(entry.event.at.astimezone(scope.zone), "D, N j, Y")
        if today != day and day:
            yield day, _messages(said), ", ".join(other)
            said, other = 0, []
        day = today
        said += entry.event.kind == Kind.MESSAGE
        if entry.event.kind.startswith(("member.", "room.", "text.")):
            other.append(f"{words.heading(entry)} ({entry.event.seq})")
    yield day, _messages(said), ", ".join(other)


def left_out(counts: Mapping[str, int]) -> str:
    """What is not there, in one sentence."""
    return _("Hidden: %(hidden)d. Erased by order: %(erased)d. Hidden words are proved unchanged.") % counts


def _messages(count: int) -> str:
    return ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}


def _signed(scope: Scope) -> list[Summary]:
    found = Summary.objects.filter(
        room=scope.room, signed_at__isnull=False, upto__gte=scope.first, upto__lte=scope.last, replaced_by=None
    )
    return list(found.order_by("start", "pk"))


def _signer(scope: Scope, summary: Summary) -> str:
    """The name that the members know them by."""
    found = (member.shown_name for member in scope.members.values() if member.person_id == summary.signed_by_id)
    return next(found, _("staff"))


def _day(scope: Scope, summary: Summary) -> str:
    return date_format(summary.signed_at.astimezone(scope.zone), "N j, Y") if summary.signed_at else ""


def _drafted(scope: Scope) -> list[Row]:
    lines = _lines(scope)
    if not lines:
        return []
    found = draft(lines, zone=scope.zone, now=lines[-1].at, marks=screen(lines))
    return [
        (_section(sentence.section), sentence.text, _events(sentence.messages))
        for sentence in islice(digest_lines(found), _LINES)
    ]


def _lines(scope: Scope) -> list[Line]:
    """The latest messages in their last words; those that were taken back are not there."""
    said: dict[int | None, Line] = {}
    for entry in entries(scope):
        event = entry.event
        if event.kind == Kind.MESSAGE and entry.author is not None:
            said[event.seq] = _line(entry, entry.author)
        elif event.kind == Kind.MESSAGE_EDITED and event.target in said:
            said[event.target] = replace(said[event.target], text=entry.shown)
        elif event.kind == Kind.MESSAGE_RETRACTED:
            said.pop(event.target, None)
        if len(said) > _MOST:
            said.pop(next(iter(said)))
    return [line for line in said.values() if line.text]


def _line(entry: Entry, author: Membership) -> Line:
    event = entry.event
    reply = event.data.get("reply_to")
    return Line(
        id=str(event.seq),
        at=event.at,
        author=author.public_id,
        role=author.role,
        name=author.shown_name,
        text=entry.shown,
        reply_to=str(reply) if reply else None,
    )


def _section(key: str) -> str:
    return str(labels.PAGE.get(key, key))


def _events(seqs: object) -> str:
    return ", ".join(str(seq) for seq in seqs) if isinstance(seqs, list | tuple) else ""
