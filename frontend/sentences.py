"""What staff did in a room, as the list of who has looked says it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.names import join
from moderation.models import Look
from moderation.queries.looks import LookView
from rooms.models import Kind

_ACTS: Final[dict[str, str | Promise]] = {
    Kind.MESSAGE: gettext_lazy("wrote in the room"),
    Kind.MESSAGE_EDITED: gettext_lazy("changed their own message"),
    Kind.MESSAGE_RETRACTED: gettext_lazy("took their own message back"),
    Kind.REACTION_ADDED: gettext_lazy("added a reaction"),
    Kind.REACTION_REMOVED: gettext_lazy("took a reaction away"),
}
_SUMMARY: Final[dict[str, str | Promise]] = {
    "": gettext_lazy("read a summary"),
    "drafted": gettext_lazy("drafted a summary"),
    "edited": gettext_lazy("worked on a summary"),
    "signed": gettext_lazy("signed a summary"),
    "revised": gettext_lazy("began a new version of a summary"),
}
_INQUIRY: Final[dict[str, str | Promise]] = {
    "begun": gettext_lazy("began to read the room without the light"),
    "ended": gettext_lazy("put the light back on"),
}


def done(look: LookView) -> str:
    """What was done, to follow the name of whoever did it: "read the room"."""
    if look.kind == Look.Kind.STEP_IN:
        return str(_ACTS.get(look.what, Look.Kind.STEP_IN.label))
    if look.kind == Look.Kind.SUMMARY:
        return str(_SUMMARY.get(look.what, Look.Kind.SUMMARY.label))
    if look.inquiry:
        return str(_INQUIRY[look.inquiry])
    if look.kind == Look.Kind.WHISPER and look.to:
        return _("wrote a private note to {names}").format(names=join(look.to))
    if look.kind == Look.Kind.READ and look.sealed_until:
        return _("read the room without the light")
    return str(Look.Kind(look.kind).label)
