"""Photos and videos that come with a plain form."""

import math
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest

from frontend import forms
from frontend.actor import actor
from frontend.views.files import content
from rooms.errors import RoomError
from rooms.media import videos
from rooms.protocol import FILES_LIMIT, FileRef
from rooms.services import attachments
from rooms.services.videos import receive


def photos(request: HttpRequest, room_id: str) -> tuple[FileRef, ...]:
    """The photos of a plain form, taken in one by one, after those that came before and did not go out.

    Sent again they are taken in once.
    """
    chosen, before, sent = request.FILES.getlist("photos"), request.POST.getlist("kept"), forms.client_id(request)
    if len(chosen) + len(before) > FILES_LIMIT:
        raise RoomError("photo_many")
    come = [_taken_in(request, room_id, uuid5(sent, str(place)), file) for place, file in enumerate(chosen)]
    return tuple(FileRef(id=one, alt=request.POST.get("alt", "")) for one in (*before, *come))


def _taken_in(request: HttpRequest, room_id: str, client_id: UUID, file: Any) -> str:
    """The id of a photo, or of a video that is made only now: until then its message cannot go."""
    person, head = actor(request), file.read(12)
    file.seek(0)
    if not videos.is_video(head):
        return attachments.upload(actor=person, room_id=room_id, client_id=client_id, data=content(file)).public_id
    if (file.size or 0) > videos.BYTES:
        raise RoomError("video_large")
    count = math.ceil((file.size or 0) / videos.PIECE)
    for number, data in enumerate(file.chunks(videos.PIECE)):
        last = number + 1 == count
        done = receive(actor=person, room_id=room_id, client_id=client_id, number=number, last=last, data=data)
    return done.id
