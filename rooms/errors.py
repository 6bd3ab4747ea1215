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
    "slow_room": _("This room is slow for now, so that everyone has time to think. Nothing you wrote is lost."),
    "bad_frame": _("We could not understand that. Please reload the page and try again."),
    "unknown_command": _("This page asked for something we do not know. Please reload the page."),
    "too_large": _("That is too large to send at once."),
    "too_many_sockets": _("This account is open in too many places at once. Please close one and try again."),
    "unavailable": _("We cannot reach the records right now. Nothing is lost; we will try again."),
    "second_thought": _("This has not been sent yet. You may want to look at it once more."),
    "looked_at_first": _("For now your social worker reads messages here first. Please write this as a new message."),
    "say_it_there": _("Please write this in the conversation, where your social worker can read it first."),
    "nothing_told": _("Please tap something, write a line or choose a photo first."),
    "already_better": _("Somebody has said already that the child is better."),
    "already_passed": _("Somebody has passed these words on already."),
    "decided": _("This message does not wait any more."),
    "meeting_there": _("A team meeting about this is asked for already. You can add to it on its page."),
    "meeting_over": _("This meeting is over or was called off. Please look at it again."),
    "told_already": _("Somebody has said this already. Please look at it again."),
    "enough": _("There is no more space for this. Please take out something that is not needed any more."),
    "list_full": _("This list is full. Please tick off or talk about what is on it first."),
    "bad_moment": _("Please choose a day and time that is still to come."),
    "no_worker": _("This room has no social worker now, and the next one needs one. Please hand it over first."),
    "not_living_there": _("The child does not live in this home any more. Please look at the page again."),
    "writer_away": _("The writer has no open part in this room now, so this cannot be let through."),
    "planned_already": _("There is a planning room for these children already."),
    "reason_needed": _("Please write down the reason."),
    "changed_since": _("Somebody changed this meanwhile. Please look at it as it is now, and then send yours again."),
    "far_day": _("That day is very far away. Please check the year."),
    "home_day": _("Please choose a day up to today, and not before the child came to this home."),
    "home_already": _("It is written down already that the child is home."),
    "not_home_yet": _("That is for the time when the child is home again."),
    "bad_date": _("Please choose a date that is still to come."),
    "end_needed": _("Please choose the day on which this ends. Papers always have a last day."),
    "papers_endless": _(
        "This card is from before papers had a last day, so it cannot be used any more. Please ask the social worker "
        "for a new one."
    ),
    "not_confirmed": _("Please say that you have read it and that they may have it."),
    "shared_already": _("This is shared with them already. Please look at the page again."),
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
    "bad_code": _(
        "This code cannot be used. Please check it. Each code works once and for a few days; your social worker can "
        "make you a new one. If you came in with it before, sign in."
    ),
    "bad_word": _("This is not the word. Please check with your social worker, who told it to you."),
    "passwords_differ": _("The two passwords are not the same. Please type them once more."),
    "journal_shown": _("Somebody else could see this page of the journal, so its words stay as they are."),
    "words_missing": _("Please fill in all of it, in one language at least."),
    "bad_contact": _("Please check the e-mail address and the phone number."),
    "you_are_in": _("You are in this room already. Your home page shows it."),
    "papers_already": _(
        "What is shared with you about this child is on your home page already. If you need it for longer, please ask "
        "the social worker."
    ),
    "shown_once": _("This card was made already, and its code is shown only once. You can make a new card below."),
    "wrong_number": _(
        "That is not the number on their screen. Please ask once more. If it still does not match, somebody else came "
        "with the card: say so below."
    ),
    "invitation_over": _("This invitation has changed meanwhile. Please look at it again."),
    "welcome_changed": _("These words have changed since you opened the page. Please read them once more."),
    "reference_needed": _("Please write down where the paper is: who signed it when, or the number of the order."),
    "in_force": _("This is in force already."),
    "step_over": _("This has ended already."),
    "photo_missing": _("Please choose a photo first."),
    "photo_kind": _("This is not a picture that we can take. Please choose a photo: JPEG, PNG, WebP or GIF."),
    "photo_heic": _(
        "This photo is in a form (HEIC) that not every phone can show. In your camera’s settings choose “Most "
        "compatible”, or send a screenshot of it."
    ),
    "photo_video": _(
        "We cannot take this kind of video or recording. A photo works, or a short video (MP4, MOV, WebM or 3GP)."
    ),
    "video_kind": _("This is not a video that we can take. Please choose a short video: MP4, MOV, WebM or 3GP."),
    "video_broken": _("We could not open this video. Please choose another, or record it once more."),
    "video_long": _("This video is too long. Please choose one of up to 60 seconds; most phones can cut it shorter."),
    "video_large": _("This video is too large. Please choose a shorter one, up to 60 seconds and 100 MB."),
    "video_sound": _("There is no picture in this. A short video works, or a photo."),
    "video_one": _("One video can go with one message. Please send the other in the next one."),
    "video_unsent": _(
        "You have several videos here that were not sent. They are removed after a day; then you can choose another."
    ),
    "video_making": _(
        "Your video has arrived and is being made safe. Nothing is lost: please send your message again in a minute."
    ),
    "video_gone": _("A piece of this video did not arrive. Please choose it again."),
    "photo_document": _(
        "We cannot take documents, since they can hold hidden details and programs. A photo of each page works."
    ),
    "photo_broken": _("We could not open this picture. Please choose another, or send a screenshot of it."),
    "photo_large": _("This picture is too large. Please choose one of up to 12 MB, or send a screenshot of it."),
    "photo_many": _("Up to 6 photos can go with one message. Please send the others in the next one."),
    "photo_gone": _("One of the photos is not here any more. Please choose it again."),
    "photo_alt": _("What a photo shows can be described in up to 500 characters."),
    "photo_private": _("The description of a photo holds a contact detail. Please leave it out."),
    "photo_not_hidden": _(
        "The description of a photo holds a contact detail, which cannot be hidden there. Please do not send it, "
        "and ask its writer to leave the detail out."
    ),
    "member_closed": _("This member’s part is paused, over or for reading only, so this cannot be done for them now."),
    "nothing_to_print": _("There is nothing in those days that this member may read. Please choose other days."),
    "too_many_pages": _("These are more than 200 messages. Please choose fewer days."),
    "beyond_you": _("Some of this member’s messages are hidden from you, so a colleague has to do this."),
    "no_such_sheet": _("No page of this room has this code. Please check it, and the room."),
    "sheet_answered": _("An answer to this page is there already. If this is another one, say so below."),
    "bad_day": _("Please choose a day up to today, and not before the page was printed."),
    "bad_username": _("Please use a user name of 3 to 40 letters without accents, digits, single dots and hyphens."),
    "username_taken": _("This user name or e-mail cannot be used. Please choose another, or sign in as before."),
    "bad_recovery": _("This name and code do not belong together, or the code is too old. Please check both."),
    "outside_approval": _("What the court allows does not include this."),
    "double_booked": _("You have something else at that time. If it works all the same, send it once more."),
    "occasion_over": _("This has passed already, so it stays as it is."),
    "not_to_come": _("Please choose a time that is still to come, with an end after its start."),
    "too_often": _("Please choose a last day within half a year from the first."),
    "not_asked": _("This waits for somebody else, so it is not yours to answer."),
    "nobody_asked": _("Please choose who is to come."),
    "allowance_stands": _(
        "Something that the court allows is in force for the same people. Please say of each whether it still stands."
    ),
    "orders_many": _("Up to 6 pictures can go with one form, and up to 12 be kept beside one entry."),
    "bad_allowance": _("Please check the days, the times and the numbers: something in them cannot be."),
    "wished_already": _("This was asked already. You can see it below."),
    "home_private": _(
        "Lovely to read, and one thing has to go: please leave out streets, schools, names of places and numbers to "
        "call. Tell what it feels like to live here, and nothing that leads to the door."
    ),
    "kept_already": _("This message is kept there already."),
    "weak_password": _("Please choose a longer password, at least 10 characters, that others would not guess."),
}

RETRYABLE: Final = frozenset({"slow_down", "slow_room", "unavailable", "too_many_sockets"})
"""Codes after which sending the very same thing again later may succeed."""
_MINUTES_FROM: Final = 90
"""Seconds above which a wait is told in minutes."""


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
        if seconds > _MINUTES_FROM:
            minutes = math.ceil(seconds / 60)
            again = ngettext("You can go on in %(count)d minute.", "You can go on in %(count)d minutes.", minutes)
            return f"{sentence} {again % {'count': minutes}}"
        again = ngettext("You can go on in %(count)d second.", "You can go on in %(count)d seconds.", seconds)
        return f"{sentence} {again % {'count': seconds}}"
