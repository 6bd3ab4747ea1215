"""A child's life book: the timeline, what is put into it, and the whole as a file or on paper."""

from collections.abc import AsyncIterator, Iterable
from typing import Any, TypeVar
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from frontend import forms, keepsake
from frontend.photo_form import photos
from frontend.posting import posted
from frontend.room_pages import Opened, done, opened, show, then
from frontend.seats import Seat
from frontend.views.days import a_day, children_of
from rooms.access import Action
from rooms.errors import RoomError
from rooms.items import Page
from rooms.items.book import LABELS
from rooms.items.days import CHEERS
from rooms.protocol import FileRef
from rooms.queries import book as queries
from rooms.services import book as services
from rooms.services import cheers

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def book(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The book of a child. POST: put something in, or with `entry` write one's own anew."""
    here = opened(request, room_id, seat)
    if request.method != "POST":
        return _page(request, here)
    files: tuple[FileRef, ...] = ()
    changed = forms.chosen(request.POST, "entry")
    try:
        files = photos(request, room_id) if here.may(Action.TELL) else ()
        what: dict[str, Any] = {
            "room_id": room_id,
            "sort": request.POST.get("sort", ""),
            "on": a_day(request.POST.get("on", "")),
            "text": forms.text(request),
            "files": files,
            "sure": forms.sure(request),
        }
        child = forms.chosen(request.POST, "child")
        if changed:
            done(request, services.change, entry_id=changed, **what)
        else:
            done(request, services.add, child_id=child, **what)
    except RoomError as error:
        return _page(request, here, error=error, files=files)
    return then(f"{here.url(Page.BOOK)}{f'?child={child}' if child else ''}", "book")


@posted
def act(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Take one's own entry out again, or celebrate one."""
    here = opened(request, room_id, seat)
    about = forms.chosen(request.POST, "about")
    try:
        if request.POST.get("act") == "back":
            done(request, services.take_back, room_id=room_id, entry_id=about)
        else:
            what = {"cheer": request.POST.get("cheer", ""), "text": forms.text(request), "sure": forms.sure(request)}
            done(request, cheers.entry, room_id=room_id, about=about, **what)
    except RoomError as error:
        return _page(request, here, error=error, about=about)
    return then(f"{here.url(Page.BOOK)}?of={quote(about)}", about)


@require_safe
@login_required
def as_file(request: HttpRequest, room_id: str, seat: Seat) -> StreamingHttpResponse:
    """The book as one page that opens without us, piece by piece, so that a thick one begins at once."""
    here = opened(request, room_id, seat)
    child, name = _child(request, here)
    pieces = keepsake.page(name, queries.entries(here.member, child))
    content = _in_turn(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = keepsake.POLICY
    # Said to be packed no further: piece by piece it would be many archives, of which browsers open the first.
    response["Content-Encoding"] = "identity"
    return _to_keep(response, name, "html")


@require_safe
@login_required
def on_paper(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """The book as a PDF."""
    here = opened(request, room_id, seat)
    child, name = _child(request, here)
    made = keepsake.paper_of(name, queries.entries(here.member, child))
    return _to_keep(HttpResponse(made, content_type="application/pdf"), name, "pdf")


def _page(
    request: HttpRequest,
    here: Opened,
    *,
    error: RoomError | None = None,
    files: tuple[FileRef, ...] = (),
    about: str = "",
) -> HttpResponse:
    changed = forms.chosen(request.POST if error else request.GET, "entry" if error else "change")
    own = queries.one(here.member, changed) if changed else None
    before, of = forms.chosen(request.GET, "before"), about or forms.chosen(request.GET, "of")
    aim = queries.one(here.member, of) if of else None
    child, name = _child(request, here, aim.child if aim else "")
    book = queries.page(here.member, child, before=before, of=of)
    context = {
        "book": book,
        "weight": queries.weight(book.entries) * 4 // 3,
        "own": own if own is not None and own.can_change else None,
        "child": child,
        "name": name,
        "children": children_of(here),
        "sorts": LABELS.items(),
        "cheers": CHEERS.items(),
        "today": timezone.localdate(),
        "may_tell": here.may(Action.TELL),
        "files": files,
        "about": about,
    }
    return show(request, here, "frontend/book.html", Page.BOOK, error=error, **context)


def _child(request: HttpRequest, here: Opened, known: str = "") -> tuple[str, str]:
    """Whose book: public id and first name."""
    children = children_of(here)
    chosen = known or forms.chosen(request.POST or request.GET, "child")
    return next((one for one in children if one[0] == chosen), children[0])


def _to_keep(response: Answer, name: str, ending: str) -> Answer:
    safe = "".join(letter for letter in name if letter.isalnum() and letter.isascii()) or "book"
    response["Content-Disposition"] = f'attachment; filename="{safe}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


async def _in_turn(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    """The same for a server with an event loop, which does not wait for a disk."""
    rest = iter(pieces)
    one = sync_to_async(lambda: next(rest, b""), thread_sensitive=False)
    while piece := await one():
        yield piece
