"""`manage.py access_page`: prints docs/access.md from the tables that it describes. A test compares the two."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import translation

from rooms.access import EDIT_WINDOW, ROLE_ACTIONS, WRITING, Action

MEANS: Final[dict[Action, str]] = {
    Action.READ: "read the conversation as a member",
    Action.OBSERVE: "read it from the desk, with earlier versions",
    Action.POST: "say something",
    Action.EDIT: "change one's own message",
    Action.RETRACT: "take one's own message back",
    Action.REACT: "react to a message",
    Action.MARK_READ: "leave a mark of how far one has read",
    Action.TYPE: "show that one is writing",
    Action.PEOPLE: "see who is in the room, by name and role",
    Action.RENAME: "change the name one shows there",
    Action.TELL: "write on the child's pages: what to know, the days, the book, what was learned",
    Action.PLAN: "ask for, answer and change visits, dates and meetings; write the plan for the way home",
    Action.AGREE: "have a say in the agreement and in the plan for talking",
    Action.APPROVE: "keep what the court allows; approve visits and plans; say who may see a place",
    Action.MANAGE: "pause, narrow, end and bring back somebody's part",
}
"""What each action is, for people."""

ROOM, OBSERVES, NOTHING = "room", "observes", "nothing"
CHILDREN: Final = ("Macia", "Gladys", "Jon", "Jaylan")
WALLS: Final[dict[str, tuple[str, str, str, str]]] = {
    "Ana Gutierrez": (ROOM, ROOM, ROOM, NOTHING),
    "Francisco DuBuque": (ROOM, ROOM, NOTHING, NOTHING),
    "Joshua Reyes": (NOTHING, NOTHING, ROOM, NOTHING),
    "Brianna Winter": (ROOM, NOTHING, NOTHING, ROOM),
    "Wendy Chadwick": (NOTHING, ROOM, ROOM, NOTHING),
    "Samara Hudson": (NOTHING, NOTHING, NOTHING, ROOM),
    "Francis Hudson": (NOTHING, NOTHING, NOTHING, ROOM),
    "Tianna Reilly": (OBSERVES, OBSERVES, OBSERVES, OBSERVES),
}
"""The story that the walls are measured by: each person, and what they are to each child's room. The tests read it."""

INTRODUCTION: Final = """\
# Who may do what

<!-- Made from the code. To refresh: manage.py access_page > docs/access.md -->

A person has a **part** in a room: a role, a state and a name to show. The part decides, and nothing else does: not the
account, not a part in another room, not a permission in the admin. `rooms.access.door` is the only way into a room.

## Roles and actions
"""

