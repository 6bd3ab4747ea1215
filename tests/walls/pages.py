"""Every address of the service in one table: what it asks for, by method. A new route without a row fails the matrix.

A row says which actions (rooms.access) a member needs for a method, and which status whoever lacks one gets in a room
of their own. Addresses of a room that is not theirs have one answer only: that of a room that does not exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from rooms.access import Action
from rooms.models import WELCOME_VERSION
from tests.photos import jpeg

Needs = frozenset[Action]
METHODS: Final = ("GET", "POST")
RARE_METHODS: Final = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Page:
    """One address of a room. `get` and `post` are what they need; None: a bare visit goes to the room's page."""

    get: Needs | None = None
    post: Needs | None = None
    refusal: int = 403
    """Where GET shows something of one's own, there is nothing to refuse: it is not found."""
    form: Mapping[str, Any] = field(default_factory=dict)
    done: int = 303
    """What a form in order is answered with: where to go next, or 200 with what was asked for."""


class Picture:
    """A photo for a form: the same bytes as often as it is read."""

    name = "photo.jpg"

    def read(self) -> bytes:
        return jpeg(8, 8)


class Piece:
    """The first piece of a video for a form."""

    name = "piece"

    def read(self) -> bytes:
        return b"\0\0\0\x18ftypisom\0\0\2\0isommp41"


def _needs(*actions: Action) -> Needs:
    return frozenset(actions)


_LOOK: Final = {"room": _needs(Action.READ), "desk_room": _needs(Action.OBSERVE)}


def _child(prefix: str, look: Needs) -> dict[str, Page]:
    """The child's page, alike below a member's room and below the desk's."""
    tell = _needs(Action.TELL)
    return {
        f"{prefix}child": Page(get=look, post=tell, form={"act": "step", "kind": "hair", "text": "A word"}),
        f"{prefix}child_safety": Page(get=look),
        f"{prefix}child_topic": Page(get=look, post=tell, form={"act": "tell", "text": "A word"}),
        f"{prefix}child_keep": Page(get=look | tell, post=tell, form={"topic": "sleep"}),
    }


def _talk(prefix: str, look: Needs) -> dict[str, Page]:
    """The conversation's addresses, alike below a member's room and below the desk's."""
    return {
        f"{prefix}room": Page(get=look),
        f"{prefix}strip": Page(get=look),
        f"{prefix}say": Page(post=_needs(Action.POST), form={"text": "A word"}),
        f"{prefix}files": Page(post=_needs(Action.POST), form={"photo": Picture()}, done=201),
        f"{prefix}file": Page(get=look),
        f"{prefix}photo": Page(get=look),
        f"{prefix}video": Page(get=look),
        f"{prefix}videos": Page(post=_needs(Action.POST), form={"piece": Piece(), "last": "1"}, done=201),
        f"{prefix}video_progress": Page(get=_needs(Action.POST), post=_needs(Action.POST), done=204),
        f"{prefix}photo_small": Page(get=look),
        f"{prefix}edit": Page(post=_needs(Action.EDIT), form={"text": "Another word"}),
        f"{prefix}retract": Page(get=look | {Action.RETRACT}, post=_needs(Action.RETRACT), refusal=404),
        f"{prefix}react": Page(post=_needs(Action.REACT), form={"emoji": "👍"}),
    }


def _days_and_book(prefix: str, look: Needs) -> dict[str, Page]:
    """The days and the life book; a small form (`act`) is about something by its id, and here there is none of it."""
    tell = look | {Action.TELL}
    return {
        f"{prefix}days": Page(get=look, post=tell, form={"slept": "slept.well"}),
        f"{prefix}days_week": Page(get=look),
        f"{prefix}days_sick": Page(get=look, post=tell, form={"signs": "sick.fever"}),
        f"{prefix}days_words": Page(get=look, post=tell, form={"way": "to", "text": "A word"}),
        f"{prefix}days_act": Page(post=look | {Action.PEOPLE}, form={"act": "see", "about": "-"}, done=404),
        f"{prefix}book": Page(get=look, post=tell, form={"sort": "book.moment", "text": "A word"}),
        f"{prefix}book_act": Page(post=tell, form={"act": "cheer", "cheer": "cheer.proud", "about": "-"}, done=404),
        f"{prefix}book_file": Page(get=look),
        f"{prefix}book_paper": Page(get=look),
    }


