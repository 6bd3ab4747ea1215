"""The steps that staff can take, from the lightest on: what each is called and what it means for people (S60, S62)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Step
from moderation.services.steps import ENDLESS, KINDS, OF_A_MEMBER, PACES


@dataclass(frozen=True, kw_only=True)
class StepChoice:
    """One step on the page. `one`: it is about one member; `ends`: it needs an end."""

    value: str
    name: str | Promise
    more: str | Promise
    one: bool
    ends: bool


_WORDS: Final[dict[Step.Kind, tuple[str | Promise, str | Promise]]] = {
    Step.Kind.TALK: (
        _("Talk it over"),
        _("The usual first step. Note whom you will talk with; nothing changes in the room."),
    ),
    Step.Kind.HOLD: (
        _("Read messages first"),
        _("Messages wait until staff has read them; whoever writes one is told. For one person or for everybody."),
    ),
    Step.Kind.SLOW: (
        _("A slow room"),
        _("Each member writes once in the time below, until the end; staff is not slowed. Everybody sees it, not why."),
    ),
    Step.Kind.MUTE: (
        _("Reading only for a while"),
        _("The person reads along and does not write until the end below. The others are not told."),
    ),
    Step.Kind.PAUSE: (
        _("Pause a part"),
        _("The person cannot open the room until the end below. The others see that the part is paused, and not why."),
    ),
    Step.Kind.FREEZE: (
        _("A quiet room"),
        _("Everybody reads and nobody but staff writes until the end below. For when a breather helps all."),
    ),
}

CHOICES: Final = tuple(
    StepChoice(
        value=kind,
        name=_WORDS[kind][0],
        more=_WORDS[kind][1],
        one=kind in OF_A_MEMBER,
        ends=kind not in ENDLESS,
    )
    for kind in KINDS
)
"""What can be chosen on the page."""

MINUTES: Final = tuple(seconds // 60 for seconds in PACES)
"""How slow a room can be: minutes between two messages of one member."""
