"""The life book to keep: one page that opens without us, and a PDF. Nothing in them tells where a child lives or lived.

The page fetches nothing and runs nothing: photos stand in it, its small style too. Names are those by which adults are
known in the room; contact details are dots in it for everybody, staff too.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override

from frontend.words import say
from moderation import paper
from rooms.masks import conceal
from rooms.media import store
from rooms.models.attachment import file_name, small_name
from rooms.protocol import FileInfo
from rooms.queries.book import EntryView

POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


def page(name: str, entries: Sequence[EntryView]) -> Iterator[bytes]:
    """The book as one page, piece by piece: the cover, each entry, the end; in the language that is active now."""
    return _pieces(name, entries, get_language())


def _pieces(name: str, entries: Sequence[EntryView], language: str | None) -> Iterator[bytes]:
    yield _piece(language, "cover", {"name": name, "span": [one.on for one in (*entries[:1], *entries[-1:])]})
    for entry in entries:
        pictures = [(_source(photo), photo) for photo in entry.line.files]
        shown = [(source, photo) for source, photo in pictures if source]
        yield _piece(language, "entry", {"entry": entry, "words": words(entry), "photos": shown})
    yield _piece(language, "end", {})


def paper_of(name: str, entries: Sequence[EntryView]) -> bytes:
    """The book as a PDF, with the small pictures: enough for the size they are printed in, and light to send."""
    return paper.document(gettext("The life book of %(name)s") % {"name": name}, _blocks(entries), foot=name)


def words(entry: EntryView) -> str:
    """What was written, with dots in place of what is private."""
    return conceal(entry.line.text or "", entry.line.masked)[0]


def by(entry: EntryView) -> str:
    """Who put it in, as they are known here."""
    return entry.by or gettext("an earlier home")


def dated(day: date) -> str:
    """A day with its year, whichever year this is: a book is opened again much later."""
    return date_format(day, gettext("l, F j, Y"))


def _piece(language: str | None, part: str, context: dict[str, Any]) -> bytes:
    with override(language):
        more: dict[str, Any] = {"language": language}
        if entry := context.get("entry"):
            more |= {"by": by(entry), "day": dated(entry.on)}
        elif span := context.get("span"):
            more |= {"from": dated(span[0]), "to": dated(span[-1])}
        return render_to_string(f"frontend/keepsake/{part}.html", {**context, **more}).encode()


def _blocks(entries: Sequence[EntryView]) -> Iterator[paper.Block]:
    if not entries:
        yield paper.Text(text=gettext("Nothing has been put into this book yet."), look="soft")
    for entry in entries:
        yield paper.Heading(text=dated(entry.on), level=2)
        yield paper.Text(text=f"{entry.label} · {by(entry)}", look="soft")
        if said := words(entry):
            yield paper.Text(text=said)
        for photo in entry.line.files:
            if data := _bytes(photo, small=True):
                yield paper.Picture(data=data, width=photo.w, height=photo.h)
            if photo.seconds:
                yield paper.Text(text=say("video_paper", count=photo.seconds), look="soft")
            if photo.alt:
                yield paper.Text(text=photo.alt, look="soft")


def _source(photo: FileInfo) -> str:
    data = _bytes(photo)
    return f"data:image/jpeg;base64,{b64encode(data).decode()}" if data else ""


def _bytes(photo: FileInfo, *, small: bool = False) -> bytes:
    """The bytes of a photo; none if the storage has lost them: the rest of the book is there all the same."""
    try:
        return store.read(small_name(photo.id) if small or photo.seconds else file_name(photo.id))
    except OSError:
        return b""