def _dates(prefix: str, look: Needs) -> dict[str, Page]:
    """Visits and dates. Nothing is allowed here, and a form without a day asks for one."""
    plan, approve = look | {Action.PLAN}, look | {Action.APPROVE}
    answer = {"act": "answer", "wish": "-", "text": "A word"}
    return {
        f"{prefix}dates": Page(get=look, post=approve, form=answer, done=404),
        f"{prefix}dates_ask": Page(get=plan, post=plan, form={"what": "visit"}, done=422),
        f"{prefix}dates_allowed": Page(get=approve, post=approve, form={"act": "end", "approval": "-"}, done=404),
        f"{prefix}occasion": Page(get=look, post=look | {Action.PEOPLE}, form={"step": "seen"}),
    }


def _going_home(prefix: str, look: Needs) -> dict[str, Page]:
    """The way home. There is no plan here yet, so that lines of it, and sending it, are not found."""
    plan = look | {Action.PLAN}
    return {
        f"{prefix}going_home": Page(get=look),
        f"{prefix}going_home_begin": Page(post=plan),
        f"{prefix}going_home_add": Page(post=plan, form={"kind": "own", "text": "A word"}, done=404),
        f"{prefix}going_home_step": Page(post=plan, form={"act": "tick", "step": "-", "version": "1"}, done=404),
        f"{prefix}going_home_send": Page(post=plan, form={"text": "A word", "version": "1"}, done=404),
    }


_TODAY: Final = timezone.now().date().isoformat()


def _learning(prefix: str, look: Needs) -> dict[str, Page]:
    """Learning together, from both seats; its journal is a member's own."""
    tell = _needs(Action.TELL)
    return {
        f"{prefix}learning": Page(get=look, post=tell, form={"act": "ask", "topic": "sleep", "text": "A word"}),
        f"{prefix}learning_ideas": Page(get=look),
        f"{prefix}learning_idea": Page(get=look, post=tell, form={"act": "tried", "how": "worked"}),
        f"{prefix}learning_starters": Page(get=look),
        f"{prefix}learning_lessons": Page(get=look, post=tell, form={"act": "read", "lesson": "people"}),
        f"{prefix}learning_places": Page(get=look, post=tell, form={"act": "share", "text": "A word"}),
    }


def _meetings(prefix: str, look: Needs) -> dict[str, Page]:
    """Meetings, from both seats."""
    week = (timezone.now() + timedelta(days=7)).isoformat()
    return {
        f"{prefix}meetings": Page(get=look, post=look | {Action.PLAN}, form={"act": "weekly", "starts": week}),
        f"{prefix}meeting": Page(get=look, post=look | {Action.PLAN}, form={"act": "tick"}),
        f"{prefix}who": Page(get=look),
    }


