"""Every sentence that browser code shows, in the reader's language: it travels in the page's `page-data`.

Browser code has no words of its own. It fills in `{name}`, `{names}`, `{count}` and the like with `textContent`; pages
take the same sentences from here (`{% word %}`), so that a line reads the same whoever drew it.
"""

import hashlib
import json
from functools import lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from rooms.items import KINDS, LABELS
from rooms.models import Role

_WORDS: Final[dict[str, str | Promise]] = {
    # The line to the server.
    "connecting": _("Connecting…"),
    "offline": _("You are offline. What you write will wait here."),
    "restarting": _("Back in a moment. What you write will wait here."),
    "signed_out": _("You are signed out. Please sign in again."),
    "stopped": _("This page has stopped. Please reload it."),
    "left_paused": _("Your part in this room is paused for now. Your social worker can tell you more."),
    "left_ended": _("Your part in this room has ended. Your social worker can tell you more."),
    # Who is here, who is writing, who has seen.
    "you": _("You"),
    "here_one": _("{names} is here now"),
    "here_many": _("{names} are here now"),
    "here_count_one": _("1 here"),
    "here_count_many": _("{count} here"),
    "typing_one": _("{names} is writing…"),
    "typing_many": _("{names} are writing…"),
    # A slow room.
    "slow_300": _("Slow until {time}: each member can write every 5 minutes, so that all have time to think."),
    "slow_900": _("Slow until {time}: each member can write every 15 minutes, so that all have time to think."),
    "slow_3600": _("Slow until {time}: each member can write once an hour, so that all have time to think."),
    "slow_again": _("You can write again at {time}. Your words stay here until then."),
    # Who reads along.
    "observing_one": _("{names} is reading now"),
    "observing_many": _("{names} are reading now"),
    "seen_by": _("Seen by {names}"),
    "whisper_one": _("Just for you. The others in this room cannot see it."),
    "whisper_many": _("Just for you and {names}. The others in this room cannot see it."),
    "unread_one": _("1 new"),
    "unread_many": _("{count} new"),
    # Lines of the conversation.
    "am": _("am"),
    "pm": _("pm"),
    "edited": _("changed"),
    "more": _("More"),
    "answer": _("Answer"),
    "change": _("Change"),
    "take_back": _("Take back"),
    "keep_this": _("Keep this"),
    "who_reached": _("Who was reached"),
    "help_with_this": _("I need help with this"),
    "mark_this": _("Mark this for the queue"),
    "treatment_this": _("It tells of treatment"),
    "retracted": _("{name} took this message back."),
    "retracted_mine": _("You took this message back."),
    "last_retracted": _("took a message back"),
    "erased": _("These words were removed by order of a court."),
    "reply_to": _("Answering {name}"),
    "reply_mine": _("Adding to your own message"),
    "reply_older": _("an older message"),
    # Photos.
    "photo_from": _("Photo from {name}"),
    "photo_before": _("Previous"),
    "photo_after": _("Next"),
    "photo_close": _("Close"),
    "photo_making": _("Making it smaller…"),
    "photo_sending": _("Sending the photo…"),
    "photo_ready": _("Ready"),
    "photo_waits": _("Waiting for the connection. Please keep this page open."),
    "photo_out": _("Take this out"),
    "photo_wait": _("Your message goes out when everything in it is ready."),
    "photo_failed": _("One of these did not work. Please take it out, or try another."),
    "video_from": _("Video from {name}"),
    "video_sending": _("Sending the video…"),
    "video_safe": _("Making it safe…"),
    "video_paper": _("A short video of {count} seconds; it can be watched in the room."),
    "photo_lost": _("Photos that you had chosen are not here any more. Please choose them again."),
    "photo_many": _("Up to 6 photos can go with one message. Please send the others in the next one."),
    # What came on paper.
    "on_paper": _("on paper on {day}, typed in by {name}"),
    "on_paper_any": _("on paper on {day}, typed in"),
    # What is kept private in a message.
    "kept.phone": _("A phone number is kept private here."),
    "kept.email": _("An email address is kept private here."),
    "kept.address": _("An address is kept private here."),
    "kept.social": _("An account name is kept private here."),
    "kept.link": _("A link is kept private here."),
    "kept.geo": _("A place is kept private here."),
    "kept_ask": _("{names} can share it if it is needed."),
    "kept_ask_any": _("Your social worker can share it if it is needed."),
    "second_title": _("A second thought before this goes out"),
    "second_send": _("Send as it is"),
    "second_change": _("Change it"),
    "second_waits": _("Not sent yet"),
    "held_list": _("Waiting for your social worker"),
    "held_waiting": _("Waiting for {names} to look. Nobody else has read it."),
    "held_waiting_any": _("Waiting for your social worker to look. Nobody else has read it."),
    "held_change": _("Your change waits for {names} to look. Until then the others see the message as it was."),
    "held_change_any": _("Your change waits for your social worker. Until then the others see the message as it was."),
    "held_answer": _("Not sent. {names} wrote to you:"),
    "held_answer_any": _("Not sent. Your social worker wrote to you:"),
    "held_answered": _("Not sent. Reload this page to read why."),
    "held_new": _("A message waits for you."),
    "kept_staff": _("The members see dots in place of what is marked."),
    "versions_one": _("1 earlier version"),
    "versions_many": _("{count} earlier versions"),
    "editing": _("Changing your message"),
    "cancel": _("Cancel"),
    "send": _("Send"),
    "save": _("Save"),
    "confirm_retract": _(
        "Take this message back? The others will see that you took a message back, and not what it said."
    ),
    "reaction_on": _("{emoji} {count}. {names}. Press to add yours."),
    "reaction_off": _("{emoji} {count}. {names}. Press to take yours away."),
    "unread_mark": _("New since you were here"),
    "older": _("Older messages"),
    "older_loading": _("Getting older messages…"),
    "jump": _("Jump to new messages"),
    # Lines about people.
    "note.room.opened": _("This room was opened."),
    "note.member.joined": _("{name} joined · {role}"),
    "note.member.suspended": _("{name}’s part in this room is paused for now."),
    "note.member.restored": _("{name} is back in this room."),
    "note.member.ended": _("{name} is no longer in this room."),
    "note.member.renamed": _("{name} chose a new name to show here."),
    # What waits to be sent.
    "waiting": _("Waiting to send"),
    "sending": _("Sending…"),
    "not_sent": _("Not sent"),
    "not_kept": _("Please keep this page open until it is sent"),
    "leaving_one": _("1 message has not been sent yet. Sign out and remove it?"),
    "leaving_many": _("{count} messages have not been sent yet. Sign out and remove them?"),
    "try_again": _("Try again"),
    "remove": _("Remove"),
    "chars_left": _("{count} characters left"),
    "too_long": _("{count} characters too many"),
    "unavailable": _("That did not work. Nothing is lost; please try again."),
    # What each part in a room is called.
    **{f"role.{role.value}": role.label for role in Role},
}


def say(key: str, **values: object) -> str:
    """Return one sentence in the language that is active now, filled in: the same words as browser code shows."""
    return str(_WORDS[key]).format(**values)


def for_browser() -> dict[str, str]:
    """Return every sentence in the language that is active now."""
    return dict(_all_in(get_language()))


@lru_cache
def _all_in(language: str | None) -> dict[str, str]:
    """Every sentence in the active `language`: each page says them all, and they never change."""
    return {key: str(text) for key, text in _WORDS.items()}


@lru_cache
def item_words(language: str) -> tuple[str, str]:
    """The sentences of items and the labels of their facts, as JSON, and a version that changes with them.

    They are many, and the same for everybody: a browser fetches them once and keeps them.
    """
    with override(language):
        items = {f"item.{kind}": str(one.said) for kind, one in KINDS.items()}
        facts = {f"fact.{key}": str(label) for key, label in LABELS.items()}
    text = json.dumps({**items, **facts}, ensure_ascii=False)
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]