MINUTES: Final = int(EDIT_WINDOW.total_seconds() // 60)

STATES: Final = f"""\
- Birth and foster parents have the same powers.
- What tells of a moment, a message, a day or an entry of the life book, can be changed or taken back for {MINUTES}
  minutes. Members then see the new words, or that something was taken back. The record keeps every version, and staff
  see them.
- What says how things are, on the child's page, in a point or a remark that is still open, on the list of a meeting,
  among what was learned, on a page of the journal that was shown, is its author's to take back as long as it stands.
- Staff have no member's page, cannot write over the members' socket, and leave no mark of having read; members are told
  that staff can read, and see a light while they do.

## States of a part

| state | what it opens |
| --- | --- |
| invited | nothing yet |
| active | what the role's column says, until its end date if it has one |
| active, reading only | the same, but for: {{writing}} |
| paused | nothing; the home page shows the room's name and that the part is paused |
| ended | nothing |

Who comes later sees what is said from then on, unless staff let them see what was said before when they add them.
After a pause, what was said meanwhile stays hidden, and so does every later change to it. That a part is reading only
is known to that person and to staff. A pause shows to the others as a pause; its reason is for staff.

From the moment that a pause is committed, no line with a later number reaches that person on any process, and nothing
of theirs is stored: [decision 1](decisions/0001-the-record-is-the-fence.md).

## Coming in

Staff who manage a room invite: a card with a QR code and a code of twelve signs, good once and for three days (one or
seven, if staff says so). Of the code only a keyed hash is kept; it is shown once. The card names no child, family or
room. It gets nobody in by itself: either staff tells the person a word by voice, which is not on the card (five wrong
ones end it), or whoever came waits at the door until staff has typed in the number that only the newcomer's screen
shows. Up to then no page says a name. A code that is wrong, used, taken back or too old gets one and the same answer,
ten times a minute from one address.

Then the welcome: who is here, who can read, what stays private, where help is, what is kept. The part in the room
begins when the newcomer agrees; which words they agreed to, in which language and when, is kept for good. Members
find the welcome again under "About this room". A part with an end date ends by itself, also while it is paused, and no
pause moves that date: every server process looks each second.

## Where foster homes plan, and when a child moves

Nobody but foster parents, kinship caregivers and staff has a place in a room where foster homes plan for brothers and
sisters. Who may stay there follows who cares for the children: a part is paused when the person is paused in all of the
children's rooms, brought back with the first of them, and ended when none of the children lives with them any more,
after a move, the way home or the end of a part, at the hour of a move to come. A pause of its own that is over there
lifts none of these. What they had planned is called off. It is an ordinary event of that room, so its own order is the
fence. A new home comes in when staff lets it in, and reads what is said from then on. The worker process looks again
for stays that were ended by hand.

Whoever comes along into the room of the next home finds there what they could see before, and nothing that was hidden
from them: a line that is told anew is hidden from those who could not see what it was made of. The adults of the next
home know of the child what any home would.

## Given papers

An advocate, an attorney or the court's staff comes in with a card like others and gets **no part**: no role in the
table above, no room, no socket, no name among the members. All they have is the invitation, until the day that staff
set on it; to every page of the room but their own they are strangers, with the answer that a wrong id gets. Their page
shows the child's name, the worker's, and what staff shared with them: signed summaries, each until a day (30 days, if
staff says nothing else), without the messages they rest on and without contact details and whatever tells of somebody's
treatment (where any is marked, staff's own remarks stay out too, unless staff says that none tells of it); and the next
hearing's day and time, if staff shared that. Nothing is shared by itself, staff says each time that they have read it,
and takes it back at once. All of it ends after a year at the latest, and when the children leave the room, for another
home or their own. The room is told each time, in the conversation, by what the reader
is and not by name; who was given what, and when they read it, stands on the page "Shared outside this room" and in the
list of who has looked: [decision 17](decisions/0017-papers-without-a-part.md).

## The walls
"""

IN_WORDS: Final = """\
A room holds children with the same birth parents in the same home, so this story has four. In words:

1. **A room that is not yours does not exist.** For every page, form and frame, whoever has no open part gets the answer
   that a wrong id gets: status, headers and body to the byte, the same error frame, as many queries, no waiting for
   locks. That holds for another family's room, and for one's own after a pause or an end or before an invitation.
2. **A line that is hidden from you does not exist either.** It cannot be answered, changed, reacted to or found.
3. **Who somebody is ends at the room's door.** Names, ids, colours, presence, typing and "seen" belong to the part. The
   same person in two rooms has two ids; nothing that two families could put side by side matches. Brianna's rooms
   cannot be joined through her: [decision 2](decisions/0002-membership-ids.md).
4. **Nobody meets an account.** E-mail, phone, address, family, household, a child's surname, birth date, school and
   doctor, staff notes and reasons are for staff in the admin, or for nobody. No page, frame, log line or signal between
   processes holds them; mail goes to one's own address and names nobody.
5. **Staff are inside walls too.** A desk shows the rooms that its owner has a part in; whoever moves a child chooses
   among the homes of the agency, by their names and the first names of their adults. The admin shows people, homes and
   children of one's own agency, and no word of any room.

## Where this is held

| what | where |
| --- | --- |
| the role table, against every page and every command of both sockets | `tests/walls/test_matrix*.py` |
| who is given papers is a stranger to everything else | `tests/walls/test_given.py` |
| the walls, on every page and in every frame; nothing to match across two families | `tests/walls/test_walls.py` |
| every private field holds a word of its own, and a table says who may see which | `tests/walls/test_canary.py` |
| pauses: in a flood, without signals, in the middle of a page, over two processes | `tests/walls/test_fence*.py` |

A new page, a new command or a new field with words in it fails these tests until its row says who may see it.
"""


class Command(BaseCommand):
    """Print the page."""

    help = "Print docs/access.md, made from the role table and the walls."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self.stdout.write(page(), ending="")


def page() -> str:
    """The whole page."""
    roles = [str(role.label) for role in ROLE_ACTIONS]
    actions = _table(["action", "", *roles], (_action(action) for action in Action))
    walls = _table(["", *(f"{child}'s room" for child in CHILDREN)], ([name, *cells] for name, cells in WALLS.items()))
    writing = ", ".join(MEANS[action] for action in Action if action in WRITING)
    return "\n".join([INTRODUCTION, actions, "", STATES.format(writing=writing), walls, "", IN_WORDS])


def _action(action: Action) -> list[str]:
    return [f"`{action}`", MEANS[action], *("yes" if action in ROLE_ACTIONS[role] else "" for role in ROLE_ACTIONS)]


def _table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines).replace("|  ", "| ")
