"""Photos and videos: taken in one by one before their message, and shown to whoever may see that message."""

import re
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
from rooms.media.carried import PHOTO, VIDEO
from rooms.media.photos import UPLOAD_BYTES
from rooms.models import Membership
from rooms.queries import files
from rooms.services import attachments

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""A picture in a page needs no more; opened by itself it is a file to keep, and never a page."""
PHOTO_HEADERS: Final = HEADERS | {"Content-Disposition": 'attachment; filename="photo.jpg"'}
_RANGE: Final = re.compile(r"bytes=(\d{1,12})?-(\d{1,12})?")


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
        return refusal(error)
    return JsonResponse({"id": one.public_id, "w": one.width, "h": one.height}, status=201)


def refusal(error: RoomError) -> HttpResponse:
    """Why not, for browser code."""
    told = {"code": error.code, "retry": error.retry, "message": error.message, "wait": error.wait}
    return with_wait(JsonResponse(told, status=status_of(error)), error)


def content(file: object, most: int = UPLOAD_BYTES) -> bytes | None:
    """The bytes of an uploaded file; of one that is too large, just so many that this shows."""
    return file.read(most + 1) if isinstance(file, UploadedFile) else None


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
    data = files.picture(_reader(request, room_id, seat), file_id, small=small)
    return HttpResponse(data, content_type=PHOTO, headers=PHOTO_HEADERS)


@require_safe
@login_required
def video(request: HttpRequest, room_id: str, seat: Seat, video_id: str) -> HttpResponse:
    """The bytes of a video, or the part that the player asks for: iPhones play only what comes in parts."""
    one = files.film(_reader(request, room_id, seat), video_id)
    headers = HEADERS | {
        "Content-Disposition": 'attachment; filename="video.mp4"',
        "Accept-Ranges": "bytes",
        "Content-Encoding": "identity",  # parts of it would not fit together if they were packed on their way
    }
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == (None, None):
        return HttpResponse(files.part(one, 0, one.size), content_type=VIDEO, headers=headers)
    first, end = _part(asked, one.size)
    if first >= end:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{one.size}"})
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{one.size}"
    return HttpResponse(files.part(one, first, end), status=206, content_type=VIDEO, headers=headers)


def _part(asked: re.Match[str], size: int) -> tuple[int, int]:
    """From where to before where. Without a beginning it is so many bytes from the end."""
    first, last = asked.groups()
    if first is None:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1 if last else size)


def _reader(request: HttpRequest, room_id: str, seat: Seat) -> Membership:
    """Whoever asks, with the door open; what staff looks at leaves its row in the trail."""
    if seat.staff:
        return looks.reading(actor=actor(request), room_id=room_id, kind=Look.Kind.READ)
    return door(actor=actor(request), room_id=room_id, action=Action.READ)
