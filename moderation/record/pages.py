"""record.html: everything that was said, for reading; a page that needs nothing beside it, and no scripts."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moderation.record import words
from moderation.record.entries import Entry, entries, photo_bytes, photo_name
from moderation.record.scope import Scope
from moderation.record.seen import Seen
from rooms.media.carried import Carried
from rooms.models import Kind

_STYLE: Final = """\
:root{color-scheme:light dark}
body{max-width:46rem;margin:0 auto;padding:1.5rem 1rem;font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0;overflow-wrap:anywhere}
.soft,.seen{opacity:.75;font-size:.875rem}.notice{border:1px solid;border-radius:.5rem;padding:.75rem 1rem}
article{margin:.75rem 0;padding-left:.75rem;border-left:3px solid #b9826a}article.note{border-color:#999}
article p{margin:.1rem 0;white-space:pre-wrap;overflow-wrap:anywhere}.gone{font-style:italic}
table{border-collapse:collapse}td,th{padding:.15rem .75rem .15rem 0;text-align:left;vertical-align:top}
article img{max-width:100%;border-radius:.5rem}
@media print{body{max-width:none;padding:0}article{break-inside:avoid}}
"""


def head(scope: Scope, title: str) -> str:
    """The beginning of a page, with what its reader must know."""
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in words.facts(scope))
    return (
        f'<!doctype html>\n<html lang="{escape(get_language() or "en")}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body><h1>{escape(title)}</h1>\n"
        f'<p class="notice">{escape(words.notices(scope))}</p>\n<dl>{facts}</dl>\n'
    )


FOOT: Final = "</body></html>\n"


def record(scope: Scope) -> Iterator[str]:
    """The page in pieces, so that a long record need not be held."""
    yield head(scope, _("The record of %(room)s") % {"room": scope.room.name})
    yield from members(scope)
    seen, day = Seen(scope), ""
    for entry in entries(scope):
        today = date_format(entry.event.at.astimezone(scope.zone), "l, N j, Y")
        if today != day:
            day = today
            yield f"<h2>{escape(day)}</h2>\n"
        yield _article(scope, entry, seen)
    yield FOOT


def members(scope: Scope) -> Iterator[str]:
    """Who they are, by name, role and id."""
    yield f"<h2>{escape(_('Members'))}</h2>\n<table>"
    for member in scope.members.values():
        cells = (member.shown_name, member.get_role_display(), member.public_id)
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"
    yield "</table>\n"


def _article(scope: Scope, entry: Entry, seen: Seen) -> str:
    event = entry.event
    author = f"{entry.author.shown_name} ({entry.author.get_role_display()})" if entry.author else ""
    about = event.data.get("member")
    subject = next((member.shown_name for member in scope.members.values() if member.public_id == about), "")
    what = [
        str(event.seq),
        author or subject,
        words.heading(entry),
        words.moment(scope, event.at),
        words.on_paper(scope, entry),
        words.item(scope, entry),
    ]
    if reply := event.data.get("reply_to"):
        what.append(_("answers %(seq)d") % {"seq": reply})
    said = entry.shown or str(event.data.get("emoji", ""))
    parts = [f'<p class="soft">{" · ".join(escape(part) for part in what if part)}</p>']
    parts += [f"<p>{escape(said)}</p>"] if said else []
    parts += [f'<p class="gone">{escape(gone)}</p>' for gone in words.absences(scope, entry)]
    parts += [_photo(photo) for photo in entry.photos]
    if event.kind in (Kind.MESSAGE, Kind.MESSAGE_EDITED):
        views = [f"{member.shown_name}, {words.moment(scope, at)}" for member, at in seen.of(event)]
        first_seen = _("First seen by: %(names)s") % {"names": "; ".join(views) or _("nobody yet")}
        parts.append(f'<p class="seen">{escape(first_seen)}</p>')
    note = "" if event.kind == Kind.MESSAGE else ' class="note"'
    return f'<article id="event-{event.seq}"{note}>{"".join(parts)}</article>\n'


def _photo(photo: Carried) -> str:
    """A small picture, inside the page; the photo itself lies beside it."""
    small = b64encode(photo_bytes(photo, small=True)).decode()
    picture = f'<img src="data:image/jpeg;base64,{small}" alt="{escape(photo.alt)}">'
    told = _("A short video of %(count)d seconds, beside this page:") % {"count": photo.seconds}
    said = f"{escape(told)} {photo_name(photo)}<br>" if photo.seconds else ""
    return f'<p>{said}<a href="{photo_name(photo)}">{picture}</a></p>'
