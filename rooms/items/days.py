"""Items of the noun `days`: the day told by taps, a sick child, and words passed on between child and parent."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.items.base import ItemKind, Page

KINDS: Final[dict[str, ItemKind]] = {
    "day.told": ItemKind(page=Page.DAYS, said=_("told about {on}")),
    "day.cheered": ItemKind(page=Page.DAYS, said=_("celebrates: {cheer}")),
    "sick.told": ItemKind(page=Page.DAYS, said=_("tells everyone at once about a sick day")),
    "sick.seen": ItemKind(page=Page.DAYS, said=_("has seen the news of the sick day")),
    "sick.better": ItemKind(page=Page.DAYS, said=_("tells everyone: better now")),
    "words.sent": ItemKind(page=Page.DAYS, said=_("sent words to pass on to the child")),
    "words.brought": ItemKind(page=Page.DAYS, said=_("brings words from the child")),
    "words.told": ItemKind(page=Page.DAYS, said=_("passed the words on to the child")),
}


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One card of the day: what it is about, and what can be tapped. `good` are the choices that a week is glad of."""

    title: str | Promise
    choices: dict[str, str | Promise]
    good: tuple[str, ...] = ()


TILES: Final[dict[str, Tile]] = {
    "slept": Tile(
        title=_("Sleep"),
        choices={
            "slept.well": _("slept well"),
            "slept.woke": _("woke up"),
            "slept.little": _("slept little"),
        },
        good=("slept.well",),
    ),
    "ate": Tile(
        title=_("Food"),
        choices={"ate.well": _("ate well"), "ate.some": _("ate some"), "ate.little": _("ate little")},
        good=("ate.well",),
    ),
    "mood": Tile(
        title=_("Mood"),
        choices={
            "mood.happy": _("happy"),
            "mood.calm": _("calm"),
            "mood.mixed": _("up and down"),
            "mood.sad": _("sad"),
            "mood.angry": _("angry"),
        },
        good=("mood.happy", "mood.calm"),
    ),
    "health": Tile(
        title=_("Health"),
        choices={
            "health.well": _("feeling well"),
            "health.tired": _("tired"),
            "health.nose": _("runny nose"),
            "health.hurts": _("something hurts"),
        },
        good=("health.well",),
    ),
    "school": Tile(
        title=_("School"),
        choices={
            "school.good": _("school went well"),
            "school.mixed": _("school was so-so"),
            "school.hard": _("school was hard"),
            "school.off": _("no school today"),
        },
        good=("school.good",),
    ),
    "asked": Tile(
        title=_("Asked for you"),
        choices={
            "asked.mom": _("asked for Mom"),
            "asked.dad": _("asked for Dad"),
            "asked.both": _("asked for Mom and Dad"),
            "asked.family": _("asked for family"),
        },
    ),
    "funny": Tile(
        title=_("Something funny"),
        choices={
            "funny.laughed": _("laughed a lot"),
            "funny.said": _("said something funny"),
            "funny.did": _("did something funny"),
        },
        good=("funny.laughed", "funny.said", "funny.did"),
    ),
}
"""The cards of a day, by the name of their fact."""

SIGNS: Final[dict[str, str | Promise]] = {
    "sick.fever": _("fever"),
    "sick.tummy": _("tummy ache"),
    "sick.cough": _("cough or cold"),
    "sick.fall": _("a fall or a bump"),
    "sick.other": _("something else"),
}
DOCTOR: Final[dict[str, str | Promise]] = {
    "doctor.yes": _("a doctor has looked"),
    "doctor.going": _("on the way to a doctor"),
    "doctor.no": _("no doctor so far"),
}
CHEERS: Final[dict[str, str | Promise]] = {
    "cheer.proud": _("So proud!"),
    "cheer.done": _("Well done!"),
    "cheer.team": _("What a team!"),
    "cheer.thanks": _("Thank you for this!"),
}

LABELS: Final[dict[str, str | Promise]] = {
    **{key: label for tile in TILES.values() for key, label in tile.choices.items()},
    **SIGNS,
    **DOCTOR,
    **CHEERS,
}
