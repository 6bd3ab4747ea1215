"""Photos and videos as one reader may see them: like the message that they went with, and gone with it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rooms.access import message
from rooms.errors import RoomError
from rooms.fold import FoldedLine, fold
from rooms.media import store
from rooms.models import Attachment, Event, Kind, Membership
from rooms.protocol import FileInfo
from rooms.queries.timeline import messages

_State = Attachment.State


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """One photo on a page of its own, with its neighbours in the same message."""

    room_id: str
    name: str
    seq: int
    author: str
    at: datetime
    photo: FileInfo
    place: int
    count: int
    before: str
    after: str


def opened(reader: Membership, file_id: str) -> Attachment:
    """A photo that this member may see, now. For who has opened the door. Raises RoomError not_found.

    Members see what went out and was not taken back; one that waits is its writer's and the staff's.
    """
    found = Attachment.objects.filter(room=reader.room_id, public_id=file_id).first()
    if found is None or not _is_for(reader, found):
        raise RoomError("not_found")
    return found


def picture(reader: Membership, file_id: str, *, small: bool) -> bytes:
    """The bytes of a photo, or of the small picture of a photo or video.

    Raises RoomError not_found; unavailable if the storage fails.
    """
    found = opened(reader, file_id)
    if found.seconds and not small:
        raise RoomError("not_found")
    try:
        return store.read(found.small_name if small else found.name)
    except OSError as error:
        raise RoomError("unavailable") from error


def film(reader: Membership, file_id: str) -> Attachment:
    """A video that this member may see. Raises RoomError not_found."""
    found = opened(reader, file_id)
    if not found.seconds:
        raise RoomError("not_found")
    return found


def part(one: Attachment, first: int, end: int) -> bytes:
    """So many bytes of a video. Raises RoomError unavailable if the storage fails."""
    try:
        return store.read(one.name, first, end)
    except OSError as error:
        raise RoomError("unavailable") from error


def page(reader: Membership, file_id: str) -> PhotoPage:
    """A photo of a message, for a page of its own. Raises RoomError not_found."""
    found = opened(reader, file_id)
    line = _line(reader, found.seq)
    places = [index for index, one in enumerate(line.files) if one.id == file_id] if line else []
    if line is None or not places:
        raise RoomError("not_found")
    place, files = places[0], line.files
    author = reader.room.memberships.filter(public_id=line.author).first()
    return PhotoPage(
        room_id=reader.room.public_id,
        name=reader.room.name,
        seq=line.seq,
        author=author.shown_name if author else "",
        at=datetime.fromisoformat(line.at),
        photo=files[place],
        place=place + 1,
        count=len(files),
        before=files[place - 1].id if place else "",
        after=files[place + 1].id if place + 1 < len(files) else "",
    )


def waiting(room: int) -> dict[tuple[int, UUID | None], list[FileInfo]]:
    """The photos of messages that wait for staff in a room, by their writer's key and the client's id."""
    found: dict[tuple[int, UUID | None], list[FileInfo]] = defaultdict(list)
    for one in Attachment.objects.filter(room=room, state=_State.HELD).order_by("place"):
        photo = FileInfo(id=one.public_id, w=one.width, h=one.height, alt=one.alt, seconds=one.seconds)
        found[one.uploader_id, one.message].append(photo)
    return found


def _line(reader: Membership, seq: int | None) -> FoldedLine | None:
    return next(iter(fold(messages(reader, [seq]))), None) if seq else None


def _is_for(reader: Membership, one: Attachment) -> bool:
    if one.state == _State.ATTACHED and one.seq is not None:
        said = message(reader, one.seq)
        return reader.is_staff or not _taken_back(said)
    if one.state == _State.HELD:
        return reader.is_staff or one.uploader_id == reader.pk
    return one.state == _State.UPLOADED and one.uploader_id == reader.pk


def _taken_back(said: Event) -> bool:
    later = Event.objects.filter(room_id=said.room_id, target=said.seq, kind=Kind.MESSAGE_RETRACTED)
    return later.exists()
