"""Items of the noun `meetings`."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page

KINDS: Final[dict[str, ItemKind]] = {
    "meeting.set": ItemKind(page=Page.MEETINGS, said=_("set a time for {meeting}: {starts}")),
    "meeting.asked": ItemKind(page=Page.MEETINGS, said=_("asked for {meeting}")),
    "meeting.weekly": ItemKind(page=Page.MEETINGS, said=_("set a time to talk each week, from {starts}")),
    "meeting.later": ItemKind(page=Page.MEETINGS, said=_("asked to be called another time")),
    "meeting.later_at": ItemKind(page=Page.MEETINGS, said=_("asked to be called another time: {starts}")),
    "meeting.again": ItemKind(page=Page.MEETINGS, said=_("will try {meeting} again: {starts}")),
    "meeting.held": ItemKind(page=Page.MEETINGS, said=_("ticked off {meeting}: it took place")),
    "meeting.kept": ItemKind(page=Page.MEETINGS, said=_("noted that the talk took place: {on}")),
    "meeting.missed": ItemKind(page=Page.MEETINGS, said=_("noted that the talk did not work this time: {on}")),
    "meeting.off": ItemKind(page=Page.MEETINGS, said=_("called off {meeting}")),
    "meeting.intro": ItemKind(page=Page.MEETINGS, said=_("wrote a few words to get to know each other")),
    "meeting.added": ItemKind(page=Page.MEETINGS, said=_("added to the list for {meeting}")),
    "meeting.ticked": ItemKind(page=Page.MEETINGS, said=_("ticked points off for {meeting}")),
    "meeting.came": ItemKind(page=Page.MEETINGS, said=_("put right when the child came: {starts}")),
    "meeting.moving": ItemKind(page=Page.MEETINGS, said=_("wrote down the last day in this home: {on}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    "meeting.comfort_call": _("the comfort call"),
    "meeting.icebreaker": _("the getting-to-know-you meeting"),
    "meeting.team": _("a team meeting"),
    "meeting.hearing": _("the hearing"),
    "meeting.talk": _("the regular talk"),
    "meeting.reason.child": _("how the child is doing"),
    "meeting.reason.visits": _("visits"),
    "meeting.reason.school": _("school or health"),
    "meeting.reason.together": _("how we work together"),
    "meeting.reason.home": _("the way home"),
    "meeting.reason.other": _("something else"),
    "meeting.what.point": _("a point to talk about"),
    "meeting.what.wish": _("a wish of the child"),
    "meeting.what.goal": _("a goal"),
    "meeting.what.support": _("somebody to bring along"),
    "meeting.what.settle": _("how we settle it when we disagree"),
    "meeting.what.step": _("a step that we agreed on"),
}
