"""A summary on paper: the same lines as on its page, each with the messages it rests on, and their words at the end."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frontend.when import clock
from moderation.paper import Block, Heading, Table, Text, document
from moderation.queries.summaries import LineView, Page
from moderation.queries.talk import Quote
from moderation.screening.contacts import find, mask


def summary_paper(page: Page) -> bytes:
    """The PDF."""
    days = {"first": date_format(page.card.first_day), "last": date_format(page.card.last_day)}
    title = _("Summary of %(name)s’s room") % {"name": page.room_name}
    foot = f"{page.room_name} · {days['first']} – {days['last']}"
    return document(title, _blocks(page, days), foot=foot)


def _blocks(page: Page, days: dict[str, str]) -> Iterator[Block]:
    yield Text(text=_("%(first)s to %(last)s") % days)
    yield Text(text=_standing(page), look="soft")
    cited: dict[int, Quote] = {}
    for section in page.sections:
        if section.lines or section.lens:
            yield Heading(text=section.label)
        for line in section.lines:
            cited |= {quote.seq: quote for quote in line.quotes}
            yield Text(text=_line(line), look="item")
        if section.lens and not section.lines:
            yield Text(text=_("Nothing written here."), look="soft")
    if cited:
        yield Heading(text=_("The messages that this rests on"))
        rows = [_row(cited[seq]) for seq in sorted(cited)]
        yield Table(head=[_("No."), _("When"), _("Who"), _("Words")], rows=rows, widths=[1, 3, 2, 9])


def _standing(page: Page) -> str:
    if page.card.signed_at is None:
        return _("A draft that nobody has signed.")
    signed = date_format(timezone.localtime(page.card.signed_at))
    text = _("Signed by %(name)s on %(day)s, version %(number)d.")
    return text % {"name": page.card.signed_by, "day": signed, "number": page.card.version}


def _line(line: LineView) -> str:
    if line.withheld:
        return _("This line rests on messages that you cannot see.")
    if line.kept_out:
        return _("A line is not shown here: the law keeps what it rests on confidential.")
    if line.quotes:
        return f"{line.text} [{line.numbers}]"
    return f"{line.text} [{_('own remark')}]" if line.basis == "own" else line.text


def _row(quote: Quote) -> list[str]:
    when = f"{date_format(timezone.localtime(quote.at), 'SHORT_DATE_FORMAT')}, {clock(quote.at)}"
    text = _("Taken back by its writer.") if quote.text is None else mask(quote.text, find(quote.text))
    return [str(quote.seq), when, quote.name, text]