ROOM_PAGES: Final[dict[str, Page]] = {
    **_talk("", _needs(Action.READ)),
    **_talk("desk_", _needs(Action.OBSERVE)),
    **_child("", _needs(Action.READ)),
    **_child("desk_", _needs(Action.OBSERVE)),
    **_days_and_book("", _needs(Action.READ)),
    **_days_and_book("desk_", _needs(Action.OBSERVE)),
    **_dates("", _needs(Action.READ)),
    **_dates("desk_", _needs(Action.OBSERVE)),
    **_going_home("", _needs(Action.READ)),
    **_going_home("desk_", _needs(Action.OBSERVE)),
    "desk_court_order": Page(get=_needs(Action.OBSERVE, Action.APPROVE)),
    "desk_court_order_photo": Page(get=_needs(Action.OBSERVE, Action.APPROVE)),
    "desk_going_home_answer": Page(
        post=_needs(Action.OBSERVE, Action.APPROVE), form={"act": "approve", "version": "1"}, done=404
    ),
    "desk_came_home": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.MANAGE), form={"on": _TODAY}, done=409
    ),
    "going_home_wish": Page(post=_needs(Action.READ), form={"act": "yes"}, done=409),
    "going_home_ask": Page(post=_needs(Action.READ, Action.PLAN), form={"kind": "call", "on": _TODAY}, done=409),
    "going_home_reply": Page(post=_needs(Action.READ, Action.PLAN), form={"ask": "-", "act": "yes"}, done=404),
    **_learning("", _needs(Action.READ)),
    **_learning("desk_", _needs(Action.OBSERVE)),
    "learning_journal": Page(
        get=_needs(Action.READ),
        post=_needs(Action.READ),
        form={"act": "write", "kind": "growth", "text": "A word", "seen_by": "me"},
    ),
    "desk_learning_journal": Page(get=_needs(Action.OBSERVE)),
    **_meetings("", _needs(Action.READ)),
    **_meetings("desk_", _needs(Action.OBSERVE)),
    "desk_move": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.MANAGE),
        form={"child": "-", "when": (timezone.now() + timedelta(days=1)).isoformat(), "role": "foster_parent"},
        done=422,
    ),
    "read": Page(post=_needs(Action.MARK_READ), form={"upto": "3"}),
    "people": Page(get=_needs(Action.PEOPLE)),
    "rename": Page(post=_needs(Action.RENAME), form={"name": "Somebody Else"}),
    "desk_people": Page(get=_needs(Action.OBSERVE, Action.MANAGE)),
    "desk_manage": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.OBSERVE, Action.MANAGE),
        form={"reason": "It is not safe now"},
    ),
    "desk_recover": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.OBSERVE, Action.MANAGE),
        form={"reason": "She lost her phone"},
        done=200,
    ),
    "desk_invitations": Page(
        get=_needs(Action.MANAGE),
        post=_needs(Action.MANAGE),
        form={"name": "Nobody New", "role": "relative", "language": "en", "hours": "72", "sure": "word"},
        done=200,
    ),
    "desk_invitation": Page(post=_needs(Action.MANAGE), form={"act": "revoke", "reason": "A word"}),
    "welcome": Page(get=_needs(Action.PEOPLE), post=_needs(Action.READ), form={"version": WELCOME_VERSION}),
    "desk_summaries": Page(get=_needs(Action.OBSERVE), post=_needs(Action.OBSERVE), form={"period": "this"}),
    "desk_summary": Page(
        get=_needs(Action.OBSERVE), post=_needs(Action.OBSERVE), form={"act": "save", "revision": "-"}
    ),
    "desk_summary_paper": Page(get=_needs(Action.OBSERVE)),
    "desk_export": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.OBSERVE, Action.MANAGE),
        form={"recipient": "A court", "purpose": "A hearing", "act": "choose"},
        done=200,
    ),
    "held": Page(post=_needs(Action.READ)),
    "desk_held": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.MANAGE), form={"held": "a1" * 6, "act": "release"}
    ),
    "looks": Page(get=_needs(Action.READ)),
    "papers": Page(get=_needs(Action.READ), post=_needs(Action.READ, Action.APPROVE), form={"act": "back"}, done=404),
    "desk_papers": Page(
        get=_needs(Action.OBSERVE), post=_needs(Action.OBSERVE, Action.APPROVE), form={"act": "back"}, done=404
    ),
    "help": Page(get=_needs(Action.READ), post=_needs(Action.READ), form={"reason": "help", "text": "A word"}),
    "desk_help": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.MANAGE),
        form={"reason": "good", "text": "A word"},
    ),
    "desk_steps": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.MANAGE),
        form={"kind": "talk", "reason": "A word"},
    ),
    "desk_treatment": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.MANAGE), form={"act": "unmark", "line": "1"}
    ),
    "desk_room_policy": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.MANAGE), form={"contact": "mask"}
    ),
    "agreement": Page(get=_needs(Action.READ), post=_needs(Action.READ, Action.AGREE), form={"act": "begin"}),
    "desk_agreement": Page(
        get=_needs(Action.OBSERVE), post=_needs(Action.OBSERVE, Action.AGREE), form={"act": "begin"}
    ),
    "agreement_plan": Page(
        get=_needs(Action.READ), post=_needs(Action.READ, Action.AGREE), form={"ways": "room", "latest": ""}
    ),
    "desk_agreement_plan": Page(
        get=_needs(Action.OBSERVE), post=_needs(Action.OBSERVE, Action.AGREE), form={"ways": "room", "latest": ""}
    ),
    "survey": Page(get=_needs(Action.READ), post=_needs(Action.READ), form={"together": "4", "heard": "5"}),
    "feedback": Page(get=_needs(Action.READ), post=_needs(Action.READ), form={"text": "A word"}),
    "notes": Page(get=_needs(Action.READ, Action.PEOPLE)),
    "mine": Page(get=_needs(Action.READ)),
    "reached": Page(get=_needs(Action.READ, Action.RETRACT), refusal=404),
    "desk_reached": Page(get=_needs(Action.OBSERVE, Action.MANAGE)),
    "desk_paper": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.MANAGE), form={"code": "-"}, done=422
    ),
    "desk_paper_for": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE), post=_needs(Action.OBSERVE, Action.MANAGE), form={"what": "week"}
    ),
    "desk_sheet": Page(
        get=_needs(Action.OBSERVE),
        post=_needs(Action.OBSERVE, Action.MANAGE),
        form={"day": timezone.now().date().isoformat()},
    ),
    "desk_sheet_answer": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.OBSERVE, Action.MANAGE),
        form={"text": "A word", "day": timezone.now().date().isoformat(), "act": "send"},
    ),
    "desk_looks": Page(get=_needs(Action.OBSERVE)),
    "desk_inquiry": Page(
        get=_needs(Action.OBSERVE),
        post=_needs(Action.MANAGE),
        form={"reason": "It may not be safe", "until": (timezone.now() + timedelta(days=7)).date().isoformat()},
    ),
    "desk_notes": Page(
        get=_needs(Action.OBSERVE, Action.MANAGE),
        post=_needs(Action.MANAGE),
        form={"to": "birth", "text": "A word"},
    ),
}
"""Addresses with a room's id in them."""

