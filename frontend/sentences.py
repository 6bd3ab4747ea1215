"""What staff did in a room, as the list of who has looked says it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.names import join
from moderation.models import Look
from moderation.queries.looks import LookView
from moderation.services import planning, shared_papers
from moderation.services.invitations import INVITED, LET_IN, TAKEN_BACK
from moderation.services.paper import HANDED_OVER, PRINTED, TYPED_IN
from rooms.items import KINDS
from rooms.models import Kind
from rooms.services import court_orders

_ACTS: Final[dict[str, str | Promise]] = {
    Kind.MESSAGE: gettext_lazy("wrote in the room"),
    Kind.MESSAGE_EDITED: gettext_lazy("changed their own message"),
    Kind.MESSAGE_RETRACTED: gettext_lazy("took their own message back"),
    Kind.REACTION_ADDED: gettext_lazy("added a reaction"),
    Kind.REACTION_REMOVED: gettext_lazy("took a reaction away"),
}
_DRAFT: Final[dict[str, str | Promise]] = {
    "drafted": gettext_lazy("drafted a summary"),
    "edited": gettext_lazy("worked on a summary"),
    "signed": gettext_lazy("signed a summary"),
    "revised": gettext_lazy("began a new version of a summary"),
}
_STEPS: Final[dict[str, str | Promise]] = {
    "policy": gettext_lazy("changed what is screened here"),
    "recovery": gettext_lazy("made a code so that a member can sign in again"),
    INVITED: gettext_lazy("invited somebody to this room"),
    TAKEN_BACK: gettext_lazy("took an invitation back"),
    LET_IN: gettext_lazy("made sure that somebody invited is who they are"),
    shared_papers.SHARED: gettext_lazy("shared something with a person outside this room"),
    shared_papers.TAKEN_BACK: gettext_lazy("took back what was shared outside this room"),
    shared_papers.ENDED: gettext_lazy("ended what a person outside this room was given"),
    planning.OPENED: gettext_lazy("opened this room for planning between foster homes"),
    planning.ASKED_IN: gettext_lazy("let a foster home into this room"),
    PRINTED: gettext_lazy("made a page to print for a member"),
    HANDED_OVER: gettext_lazy("handed a printed page over"),
    TYPED_IN: gettext_lazy("typed in an answer that came on paper"),
}
_ORDERS: Final[dict[str, str | Promise]] = {
    court_orders.SEEN: gettext_lazy("looked at a picture of a court’s order"),
    court_orders.ADDED: gettext_lazy("kept pictures of a court’s order"),
}
_INQUIRY: Final[dict[str, str | Promise]] = {
    "begun": gettext_lazy("began to read the room without the light"),
    "ended": gettext_lazy("put the light back on"),
}


def done(look: LookView, *, staff: bool) -> str:
    """What was done, to follow the name of whoever did it: "read the room".

    Members are not told that it was about a flag: in a small room that says who asked for help.
    """
    if look.kind == Look.Kind.FLAG and not staff:
        return _("looked at messages of the room")
    if look.what in _ORDERS and staff:
        return str(_ORDERS[look.what])
    if look.kind == Look.Kind.STEP_IN and look.what in KINDS:
        return _("worked on the room’s pages")
    if look.kind == Look.Kind.STEP_IN:
        return str(_ACTS.get(look.what, Look.Kind.STEP_IN.label))
    if look.kind == Look.Kind.DRAFT:
        return str(_DRAFT.get(look.what, Look.Kind.DRAFT.label))
    if look.kind == Look.Kind.STEP:
        return str(_STEPS.get(look.what, Look.Kind.STEP.label))
    if look.inquiry:
        return str(_INQUIRY[look.inquiry])
    if look.kind == Look.Kind.WHISPER and look.to:
        return _("wrote a private note to {names}").format(names=join(look.to))
    if look.kind == Look.Kind.READ and look.sealed_until:
        return _("read the room without the light")
    return str(Look.Kind(look.kind).label)
