"""Videos on their way into a message: they come in pieces, and a worker makes them anew; then they are like photos.

What came is kept in pieces in the storage until it is made or refused, and shown to nobody. A worker has a video in
hand for a while and says so again as it goes on; if it is killed, another one begins anew. Several workers are safe.
The row of what came stays until the storage surely has nothing of it any more: what came tells where.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.limits import uploads
from rooms.media import store, videos
from rooms.media.photos import Photo
from rooms.models import Attachment, Incoming, Membership, Person
from rooms.services import attachments

logger = logging.getLogger(__name__)

WAITING: Final = 2
"""Videos of one member on their way at most."""
UNSENT: Final = 4
"""Videos of one member that are made and wait for a message at most."""
A_DAY: Final = 30
"""Videos of one member at most that came to nothing within a day, or are on their way."""
PIECES: Final = 64
"""Of one video at most; browser code sends 50 for the largest."""
LEASE: Final = timedelta(seconds=90)
"""How long a worker may be silent before another one begins anew."""
RENEWED: Final = timedelta(seconds=20)
"""After which a worker says again that it goes on, where there is nothing new to say."""
AGAIN: Final = timedelta(seconds=20)
"""After which a video is tried again where the storage did not answer."""
TRIES: Final = 3
STALLED: Final = timedelta(hours=2)
"""After which the pieces of one that never came whole are removed."""
_SWEPT: Final = 100
_LONG: Final = 3600.0

_State = Incoming.State


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a video is: the id that it has in the end, the share that is made, and what it became."""

    id: str
    share: int
    made: Attachment | None = None


class _TakenOverError(Exception):
    """Another worker has it in hand."""


def receive(*, actor: Person, room_id: str, client_id: UUID, number: int, last: bool, data: bytes | None) -> Progress:
    """Take one piece in. Sent again it is taken in once. With the last one the work can begin.

    Raises RoomError as the door does; photo_missing without `data`; id_reused; video_large; video_kind; slow_down;
    video_unsent; video_gone if a piece is missing before it; unavailable if the storage does not take it.
    """
    member = door(actor=actor, room_id=room_id, action=Action.POST)
    if made := Attachment.objects.filter(uploader=member, client_id=client_id).first():
        if not made.seconds:
            raise RoomError("id_reused")
        return Progress(id=made.public_id, share=100, made=made)
    if not data:
        raise RoomError("photo_missing")
    if len(data) > videos.PIECE:
        raise RoomError("video_large")
    if number == 0:
        _begin(member, client_id, data)
    with transaction.atomic():
        one = Incoming.objects.select_for_update().filter(uploader=member, client_id=client_id).first()
        if one is None or one.state == _State.GONE or number > one.pieces:
            raise RoomError("video_gone")
        if one.state == _State.COMING and number == one.pieces:
            _take(one, data, last=last)
    return _progress(one)


def state(*, actor: Person, room_id: str, video_id: str) -> Progress:
    """How far one's own video is. Raises RoomError not_found, and whatever it was refused with."""
    member = door(actor=actor, room_id=room_id, action=Action.POST)
    if made := Attachment.objects.filter(uploader=member, public_id=video_id).exclude(seconds=0).first():
        return Progress(id=made.public_id, share=100, made=made)
    one = Incoming.objects.filter(uploader=member, public_id=video_id).exclude(state=_State.GONE).first()
    if one is None:
        raise RoomError("not_found")
    return _progress(one)


def give_up(*, actor: Person, room_id: str, video_id: str) -> None:
    """Its sender does not want it any more: what came of it goes. Doing so twice is fine."""
    member = door(actor=actor, room_id=room_id, action=Action.POST)
    with transaction.atomic():
        _remove(Incoming.objects.select_for_update().filter(uploader=member, public_id=video_id).first())


def make_next(stopped: Callable[[], bool] = lambda: False) -> int:
    """Make the video that waits longest, if there is one; how many were done with."""
    one = _claim()
    if one is None:
        return 0
    try:
        with tempfile.TemporaryFile() as source:
            tell = partial(_tell, one, stopped)
            digest = _join(one, source, tell)
            video = videos.make(source, tell)
        _keep(one, video, digest)
    except _TakenOverError:
        return 0
    except RoomError as refusal:
        _refuse(one, refusal.code)
    except OSError:
        if any(store.is_gone(name) for name in one.piece_names[:-1]):
            _refuse(one, "video_gone")
            return 1
        logger.exception("a video could not be made now: %s", one.public_id)
        mine = Incoming.objects.filter(pk=one.pk, lease=one.lease)
        mine.update(lease=timezone.now() + AGAIN, tries=one.tries - 1)  # the storage's fault, not the video's
        return 0
    return 1


def sweep() -> int:
    """Remove what never came whole, what nobody made, what was refused long ago, and what others left; how many."""
    now = timezone.now()
    over = Q(state=_State.COMING, at__lt=now - STALLED) | Q(at__lt=now - attachments.LIFE)
    with transaction.atomic():
        kept = Incoming.objects.exclude(state=_State.GONE).filter(over)
        found = [one.pk for one in kept.select_for_update(skip_locked=True)[:_SWEPT]]
        Incoming.objects.filter(pk__in=found).update(state=_State.GONE, lease=None)
    left = Q(state=_State.GONE) | Q(state=_State.REFUSED, pieces__gt=0)
    return sum(_clear(one) for one in Incoming.objects.filter(left, _free(now)).order_by("at")[:_SWEPT])


