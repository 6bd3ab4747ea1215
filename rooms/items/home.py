"""Items of the noun `home`: the plan for the way home, and what follows once a child is home."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page


def _told(said: str | Promise) -> ItemKind:
    return ItemKind(page=Page.GOING_HOME, said=said)


KINDS: Final[dict[str, ItemKind]] = {
    "home.begun": _told(_("began the plan for the way home")),
    "home.added": _told(_("wrote into the plan for the way home: {step}")),
    "home.changed": _told(_("changed the plan for the way home: {step}")),
    "home.planned": _told(_("chose {on} for a step of the way home: {step}")),
    "home.ticked": _told(_("ticked off a step of the way home: {step}")),
    "home.unticked": _told(_("put a step of the way home back on the list: {step}")),
    "home.taken_off": _told(_("took something out of the plan for the way home: {step}")),
    "home.sent": _told(_("sent the plan for the way home to be approved")),
    "home.approved": _told(_("approved the plan for the way home")),
    "home.returned": _told(_("sent the plan for the way home back with a few words")),
    "home.arrived": _told(_("wrote down the day of coming home: {on}")),
    "home.lives_on": _told(_("said yes to this room, and so did the other side: it lives on")),
    "home.rests": _told(_("rests from writing in this room for now")),
    "home.asked_care": _told(_("asked for help with child care from {on}: {ask}")),
    "home.asked_time": _told(_("asked for time together from {on}: {ask}")),
    "home.said_yes": _told(_("said yes to this, from {on}: {ask}")),
    "home.said_not_now": _told(_("cannot do this from {on}: {ask}")),
    "home.called_off": _told(_("called this off, from {on}: {ask}")),
}

LABELS: Final[dict[str, str | Promise]] = {
    "home.goal_people": _("Nobody is lost: the people who are good to our child stay in reach"),
    "home.goal_same": _("What works moves along: bedtime, food and rules stay as they are at first"),
    "home.goal_calm": _("A calm goodbye and a calm hello, with everybody who matters there"),
    "home.goal": _("A goal of our own"),
    "home.talk": _("Tell our child together what happens, and when"),
    "home.longer": _("Longer visits: an afternoon first, then a whole day"),
    "home.at_home": _("Time at home with all of us there"),
    "home.first_night": _("The first night at home"),
    "home.same_rules": _("Bedtime, meals and rules the same in both homes"),
    "home.school": _("Tell the school or day care, and plan the change with them"),
    "home.doctor": _("Pass on doctors, medicines and the next appointments"),
    "home.objects": _("Pack what comforts: the blanket, the toys, the photos"),
    "home.book": _("Bring the life book up to date, and hand it over"),
    "home.goodbye": _("A goodbye that our child helps to plan"),
    "home.day": _("The day of going home"),
    "home.daily": _("A call or a message each day of the first week"),
    "home.visit_back": _("A visit back, so that our child sees that nobody is gone"),
    "home.look_back": _("After a month: look back together at what helped"),
    "home.own": _("A step of our own"),
    "home.hours": _("a few hours"),
    "home.night": _("one night"),
    "home.weekend": _("a weekend"),
    "home.days": _("some days"),
    "home.together": _("a visit"),
    "home.call": _("a call"),
}
