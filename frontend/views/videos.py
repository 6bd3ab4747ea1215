"""Videos on their way, for browser code: sent in pieces, then asked for until they are made."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from frontend import forms
from frontend.actor import actor
from frontend.posting import posted
from frontend.seats import Seat
from frontend.views.files import content, refusal
from rooms.errors import RoomError
from rooms.media.videos import PIECE
from rooms.services import videos


@posted
def piece(request: HttpRequest, room_id: str, seat: Seat) -> HttpResponse:
    """Take one piece in; sending it again does it once."""
    try:
        done = videos.receive(
            actor=actor(request),
            room_id=room_id,
            client_id=forms.client_id(request),
            number=forms.number(request.POST, "number") or 0,
            last=request.POST.get("last") == "1",
            data=content(request.FILES.get("piece"), PIECE),
        )
    except RoomError as error:
        return refusal(error)
    return _told(done, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def progress(request: HttpRequest, room_id: str, seat: Seat, coming_id: str) -> HttpResponse:
    """How far one's own video is; by a form, that it is not wanted any more."""
    try:
        if request.method == "POST":
            videos.give_up(actor=actor(request), room_id=room_id, video_id=coming_id)
            return HttpResponse(status=204)
        return _told(videos.state(actor=actor(request), room_id=room_id, video_id=coming_id))
    except RoomError as error:
        return refusal(error)


def _told(done: videos.Progress, status: int = 200) -> HttpResponse:
    told: dict[str, object] = {"id": done.id, "share": done.share}
    if one := done.made:
        told = {"id": one.public_id, "w": one.width, "h": one.height, "seconds": one.seconds}
    return JsonResponse(told, status=status)