def _begin(member: Membership, client_id: UUID, data: bytes) -> None:
    """The first piece says what it is, and that somebody sends."""
    if Incoming.objects.filter(uploader=member, client_id=client_id).exists():
        return
    if not videos.is_video(data[:12]):
        raise RoomError("video_kind")
    uploads.take(member.person_id)
    with transaction.atomic():
        Membership.objects.select_for_update(no_key=True).get(pk=member.pk)  # several at once: one after the other
        if Incoming.objects.filter(uploader=member, client_id=client_id).exists():
            return
        _check_count(member)
        Incoming.objects.create(uploader=member, client_id=client_id)


def _check_count(member: Membership) -> None:
    """Raises RoomError slow_down, video_unsent."""
    day = timezone.now() - attachments.LIFE
    came = Incoming.objects.filter(uploader=member)
    if came.filter(state__in=(_State.COMING, _State.WAITING)).count() >= WAITING:
        raise RoomError("slow_down")
    if came.exclude(state=_State.GONE).filter(at__gt=day).count() >= A_DAY:
        raise RoomError("slow_down", wait=_LONG)
    made = Attachment.objects.filter(uploader=member, state=Attachment.State.UPLOADED, seconds__gt=0, at__gt=day)
    if made.count() >= UNSENT:
        raise RoomError("video_unsent")


def _take(one: Incoming, data: bytes, *, last: bool) -> None:
    if one.size + len(data) > videos.BYTES or one.pieces >= PIECES:
        raise RoomError("video_large")
    name = one.piece_name(one.pieces)
    store.delete(name)  # of a try that ended half way
    try:
        store.save(name, data)
    except OSError as error:
        raise RoomError("unavailable") from error
    one.pieces, one.size, one.at = one.pieces + 1, one.size + len(data), timezone.now()
    one.state = _State.WAITING if last else _State.COMING
    one.save(update_fields=["pieces", "size", "at", "state"])


def _progress(one: Incoming) -> Progress:
    if one.state == _State.REFUSED:
        raise RoomError(one.refusal)
    return Progress(id=one.public_id, share=one.share)


def _claim() -> Incoming | None:
    now = timezone.now()
    waiting = Incoming.objects.filter(_free(now), state=_State.WAITING).order_by("at", "pk")
    if not waiting.exists():  # the usual case costs no lock
        return None
    with transaction.atomic():
        one = waiting.select_for_update(skip_locked=True).first()
        if one is None:
            return None
        if one.tries >= TRIES:
            _refuse(one, "video_broken")
            return None
        one.tries, one.share, one.lease = one.tries + 1, 0, now + LEASE
        one.save(update_fields=["tries", "share", "lease"])
        return one


def _free(now: datetime) -> Q:
    """What no worker has in hand."""
    return Q(lease=None) | Q(lease__lt=now)


def _join(one: Incoming, source: IO[bytes], tell: videos.Tell) -> str:
    """Write the pieces one after the other; the hash of the whole. Raises OSError if the storage fails."""
    digest = hashlib.sha256()
    for number in range(one.pieces):
        tell(0)
        piece = store.read(one.piece_name(number))
        digest.update(piece)
        source.write(piece)
    source.flush()
    source.seek(0)
    return digest.hexdigest()


def _tell(one: Incoming, stopped: Callable[[], bool], share: int) -> None:
    """Say that it goes on, so that nobody else begins; a worker that is told to stop hands it back at once."""
    mine = Incoming.objects.filter(pk=one.pk, lease=one.lease)
    if stopped():
        mine.update(lease=None, tries=one.tries - 1)
        raise _TakenOverError
    lease = timezone.now() + LEASE
    if share == one.share and one.lease is not None and lease - one.lease < RENEWED:
        return
    if not mine.update(lease=lease, share=share):
        raise _TakenOverError
    one.lease, one.share = lease, share


def _keep(one: Incoming, video: Photo, source: str) -> None:
    """The video takes the place of what came, in one step.

    Raises OSError if the storage does not take it; RoomError id_reused if a photo has its id by now.
    """
    try:
        _put(one, video, source)
    except IntegrityError as error:
        raise RoomError("id_reused") from error


def _put(one: Incoming, video: Photo, source: str) -> None:
    with transaction.atomic():
        mine = Incoming.objects.select_for_update().filter(pk=one.pk, lease=one.lease).select_related("uploader__room")
        held = mine.first()
        if held is None:
            raise _TakenOverError
        attachments.forget(held.public_id, video)  # what a worker that was killed has left
        attachments.create(held.uploader, held.public_id, client_id=held.client_id, photo=video, source=source)
        _remove(held)


def _refuse(one: Incoming, code: str) -> None:
    with transaction.atomic():
        found = Incoming.objects.select_for_update().filter(pk=one.pk, lease=one.lease)
        if found.update(state=_State.REFUSED, refusal=code, lease=None):
            one.state, one.lease = _State.REFUSED, None
            transaction.on_commit(partial(_clear, one), robust=True)


def _remove(one: Incoming | None) -> None:
    """What came goes, and then its row."""
    if one is not None:
        one.state, one.lease = _State.GONE, None
        one.save(update_fields=["state", "lease"])
        transaction.on_commit(partial(_clear, one), robust=True)


def _clear(one: Incoming) -> bool:
    """Remove what the storage has of it; then what says so. Where the storage fails it is done later, by `sweep`."""
    made = Attachment.objects.filter(public_id=one.public_id).exists()
    mine = Incoming.objects.filter(pk=one.pk, state=one.state)
    try:
        store.erase(*one.piece_names, *([] if made else one.final_names))
    except OSError:
        mine.update(lease=timezone.now() + AGAIN)
        return False
    if one.state == _State.GONE:
        mine.delete()
    else:
        mine.update(pieces=0)
    return True
