"""What each page shows: a room, and its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from rooms.access import Action, allowed, door
from rooms.models import Kind, Membership, Person, Role, Room
from rooms.pace import Pace, pace_for
from rooms.protocol import EventFrame
from rooms.queries import agency_cards
from rooms.queries.cards import RoomCard, cards, load_rooms, own_parts, shown, tones
from rooms.queries.lines import Line, lines, reader_of
from rooms.queries.members import MemberView, member_views, present
from rooms.queries.stage import LABELS, stage_of
from rooms.queries.timeline import messages, page
from rooms.queries.waits import Waits, waits
from rooms.starters import Starter


@dataclass(frozen=True, kw_only=True)
class About:
    """What a room is, and who is in it, as one of them sees it."""

    room_id: str
    name: str
    initial: str
    tone: int
    children: list[tuple[str, int | None]]
    stage: str
    stage_label: str
    me: MemberView
    members: list[MemberView]
    can_write: bool
    waits: Waits


@dataclass(frozen=True, kw_only=True)
class RoomPage(About):
    """A room as one of its members, or its social worker, sees it."""

    lines: list[Line]
    first_seq: int
    has_older: bool
    just_came: bool
    """Nothing was said since the reader came, and what was said before is hidden from them."""
    head: int
    read_seq: int
    unread_from: int | None
    observers: str
    """Who of the staff is asked first: the social workers, or whoever is there if there is none."""
    supervisors: str
    """Other staff who can read the room."""
    starters: list[Starter]
    rooms: list[RoomCard]
    of_several: dict[str, str]
    """Where the room has several children, what items call each: first names by public id."""
    pace: int
    """As the room's row has it: a page can tell whether it changed since."""
    slow: Pace | None


def room_page(person: Person, room_id: str, *, before: int | None = None, action: Action = Action.READ) -> RoomPage:
    """A page of the conversation. Raises RoomError not_found."""
    member, parts = door(actor=person, room_id=room_id, action=action), own_parts(person)
    load_rooms([member.room, *([] if member.is_staff else shown(parts))])
    room = member.room
    everybody = list(room.memberships.all())
    prefetch_related_objects(everybody, "hidden")
    views = member_views(everybody, me=member, hidden=True)
    window = page(member, before=before)
    said = lines(reader_of(member, views), window.events, _replied(member, window.events))
    others = [] if member.is_staff else cards(parts)
    waiting = next((card.waits for card in others if card.id == room.public_id), None) or waits([member])[member.pk]
    about = _about(member, views, parts, waiting)
    staff = [view for view in about.members if view.staff]
    workers = [view for view in staff if view.role == Role.SOCIAL_WORKER]
    return RoomPage(
        **vars(about),
        lines=said,
        first_seq=window.first,
        has_older=window.more,
        just_came=before is None and not window.more and _came_later(member) and not _anything_said(said),
        head=room.last_seq,
        read_seq=member.read_seq,
        unread_from=next((line.seq for line in said if _is_new(line, member)), None),
        observers=_names(workers or staff),
        supervisors=_names(view for view in staff if workers and view not in workers),
        starters=agency_cards.starters(member, about.stage, room.child_names),
        rooms=others,
        of_several=_of_several(room),
        pace=room.pace,
        slow=pace_for(member),
    )


def _of_several(room: Room) -> dict[str, str]:
    children = room.children.all()
    return {child.public_id: child.first_name for child in children} if len(children) > 1 else {}


def about_room(person: Person, room_id: str) -> About:
    """What a room is, and who is in it, for anybody in it. Raises RoomError not_found."""
    return about_of(door(actor=person, room_id=room_id, action=Action.PEOPLE))


def about_of(member: Membership) -> About:
    """What a room is, for a part that the door let in. Whatever else its page reads finds the members with the part."""
    load_rooms([member.room])
    views = member_views(member.room.memberships.all(), me=member)
    return _about(member, views, own_parts(member.person), waits([member])[member.pk])


def people(person: Person, room_id: str, *, action: Action = Action.PEOPLE) -> list[MemberView]:
    """The members of a room, by name and role. Raises RoomError not_found."""
    member = door(actor=person, room_id=room_id, action=action)
    return present(member_views(member.room.memberships.all(), me=member))


def _about(member: Membership, views: list[MemberView], parts: list[Membership], waiting: Waits) -> About:
    """`parts` are all that the reader has, of which `member` is one."""
    room, today = member.room, timezone.localdate(timezone=member.person.zone)
    stage = stage_of(room, today)
    return About(
        room_id=room.public_id,
        name=room.name,
        initial=room.name[:1],
        tone=tones(parts).get(member.pk, 0),
        children=[(child.first_name, age(child.birth_date, today)) for child in room.children.all()],
        stage=stage,
        stage_label=str(LABELS[stage]),
        me=next(view for view in views if view.me),
        members=present(views),
        can_write=Action.POST in allowed(member),
        waits=waiting,
    )


def _names(views: Iterable[MemberView]) -> str:
    return ", ".join(view.name for view in views)


def age(born: date | None, today: date) -> int | None:
    """Whole years, if the birth date is known."""
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _is_new(line: Line, member: Membership) -> bool:
    return line.kind == Kind.MESSAGE and line.seq > member.read_seq and not line.mine


def _came_later(member: Membership) -> bool:
    """Whether a stretch at the room's start is hidden from them."""
    return any(first == 1 for first, _ in member.hidden_ranges)


def _anything_said(said: Iterable[Line]) -> bool:
    return any(line.kind == Kind.MESSAGE for line in said)


def _replied(member: Membership, events: Sequence[EventFrame]) -> list[EventFrame]:
    """Older messages that these answer, so that an answer can show what it answers."""
    known = {event.seq for event in events}
    wanted = {event.reply_to for event in events if event.reply_to is not None} - known
    return messages(member, wanted) if wanted else []
