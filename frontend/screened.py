"""What is screened in a room, in plain words: for its members, and for staff who choose it."""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import Contact
from moderation.queries.policies import Change, Chosen

CONTACT: Final[Mapping[str, tuple[str | Promise, str | Promise]]] = {
    Contact.MASK: (
        gettext_lazy("Kept private"),
        gettext_lazy("The other members see dots, staff sees the words. This is the usual choice."),
    ),
    Contact.HOLD: (
        gettext_lazy("Looked at first"),
        gettext_lazy("A message with a contact detail waits until staff lets it through or writes back."),
    ),
    Contact.OFF: (
        gettext_lazy("Shown as written"),
        gettext_lazy("For families who may have each other’s numbers. Everybody in the room sees them."),
    ),
}
"""What can happen to contact details: what it is called, and what it means."""

_SAID: Final[Mapping[str, str | Promise]] = {
    Contact.MASK: gettext_lazy("Phone numbers, addresses and the like are kept private: members see dots instead."),
    Contact.HOLD: gettext_lazy("A message with a phone number, an address or the like waits until staff has looked."),
    Contact.OFF: gettext_lazy("Phone numbers, addresses and the like are shown as they are written."),
}


class Choice(Protocol):
    """What holds in a room, or would."""

    @property
    def contact(self) -> str: ...
    @property
    def wording(self) -> bool: ...
    @property
    def light(self) -> bool: ...


def sentences(choice: Choice) -> Iterator[str]:
    """What members are told of it: the same words for all of them."""
    yield str(_SAID[choice.contact])
    if choice.wording:
        yield _("If words may land hard, only you are asked to look again before they go out. Nobody else is told.")
    yield _("A threat waits until staff has read it. If somebody may not be safe, staff is told at once.")
    if choice.light:
        yield _("While staff reads along, a light shows.")
    else:
        yield _("No light shows while staff reads. Each time is in the list of who has looked.")


def told(change: Change) -> list[str]:
    """A change in words: what holds since then that did not before."""
    if change.after is None:
        return [_("The room goes by the agency’s choice again.")]
    before, after = change.before, change.after
    found = [] if before else [_("A choice was made for the first time.")]
    return found + [words for name, words in _lines(after) if before is None or _differs(name, before, after)]


def _lines(after: Chosen) -> Iterator[tuple[str, str]]:
    yield "contact", _("Contact details: {choice}").format(choice=str(CONTACT[after.contact][0]).lower())
    yield "wording", _("Second thoughts: on") if after.wording else _("Second thoughts: off")
    yield "light", _("Light while staff reads: on") if after.light else _("Light while staff reads: off")
    shown = ", ".join(after.allowed.splitlines())
    yield "allowed", _("May be shown: {list}").format(list=shown) if shown else _("May be shown: nothing")


def _differs(name: str, before: Chosen, after: Chosen) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
