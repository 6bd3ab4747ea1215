"""Exports of a room's record: choose what and for whom, leave words out, and get the archive."""

from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from frontend.actor import actor
from frontend.errors import render_with
from frontend.export_form import ExportForm
from frontend.making import with_token
from frontend.scripts import modules
from frontend.suspended import come_back
from moderation.models import Look
from moderation.queries import exports as queries
from moderation.record.words import notice
from moderation.services import exports, looks
from rooms.access import Action
from rooms.errors import RoomError

_BLOCK = 1 << 16


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def export(request: HttpRequest, room_id: str) -> HttpResponseBase:
    """The page; with `act=choose` the messages to leave out; with `act=make` the archive."""
    person = actor(request)
    page = queries.export_page(person, room_id)
    looks.reading(actor=person, room_id=room_id, kind=Look.Kind.EXPORTS, action=Action.MANAGE)
    sent = request.POST if request.method == "POST" else come_back(request)
    if sent is None:
        return _show(request, page, ExportForm())
    form = ExportForm(sent)
    try:
        wanted = form.wanted(page.zone, sent.getlist("line"))
        if request.method != "POST" or sent.get("act") == "choose":
            lines = exports.lines(actor=person, room_id=room_id, wanted=wanted) if _chooses(sent) else None
            return _show(request, page, form, lines=lines, ticked=sent.getlist("line"))
        return with_token(request, _download(request, exports.export(actor=person, room_id=room_id, wanted=wanted)))
    except RoomError as error:
        if error.code in ("not_found", "not_allowed"):
            raise
        return _show(request, page, form, error=error)


def _chooses(sent: QueryDict) -> bool:
    """Whether the messages to leave out stand in the page."""
    return sent.get("act") == "choose" or "line" in sent


def _show(
    request: HttpRequest,
    page: queries.ExportPage,
    form: ExportForm,
    *,
    lines: exports.Lines | None = None,
    ticked: list[str] | None = None,
    error: RoomError | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "form": form,
        "lines": lines,
        "ticked": set(ticked or ()),
        "notice": notice(),
        "modules": modules("export"),
        "error": error.message if error else "",
    }
    return render_with(request, "frontend/desk_export.html", context, error)


def _download(request: HttpRequest, archive: exports.Made) -> StreamingHttpResponse:
    """The archive in blocks, in the way that the server asks for it; it is closed when the answer is."""
    content = _AsyncBlocks(archive.file) if isinstance(request, ASGIRequest) else _Blocks(archive.file)
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{archive.name}"'
    response["Content-Length"] = str(archive.size)
    # It is packed already; said so, it is not packed again, and the browser knows how much is to come.
    response["Content-Encoding"] = "identity"
    return response


class _Blocks:
    """A file in blocks, for a server without an event loop."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(_BLOCK), b"")

    def close(self) -> None:
        self.file.close()


class _AsyncBlocks:
    """The same for one with an event loop, which does not wait for a disk."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = sync_to_async(self.file.read, thread_sensitive=False)
        while block := await read(_BLOCK):
            yield block

    def close(self) -> None:
        self.file.close()
