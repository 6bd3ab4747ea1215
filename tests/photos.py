"""Photos for tests: plain ones, and ones that are kept as they are, where how photos are made is not the matter."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image

from rooms.access import Action, door
from rooms.errors import RoomError
from rooms.media.photos import Photo
from rooms.models import Attachment, Event, Membership, OrderPhoto
from rooms.protocol import FileRef
from rooms.services import approvals, attachments, court_orders
from tests.cast import Cast


def jpeg(width: int = 640, height: int = 480, colour: str = "teal", **more: object) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **more)
    return out.getvalue()


def kept(cast: Cast, person: str, room: str, data: bytes = b"") -> Attachment:
    """A photo that somebody has uploaded and not used yet."""
    member = door(actor=cast.people[person], room_id=cast.rooms[room].public_id, action=Action.POST)
    data = data or jpeg()
    photo = Photo(data=data, small=jpeg(48, 36), width=640, height=480)
    return attachments.keep(member, client_id=uuid4(), photo=photo, source=uuid4().hex * 2)


def sent(cast: Cast, person: str, room: str, text: str = "", alt: str = "") -> tuple[Event, Attachment]:
    """A message with one photo."""
    one = kept(cast, person, room)
    event = cast.say(person, room, text, files=(FileRef(id=one.public_id, alt=alt),))
    one.refresh_from_db()
    return event, one


def order_beside(cast: Cast, room: str) -> OrderPhoto:
    """A picture of a court's order, beside something that it allows from today on."""
    about = {"actor": cast.tianna, "room_id": cast.rooms[room].public_id}
    terms = {"supervised": "agency", "times": 1, "per": "week", "minutes": 60, "places": ["agency"], "everyone": True}
    told = approvals.keep(**about, client_id=uuid4(), **terms, from_on=timezone.localdate())
    data = jpeg()
    photo = Photo(data=data, small=jpeg(48, 36), width=640, height=480)
    beside = told.data["item"]["id"]
    return court_orders.add(**about, client_id=uuid4(), approval=beside, pictures=[photo])[0]


def reader(cast: Cast, person: str, room: str = "macia") -> Membership:
    """Somebody's part, as they open the door to read: staff at the desk."""
    action = Action.OBSERVE if person == "tianna" else Action.READ
    return door(actor=cast.people[person], room_id=cast.rooms[room].public_id, action=action)


def refusal(act: object, *args: object, **more: object) -> str:
    """The code with which something is refused."""
    with pytest.raises(RoomError) as refused:
        act(*args, **more)  # type: ignore[operator]
    return refused.value.code
