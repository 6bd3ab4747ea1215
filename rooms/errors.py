"""The one error of the domain, and the plain sentence each of its codes is told in.

HTTP status and WebSocket frames are put on it at the edges; the sentence is the same at both.
"""

import math
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MESSAGES: Final[dict[str, str | Promise]] = {
    "not_found": _("We could not find that. It may have moved, or it may not be yours to open."),
    "not_allowed": _("Your part in this room does not include that."),
    "read_only": _("You can read this room but not write in it for now. Your social worker can tell you more."),
    "empty": _("There are no words in this message yet."),
    "too_long": _("This message is too long. A message can have up to 8,000 characters; please send it in parts."),
    "bad_text": _("This text has hidden characters that we cannot keep. Please type it again."),
    "bad_name": _("Please use a name of letters, spaces, dots, hyphens and apostrophes, up to 60 characters."),
    "name_taken": _("Somebody in this room has a name that looks like this one. Please choose another."),
    "already_in": _("This person already has a part in this room."),
    "bad_choice": _("That is not one of the choices."),
    "too_late": _("Messages can be changed or taken back for 15 minutes. After that they stay as they are."),
    "gone": _("This message was taken back, so it cannot be changed any more."),
    "id_reused": _("This was already sent with other words. Please send it again as a new message."),
    "slow_down": _("That was a lot at once. Please wait a moment; nothing you wrote is lost."),
    "bad_frame": _("We could not understand that. Please reload the page and try again."),
    "unknown_command": _("This page asked for something we do not know. Please reload the page."),
    "too_large": _("That is too large to send at once."),
    "too_many_sockets": _("This account is open in too many places at once. Please close one and try again."),
    "unavailable": _("We cannot reach the records right now. Nothing is lost; we will try again."),
    "second_thought": _("This has not been sent yet. You may want to look at it once more."),
    "looked_at_first": _("For now your social worker reads messages here first. Please write this as a new message."),
    "decided": _("This message does not wait any more."),
    "writer_away": _("The writer has no open part in this room now, so this cannot be let through."),
    "reason_needed": _("Please write down the reason."),
    "bad_date": _("Please choose a date that is still to come."),
    "bad_period": _("Please choose a first and a last day, not in the future and at most 100 days apart."),
    "uncited": _("Please say which messages this line rests on, or mark it as your own remark."),
    "bad_citation": _("One of these numbers is not a message of this room from this time. Please check them."),
    "long_line": _("This line is too long. A line can have up to 1,000 characters; please make two of it."),
    "signed": _("This summary is signed, so it does not change any more. You can begin a new version."),
    "unsigned": _("This summary is not signed yet, so you can still change it as it is."),
    "nothing_to_sign": _("There is no line in this summary yet. Please write one before you sign."),
    "changed_meanwhile": _("Somebody changed this summary since you opened it. Please look at it again."),
    "not_all_seen": _("This summary rests on messages that you cannot see, so a colleague has to go on with it."),
    "no_export_key": _("This server has no key to sign exports with yet. Please ask whoever runs it to set one."),
    "recipient_needed": _("Please write down who will get the record."),
    "nothing_there": _("Nothing happened in this room in those days. Please choose other dates."),
    "bad_lines": _("Please give numbers of messages in these days, like 12, 15-18."),
    "claimed": _("Somebody else is looking at this already."),
    "settled": _("This is settled already."),
    "not_settled": _("This is still being looked at. You can ask for a second look when there is an answer."),
    "asked_already": _("A second look was asked for already. It can be asked for once."),
    "other_eyes": _("This one is for somebody else to decide, so that it is looked at with fresh eyes."),
    "words_needed": _("Please write a few plain words for everyone whom this concerns."),
    "in_force": _("This is in force already."),
    "step_over": _("This has ended already."),
}

RETRYABLE: Final = frozenset({"slow_down", "unavailable", "too_many_sockets"})
"""Codes after which sending the very same thing again later may succeed."""


class RoomError(Exception):
    """A refusal with a stable `code`. `wait` is in seconds: how long until it makes sense to try again."""

    def __init__(self, code: str, *, wait: float | None = None) -> None:
        if code not in MESSAGES:
            raise ValueError(f"unknown error code: {code}")
        super().__init__(code)
        self.code = code
        self.retry = code in RETRYABLE
        self.wait = wait

    @property
    def message(self) -> str:
        """One plain sentence in the active language; it says when to come back if that is known."""
        sentence = str(MESSAGES[self.code])
        if self.wait is None:
            return sentence
        seconds = max(1, math.ceil(self.wait))
        again = ngettext("You can go on in %(count)d second.", "You can go on in %(count)d seconds.", seconds)
        return f"{sentence} {again % {'count': seconds}}"