OWN_PAGES: Final = frozenset(
    {"asked", "home", "settings", "account_change_password", "account_logout", "change_names", "devices", "mfa_index"}
    | {"reach", "reach_guide", "reach_device", "calendar", "calendar_phone"}
)
"""For whoever is signed in: they show only what is one's own."""

OPEN_PAGES: Final = frozenset(
    {
        "join",
        "join_word",
        "join_account",
        "join_waiting",
        "join_welcome",
        "set_language",
        "worker",
        "manifest",
        "offline",
        "leave",
        "recover",
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)
"""For everybody; nothing of anybody is on them."""

DESK_PAGES: Final = frozenset(
    {"desk_agreements", "desk_flags", "desk", "desk_cards", "desk_reach", "desk_calendar", "desk_planning"}
)
"""For staff: whoever has a part with OBSERVE. The others find nothing there."""

MATTER_PAGES: Final = frozenset({"notified", "appeal", "desk_flag", "desk_flag_act"})
"""About one flag: for staff of its room, an appeal for those concerned. tests/moderation/test_flags_pages.py walks
them; for everybody else they are not there."""

GIVEN_PAGES: Final = frozenset({"given", "given_paper", "given_pdf"})
"""For those who have no part in a room and were given papers of it. tests/walls/test_given.py walks them; members and
staff of the room find nothing there."""

FIXED_PAGES: Final = frozenset({"item_words"})
"""Sentences of ours, the same for everybody. tests/frontend/test_rooms.py asks for them."""

LINK_PAGES: Final = frozenset({"calendar_link", "calendar_feed"})
"""A person's secret address, and the form that makes it. tests/frontend/test_feeds.py walks them."""

LOOKED_AFTER: Final = frozenset({f"rooms_{noun}" for noun in ("person", "household", "family", "child", "placement")})
"""What the demo's social worker adds and corrects in the admin."""
ADDED: Final = frozenset({"rooms_room", "rooms_membership"})
"""What she adds there, and changes at her desk."""
CLOSED: Final = frozenset({"rooms_agency", "moderation_retentionrule", "moderation_casefile"})
"""For the agency's IT person only."""
SIGN_IN_PAGES: Final = frozenset(
    {
        "account_reauthenticate",
        "account_set_password",
        "confirm_email",
        "device_end",
        "devices_everywhere",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }
)
"""Steps of signing in and of keeping one's own account. tests/frontend/test_second_factor.py and its neighbours walk
them; they show nothing but one's own."""

TABLES: Final = LOOKED_AFTER | ADDED | CLOSED
ADMIN_PAGES: Final = frozenset(
    {f"admin:{table}_{view}" for table in TABLES for view in ("changelist", "add", "history", "change", "delete")}
    | {f"admin:{table}" for table in TABLES}
    | {f"admin:{name}" for name in ("index", "login", "logout", "password_change", "password_change_done")}
    | {f"admin:{name}" for name in ("autocomplete", "jsi18n", "view_on_site", "app_list", "nothing_else")}
    | {"admin:auth_user_password_change", "admin_login", "admin_password"}
)
"""Behind `is_staff`, which is no part in a room."""

TEAM_PAGES: Final = frozenset(
    {"desk_template", "desk_feedback"}
    | {"desk_policy", "desk_seals", "team", "team_outcomes", "team_outcomes_csv", "team_seal", "hand_over"}
)
"""For supervisors: whoever has a part as one. The others, staff too, find nothing there."""

TABLE: Final = (
    frozenset(ROOM_PAGES)
    | OWN_PAGES
    | SIGN_IN_PAGES
    | OPEN_PAGES
    | DESK_PAGES
    | MATTER_PAGES
    | LINK_PAGES
    | FIXED_PAGES
    | GIVEN_PAGES
    | TEAM_PAGES
    | ADMIN_PAGES
)


def routes() -> dict[str, str]:
    """Every address there is: its name in the table, and its pattern."""
    return dict(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, whole, entry.namespace or space)
        else:
            yield (f"{space}:" if space else "") + (entry.name or _nameless(whole)), whole


def _nameless(whole: str) -> str:
    """Django's admin leaves three kinds of its addresses without a name, and so do we with two."""
    if whole.endswith("/<path:object_id>/"):
        return "_".join(whole.split("/")[1:3])
    ours = {"admin/login/": "admin_login", "admin/password_change/": "admin_password"}
    return {**ours, "admin/(?P<url>.*)$": "nothing_else"}.get(whole, whole)


@dataclass(frozen=True, kw_only=True)
class Where:
    """What stands in an address: a room, a line of it, a member of it, an act."""

    room_id: str
    seq: int = 1
    member_id: str = "a1" * 6
    act: str = "suspend"
    summary_id: str = "a1" * 6
    file_id: str = "a1" * 6
    video_id: str = "a1" * 6
    coming_id: str = "a1" * 6
    invitation_id: str = "a1" * 6
    sheet_id: str = "a1" * 6
    meeting_id: str = "a1" * 6
    occasion_id: str = "a1" * 6
    order_id: str = "a1" * 6
    worker: str = "a1" * 6
    topic: str = "sleep"
    card: str = "language"
    secret: str = "a1" * 16
    paper_id: str = "a1" * 6

    def address(self, name: str) -> str:
        pattern = routes_cached()[name]
        kwargs = {key: value for key, value in vars(self).items() if f":{key}>" in pattern}
        return reverse(name, kwargs=kwargs)


_routes: dict[str, str] = {}


def routes_cached() -> dict[str, str]:
    """The addresses, walked once."""
    if not _routes:
        _routes.update(routes())
    return _routes


def ask(client: Client, method: str, name: str, where: Where) -> HttpResponse:
    """Ask for a room's address, with a form that would be in order."""
    form = {**ROOM_PAGES[name].form, "client_id": str(uuid4())} if method == "POST" else None
    return getattr(client, method.lower())(where.address(name), form)
