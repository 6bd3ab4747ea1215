"""The demo's desk: what the families asked, what went well, and a note: a social worker's Monday to try."""

from typing import Final, NamedTuple
from uuid import uuid4

from moderation.models import Flag
from moderation.services import agreements, flags, invitations, whispers
from rooms.models import Event, Kind, Membership, Person, Role, Room
from rooms.services.invitations import Wanted


class Asked(NamedTuple):
    """Something that `who` brought to staff in a child's room, perhaps about the message that begins like `line`."""

    who: str
    child: str
    category: Flag.Category
    text: str
    line: str = ""
    answer: str = ""


ASKED: Final = (
    Asked("Wendy", "Jon", Flag.Category.GOOD, "He wrote it all by himself, from memory.", "Ya terminé la lista"),
    Asked("Tianna", "Gladys", Flag.Category.GOOD, "A trick from one home works in the other.", "FROGS. we left"),
    Asked(
        "Francisco",
        "Macia",
        Flag.Category.QUESTION,
        "When could I see her drawing at school? I'm free after four.",
    ),
    Asked("Samara", "Jaylan", Flag.Category.HELP, "Could we talk about school before the next visit? I'm worried."),
    Asked(
        "Ana",
        "Jon",
        Flag.Category.QUESTION,
        "May my sister come along to a visit some day?",
        answer="Thank you for asking first. I'd like to meet her, then we look for a day together.",
    ),
)
"""In the order in which they came."""
NOTE: Final = ("Jaylan", "birth", "I spoke with his teacher today. Your sentence helps him, and she knows it now too.")
"""A private note of the social worker: in which room, to which side, which words."""


INVITED: Final = Wanted(role=Role.RELATIVE, name="Hermana de Ana", language="es", hours=168)
"""A card for Jon's room that has been made and lies unused."""

HEARD: Final = (
    "It is hard to find the visit rooms the first time.",
    "Each letter about a visit now has a little map, and we meet you at the door if you like.",
)
"""What families said of the service, and what was changed because of it."""


def load() -> None:
    """Fill the desk. To be called once, after the families were loaded."""
    worker = Person.objects.get(name__startswith="Tianna", agency__isnull=False)
    for asked in ASKED:
        room = Room.objects.get(children__first_name=asked.child)
        flag = _ask(asked, room)
        if asked.answer:
            flags.resolve(actor=worker, flag_id=flag.public_id, outcome="answered", to_reporter=asked.answer)
    child, side, text = NOTE
    room = Room.objects.get(children__first_name=child)
    whispers.whisper(actor=worker, room_id=room.public_id, to=side, text=text)
    room = Room.objects.get(children__first_name="Jon")
    invitations.invite(actor=worker, room_id=room.public_id, wanted=INVITED, client_id=uuid4())
    heard, changed = HEARD
    lead = Person.objects.get(memberships__role=Role.SUPERVISOR, memberships__room=room)
    agreements.tell_change(actor=lead, client_id=uuid4(), heard=heard, changed=changed)


def _ask(asked: Asked, room: Room) -> Flag:
    member = Membership.objects.select_related("person").get(room=room, shown_name__startswith=asked.who)
    about = Event.objects.filter(room=room, kind=Kind.MESSAGE, text__startswith=asked.line) if asked.line else ()
    bring = flags.raise_by_staff if member.is_staff else flags.raise_by_member
    return bring(
        actor=member.person,
        room_id=room.public_id,
        client_id=uuid4(),
        category=asked.category,
        text=asked.text,
        seq=next((event.seq for event in about), None),
    )
