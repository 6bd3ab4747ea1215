"""Photos that come with a plain form."""

from uuid import uuid5

from django.http import HttpRequest

from frontend import forms
from frontend.actor import actor
from frontend.views.files import content
from rooms.errors import RoomError
from rooms.protocol import FILES_LIMIT, FileRef
from rooms.services import attachments


def photos(request: HttpRequest, room_id: str) -> tuple[FileRef, ...]:
    """The photos of a plain form, taken in one by one, after those that came before and did not go out.

    Sent again they are taken in once.
    """
    chosen, before, sent = request.FILES.getlist("photos"), request.POST.getlist("kept"), forms.client_id(request)
    if len(chosen) + len(before) > FILES_LIMIT:
        raise RoomError("photo_many")
    come = [
        attachments.upload(
            actor=actor(request), room_id=room_id, client_id=uuid5(sent, str(place)), data=content(file)
        ).public_id
        for place, file in enumerate(chosen)
    ]
    return tuple(FileRef(id=one, alt=request.POST.get("alt", "")) for one in (*before, *come))
