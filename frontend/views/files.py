"""Photos: taken in one by one before their message, and shown to whoever may see that message."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend import forms
from frontend.actor import actor
from frontend.errors import status_of, with_wait
from frontend.posting import posted
from frontend.seats import Seat
from moderation.models import Look
from moderation.services import looks
from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.media.photos import UPLOAD_BYTES
from rooms.models import Membership
from rooms.queries import files
from rooms.services import attachments

HEADERS: Final = {
    "Content-Disposition": 'attachment; filename="photo.jpg"',
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""A picture in a page needs no more; opened by itself it is a file to keep, and never a page."""


@posted
def upload(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Take one photo in, for browser code; sending it again does it once."""
    try:
        one = attachments.upload(
            actor=actor(request),
            room_id=room_id,
            client_id=forms.client_id(request),
            data=content(request.FILES.get("photo")),
        )
    except RoomError as error:
        told = {"code": error.code, "retry": error.retry, "message": error.message, "wait": error.wait}
        return with_wait(JsonResponse(told, status=status_of(error)), error)
    return JsonResponse({"id": one.public_id, "w": one.width, "h": one.height}, status=201)


def content(file: object) -> bytes | None:
    """The bytes of an uploaded file; of one that is too large, just so many that this shows."""
    return file.read(UPLOAD_BYTES + 1) if isinstance(file, UploadedFile) else None


@require_safe
@login_required
def show(request: HttpRequest, room_id: str, seat: Seat, file_id: str) -> HttpResponse:
    """A photo on a page of its own."""
    page = files.page(_reader(request, room_id, seat), file_id)
    context = {"page": page, "seat": seat, "base": seat.room_url(room_id)}
    return render(request, "frontend/photo.html", context)


@require_safe
@login_required
def picture(request: HttpRequest, room_id: str, seat: Seat, file_id: str, small: bool) -> HttpResponse:
    """The bytes of a photo."""
    content_type, data = files.picture(_reader(request, room_id, seat), file_id, small=small)
    return HttpResponse(data, content_type=content_type, headers=HEADERS)


def _reader(request: HttpRequest, room_id: str, seat: Seat) -> Membership:
    """Whoever asks, with the door open; what staff looks at leaves its row in the trail."""
    if seat.staff:
        return looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.READ)
    return door(actor=actor(request), room_id=room_id, action=Action.READ)
