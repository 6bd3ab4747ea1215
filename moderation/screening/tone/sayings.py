"""Our words about a message: the private second thought for its writer, and the neutral line for the caseworker.

Never a score, never a verdict on a person. A suggestion starts from what the writer wants for the child.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

REASONS: Final[Mapping[str, Words]] = {
    "insult": _("This may be hard to hear. The person reading may stop listening."),
    "insult.mock": _("A joke like this can sting in writing."),
    "insult.third": _("These are strong words about somebody who matters to a child here."),
    "threat": _("This may sound like someone could get hurt."),
    "threat.take": _("This may sound like a child could be taken outside the plan."),
    "threat.expose": _("This may make someone afraid, and then it is hard to keep talking."),
    "blame": _("This puts something hard on one person. It may be read as blame."),
    "blame.always": _("“Always” and “never” can make people stop listening."),
    "controlling": _("This may read as an order. Plans work best when both sides agree."),
    "controlling.condition": _(
        "This may read as a condition. Time with a child works best when it is not part of a deal."
    ),
    "controlling.withhold": _(
        "Both families have something to give here. Holding back news or things can hurt the child."
    ),
    "controlling.report": _("This asks for a lot. It may feel like being watched."),
    "undermining": _("Children do best when they don’t have to choose."),
    "undermining.secret": _("A secret is heavy for a child to carry."),
    "undermining.messenger": _("Carrying messages puts a child in the middle."),
    "undermining.replaced": _("A child has room to love all of you."),
}
"""Why the writer is asked to look again, by label or by label and hint."""

SUGGESTIONS: Final[Mapping[str, Words]] = {
    "insult": _("Want to say what you need instead? You could start with “I feel …” or “I need …”."),
    "insult.third": _("You could say what happened and what would help the child."),
    "threat": _("You care a lot about this. What do you want to happen next? Your social worker can help you say it."),
    "threat.take": _("You want to be close to this child. Your social worker can help you ask for more time."),
    "threat.expose": _("If something worries you, tell your social worker, who will listen."),
    "blame": _("You notice what the child goes through. You could say what you saw, and ask how to help together."),
    "blame.always": _("You could name the one time you mean, and what would help next time."),
    "controlling": _("Could this be a request? You could try “Would it work for you if …?”"),
    "controlling.condition": _(
        "You could ask for what you need in one message, and keep visits and calls apart from it."
    ),
    "controlling.withhold": _("You could share one small thing now, or ask your social worker what to share."),
    "controlling.report": _("You could ask for the one thing you need to know, and say why."),
    "undermining": _("You could bring this to the grown-ups’ conversation, and tell the child that both homes care."),
    "undermining.secret": _("You could tell the child that no secrets are needed, and tell the grown-ups yourself."),
    "undermining.messenger": _("You could write it here, to the grown-up, in your own words."),
    "undermining.replaced": _("You could say what you give this child, and what the other family gives."),
}
"""A way to say it that keeps the writer's strength, by label or by label and hint."""

HELP: Final[Mapping[str, Words]] = {
    "self_harm": _(
        "You matter here. You can call or text 988 at any hour and talk to someone, in English or Spanish. "
        "If someone is in danger right now, call 911. "
        "Your social worker will be told, so that you are not alone with this."
    ),
    "child_safety": _(
        "Thank you for speaking up. If a child is in danger right now, call 911. "
        "Your social worker will be told and will get in touch."
    ),
    "substance": _(
        "Thank you for being honest. That takes strength. Who can be with you today? "
        "You can call or text 988 at any hour. "
        "If someone can’t be woken or is in danger, call 911. Your social worker will be told, so that you get support."
    ),
}
"""For the writer when a message asks for care: it went out, and help is near."""

HELD: Final[Words] = _("We’ve paused this message. Your social worker will check in with you.")
"""For the writer of a message that waits."""

STAFF: Final[Mapping[str, Words]] = {
    "insult": _("Strong feelings between two people"),
    "blame": _("Strong feelings between two people"),
    "threat": _("Safety check needed"),
    "threat.take": _("Check the plan for this child with both families"),
    "threat.expose": _("Someone may feel afraid in this conversation"),
    "controlling": _("Disagreement about what may be decided"),
    "controlling.condition": _("Disagreement about visits, calls or news"),
    "controlling.withhold": _("Disagreement about sharing news or things"),
    "controlling.report": _("Disagreement about what must be told"),
    "undermining": _("Child may be carrying an adult worry"),
    "substance": _("Asked for support"),
    "substance.impaired": _("Check who is with the child"),
    "child_safety": _("Check on the child"),
    "self_harm": _("Check on this person"),
}
"""For the caseworker's queue, by label or by label and hint."""
