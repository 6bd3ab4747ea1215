"""What a page tells its browser code: ids and places in the record, members by name and role, and the words to use."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from frontend.seats import DESK, MEMBER, Seat
from frontend.slow import slow_data
from frontend.words import for_browser, item_words
from moderation.desk import DeskCard, FamilyBoard
from rooms.access import EDIT_WINDOW
from rooms.queries import MemberView, RoomCard, RoomPage
from rooms.text import MESSAGE_LIMIT


def room_data(seat: Seat, page: RoomPage, families: Iterable[FamilyBoard]) -> dict[str, Any]:
    """For the room page, from either seat; at the desk the families' rooms are listed beside it."""
    return {
        "socket": seat.socket,
        "room": page.room_id,
        "me": page.me.id,
        "head": page.head,
        "read": page.read_seq,
        "can_write": page.can_write,
        "pace": page.pace,
        "slow": slow_data(page.slow),
        "staff": seat.staff,
        "members": _members(page.members),
        "rooms": [*_rooms(page.rooms), *_desk_rooms(card for family in families for card in family.rooms)],
        **_common(),
        "words": {**for_browser(), **{f"fact.{child}": name for child, name in page.of_several.items()}},
    }


def home_data(cards: Iterable[RoomCard]) -> dict[str, Any]:
    """For the list of a member's rooms."""
    return _list_data(MEMBER, _rooms(card for card in cards if not card.paused))


def desk_data(cards: Iterable[DeskCard]) -> dict[str, Any]:
    """For the desk."""
    return _list_data(DESK, _desk_rooms(cards))


def _list_data(seat: Seat, rooms: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "socket": seat.socket,
        "room": None,
        "me": None,
        "head": 0,
        "read": 0,
        "can_write": False,
        "pace": 0,
        "slow": None,
        "staff": seat.staff,
        "members": [],
        "rooms": rooms,
        **_common(),
    }


def _common() -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "limits": {"message_chars": MESSAGE_LIMIT},
        "edit_seconds": int(EDIT_WINDOW.total_seconds()),
        "words": for_browser(),
        "item_words": reverse("item_words", args=[language, item_words(language)[1]]),
    }


def _members(members: Iterable[MemberView]) -> list[dict[str, Any]]:
    return [
        {
            "id": member.id,
            "name": member.name,
            "role": member.role,
            "role_label": member.role_label,
            "tone": member.tone,
            "initial": member.initial,
            "staff": member.staff,
            "here": False,
        }
        for member in members
    ]


def _desk_rooms(cards: Iterable[DeskCard]) -> list[dict[str, Any]]:
    return [{"id": card.id, "head": card.head, "unread": 0} for card in cards]


def _rooms(cards: Iterable[RoomCard]) -> list[dict[str, Any]]:
    return [{"id": card.id, "head": card.head, "unread": card.unread} for card in cards]
