"""record.pdf: the digest and the whole text, for paper."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation import paper
from moderation.record import digest_page, words
from moderation.record.entries import Entry, entries, photo_bytes, photo_name
from moderation.record.scope import Scope
from moderation.record.seen import Seen
from rooms.models import Kind


def pdf(scope: Scope, digest: Sequence[digest_page.Part]) -> bytes:
    """The record on paper, with the parts of its digest before it."""
    title = _("The record of %(room)s") % {"room": scope.room.name}
    return paper.document(
        title, list(_blocks(scope, digest)), foot=_("Confidential. For: %(who)s") % {"who": scope.recipient}
    )


def _blocks(scope: Scope, digest: Sequence[digest_page.Part]) -> Iterator[paper.Block]:
    yield paper.Text(text=words.notices(scope), look="soft")
    yield paper.Table(head=["", ""], rows=[list(pair) for pair in words.facts(scope)], widths=(1, 4))
    for part, rows in digest:
        yield paper.Heading(text=part, level=2)
        yield from (paper.Text(text=f"{section}: {text} [{seqs}]", look="item") for section, text, seqs in rows)
    yield paper.Heading(text=_("Members"), level=2)
    shown = [[member.shown_name, str(member.get_role_display()), member.public_id] for member in scope.members.values()]
    yield paper.Table(head=[_("Name"), _("Role"), _("Id")], rows=shown)
    yield paper.NewPage()
    seen, day = Seen(scope), ""
    for entry in entries(scope):
        today = date_format(entry.event.at.astimezone(scope.zone), "l, N j, Y")
        if today != day:
            day = today
            yield paper.Heading(text=day, level=2)
        yield from _entry(scope, entry, seen)


def _entry(scope: Scope, entry: Entry, seen: Seen) -> Iterator[paper.Block]:
    event = entry.event
    author = f"{entry.author.shown_name} ({entry.author.get_role_display()})" if entry.author else ""
    what = [
        str(event.seq),
        author,
        words.heading(entry),
        words.moment(scope, event.at),
        words.on_paper(scope, entry),
        words.item(scope, entry),
    ]
    if event.kind in (Kind.MESSAGE, Kind.MESSAGE_EDITED):
        views = [f"{member.shown_name}, {words.moment(scope, at)}" for member, at in seen.of(event)]
        what.append(_("First seen by: %(names)s") % {"names": "; ".join(views) or _("nobody yet")})
    yield paper.Text(text=" · ".join(part for part in what if part), look="soft")
    for text in (entry.shown or str(event.data.get("emoji", "")), *words.absences(scope, entry)):
        if text:
            yield paper.Text(text=text, look="quote")
    for photo in entry.photos:
        if photo.seconds:
            told = _("A short video of %(count)d seconds, beside this page:") % {"count": photo.seconds}
            yield paper.Text(text=f"{told} {photo_name(photo)}", look="soft")
        yield paper.Picture(data=photo_bytes(photo, small=True), width=photo.width, height=photo.height)
