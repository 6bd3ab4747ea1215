"""A summary on paper for somebody it was shared with: its lines as they were signed, and no message of the room."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.paper import Block, Heading, Text, document
from moderation.queries.shared_papers import Sheet


def given_paper(sheet: Sheet) -> bytes:
    """The PDF."""
    title = _("Summary of %(name)s’s room") % {"name": sheet.given.name}
    return document(title, _blocks(sheet), foot=f"{sheet.given.name} · {_days(sheet)}")


def _blocks(sheet: Sheet) -> Iterator[Block]:
    yield Text(text=_days(sheet))
    paper = sheet.paper
    if paper.signed_at is not None:
        signed = {"name": paper.signed_by, "day": date_format(timezone.localtime(paper.signed_at))}
        yield Text(text=_("Signed by %(name)s on %(day)s, version %(number)d.") % {**signed, "number": paper.version})
    yield Text(text=_("The small numbers are the numbers of the messages in the room’s record."), look="soft")
    for label, lines in sheet.sections:
        yield Heading(text=label)
        for text, seqs in lines:
            numbers = f" [{', '.join(map(str, seqs))}]" if seqs else ""
            left_out = _("A line was left out here.")
            yield Text(text=left_out if text is None else f"{text}{numbers}", look="item")


def _days(sheet: Sheet) -> str:
    if sheet.paper.days is None:
        return ""
    first, last = map(date_format, sheet.paper.days)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
