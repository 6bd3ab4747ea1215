"""The top of the desk in words: what waits, what ends soon, what went well, who has been quiet (S58, S62, S64)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frontend.when import ago, clock
from moderation.queries.needs import REST, Need, Today
from moderation.queries.quiet import Quiet

FIRST: Final = 8
"""Rows that are seen at once; the others unfold, but for those that somebody or something presses for."""

_TITLES: Final[dict[tuple[str, str], str | Promise]] = {
    ("question", "question"): _("A question to you"),
    ("flag", "help"): _("Somebody asks for help"),
    ("flag", "care"): _("Somebody may need care"),
    ("flag", "safety"): _("Safety comes first here"),
    ("flag", "wording"): _("Hard words"),
    ("flag", "contact"): _("A contact detail"),
    ("appeal", ""): _("A second look is asked for"),
    ("sick", ""): _("A child is sick"),
    ("held", ""): _("A message waits for review"),
    ("door", ""): _("Somebody is at the door"),
    ("way_home", ""): _("A plan for the way home waits for you"),
    ("date", "visit"): _("A visit waits for your yes"),
    ("date", "call"): _("A call waits for your yes"),
    ("date", ""): _("A date waits for your yes"),
    ("wish", ""): _("Both sides ask you for something together"),
    ("meeting", "comfort_call:open"): _("A comfort call to set up"),
    ("meeting", "comfort_call:set"): _("A comfort call"),
    ("meeting", "icebreaker:open"): _("A getting-to-know-you meeting to set up"),
    ("meeting", "icebreaker:set"): _("A getting-to-know-you meeting"),
    ("meeting", "team:open"): _("A team meeting is asked for"),
    ("meeting", "team:set"): _("A team meeting"),
    ("meeting", "hearing:set"): _("A hearing or review"),
    ("summary", ""): _("A summary waits for your name"),
    ("step", "talk"): _("Time to see how the talk went"),
    ("step", "hold"): _("Review before sending ends"),
    ("step", "slow"): _("The slow room ends"),
    ("step", "mute"): _("Writing comes back"),
    ("step", "pause"): _("A pause ends"),
    ("step", "freeze"): _("The room opens again"),
    ("part", "back"): _("A pause ends"),
    ("part", "writes"): _("Writing comes back"),
    ("part", "over"): _("A part ends"),
}
_VERBS: Final[dict[str, str | Promise]] = {
    "question": _("Answer"),
    "flag": _("Look"),
    "appeal": _("Decide"),
    "sick": _("Look"),
    "held": _("Review"),
    "door": _("Let them in?"),
    "meeting": _("Open"),
    "way_home": _("Read it"),
    "date": _("Look"),
    "wish": _("Answer"),
    "summary": _("Read and sign"),
    "step": _("Look"),
    "part": _("Look"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that waits, in words, and where it is answered."""

    title: str
    who: str
    room: str
    with_name: str
    mine: bool
    family: str
    due: datetime | None
    at: datetime
    when: str
    late: bool
    verb: str
    url: str


@dataclass(frozen=True, kw_only=True)
class QuietRow:
    """A quiet room, said as a fact."""

    room: str
    url: str
    fact: str


def context(today: Today) -> dict[str, Any]:
    """What the top of the desk shows."""
    needs = _rows(today.needs)
    first = max(FIRST, sum(need.rank < REST for need in today.needs))
    return {
        "needs": needs[:first],
        "more_needs": needs[first:],
        "need_count": len(needs),
        "late_count": today.late,
        "summaries": _rows(today.summaries),
        "ending": _rows(today.ending),
        "glad": today.glad,
        "quiet": [_quiet(room) for room in today.quiet],
        "unreached": today.unreached,
    }


def _rows(needs: Iterable[Need]) -> list[Row]:
    return [
        Row(
            title=str(_title(need)),
            who=need.who,
            room=need.room.name,
            with_name=need.with_name,
            mine=need.mine,
            family=need.room.family,
            due=need.due,
            at=need.at,
            when=_when(need.due or need.at),
            late=need.late,
            verb=str(_VERBS[need.kind]),
            url=_url(need),
        )
        for need in needs
    ]


def _when(at: datetime) -> str:
    """As it follows "by" or "since": the time today, else the day and the time."""
    day, time = ago(at), clock(at)
    if day == time:
        return say("today, %(time)s") % {"time": time}
    return say("%(day)s, %(time)s") % {"day": day, "time": time}


def _title(need: Need) -> str | Promise:
    return _TITLES.get((need.kind, need.about)) or _TITLES[need.kind, ""]


def _url(need: Need) -> str:
    """Where it is answered."""
    match need.kind:
        case "summary":
            return reverse("desk_summary", args=[need.room.id, need.ref])
        case "step":
            return reverse("desk_steps", args=[need.room.id])
        case "part":
            return reverse("desk_people", args=[need.room.id])
        case "door":
            return reverse("desk_invitations", args=[need.room.id])
        case "sick":
            return f"{reverse('desk_days', args=[need.room.id])}#{need.ref}"
        case "way_home":
            return reverse("desk_going_home", args=[need.room.id])
        case "date" | "wish":
            return f"{reverse('desk_dates', args=[need.room.id])}#{need.ref}"
        case "meeting":
            return reverse("desk_meeting", args=[need.room.id, need.ref])
        case "held":
            return reverse("desk_held", args=[need.room.id])
        case _:
            return reverse("desk_flag", args=[need.ref])


def _quiet(quiet: Quiet) -> QuietRow:
    if not quiet.begun:
        fact = ngettext(
            "Nobody has written since the room opened %(count)d day ago.",
            "Nobody has written since the room opened %(count)d days ago.",
            quiet.days,
        )
    else:
        fact = ngettext("No word for %(count)d day.", "No word for %(count)d days.", quiet.days)
    url = reverse("desk_room", args=[quiet.room_id])
    return QuietRow(room=quiet.room, url=url, fact=fact % {"count": quiet.days} + _habit(quiet))


def _habit(quiet: Quiet) -> str:
    """What the room does mostly, if that is known."""
    if quiet.usual is None:
        return ""
    if quiet.usual <= 1:
        return " " + say("Before, there was one nearly every day.")
    return " " + say("Before, there was one about every %(count)d days.") % {"count": quiet.usual}
