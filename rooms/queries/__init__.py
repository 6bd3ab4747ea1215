"""The read side: what pages and sockets show. Everything here starts from a membership that the door let in."""

from rooms.queries.cards import RoomCard, home
from rooms.queries.lines import Line, ReactionView, ReplyView, VersionView
from rooms.queries.members import MemberView
from rooms.queries.pages import About, RoomPage, about_of, about_room, people, room_page

__all__ = [
    "About",
    "Line",
    "MemberView",
    "ReactionView",
    "ReplyView",
    "RoomCard",
    "RoomPage",
    "VersionView",
    "about_of",
    "about_room",
    "home",
    "people",
    "room_page",
]
