"""The SQL of what waits in rooms: what is open on their pages, by the structure of rows alone.

Every list of rooms and every page of a room pays for this, so it is one statement for all of a person's rooms, written
out like `rooms.excerpts`. It runs on PostgreSQL and SQLite alike. Whether something waits for a certain member is for
`rooms.queries.waits` to say; here is left out only what they may not see, by the `Sight` that `rooms.access` made.
"""

# ruff: noqa: S608  only names of ours stand in the text; values are bound

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from rooms.excerpts import Sight
from rooms.models import HomeAsk, Kind, Meeting, Occasion, OccasionLine, PassedWords, PointTurn, WayHome

_NAME: Final = re.compile(r"\{(\w+)\}")


def _of_room(row: str) -> str:
    """That the child of a row is still one of the room's: of who moved on its pages tell no more."""
    return f"{row}.child_id IN (SELECT here.child_id FROM rooms_room_children here WHERE here.room_id = me.room)"


def _shown(seq: str) -> str:
    """That a line is there for this part: it was said by now, is not hidden from it, and was not taken back."""
    return (
        f"({seq} IS NULL OR {seq} <= me.head AND NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.member = me.member "
        f"AND {seq} BETWEEN hidden.first AND hidden.last) AND NOT EXISTS (SELECT 1 FROM rooms_event gone "
        f"WHERE gone.room_id = me.room AND gone.target = {seq} AND gone.kind = '{Kind.MESSAGE_RETRACTED}'))"
    )


_FOUND: Final = (
    # What it is, whose part it is for, its key, the line that has to be seen and another one, who did it, a word.
    "SELECT CASE WHEN card.author_id = me.member OR EXISTS (SELECT 1 FROM rooms_sickseen seen "
    "WHERE seen.card_id = card.id AND seen.member_id = me.member) THEN 'sick' ELSE 'sick_new' END AS what, "
    "me.member, card.id AS ref, card.seq, CAST(NULL AS integer) AS also, card.author_id AS author, child.first_name "
    "FROM me JOIN rooms_sickcard card ON card.room_id = me.room JOIN rooms_child child ON child.id = card.child_id "
    f"WHERE card.better_at IS NULL AND {_of_room('card')}",
    "SELECT 'words_to_pass', me.member, words.id, words.seq, NULL, words.author_id, '' "
    "FROM me JOIN rooms_passedwords words ON words.room_id = me.room "
    f"WHERE words.way = '{PassedWords.Way.TO}' AND words.told_at IS NULL AND words.author_id <> me.member",
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM rooms_occasionpart part WHERE part.occasion_id = date.id "
    "AND part.member_id = me.member) THEN 'asked_me' ELSE 'asked' END, "
    "me.member, date.id, date.seq, NULL, date.by_id, '' FROM me JOIN rooms_occasion date ON date.room_id = me.room "
    f"WHERE date.state = '{Occasion.State.ASKED}' AND date.starts > {{now}}",
    "SELECT 'agreed', me.member, date.id, date.seq, NULL, date.by_id, '' "
    "FROM me JOIN rooms_occasion date ON date.room_id = me.room "
    f"WHERE date.state = '{Occasion.State.AGREED}' AND date.starts > {{now}}",
    "SELECT 'late', me.member, date.id, date.seq, date.soon_seq, date.by_id, '' "
    "FROM me JOIN rooms_occasion date ON date.room_id = me.room "
    f"WHERE date.soon_seq IS NOT NULL AND date.ends > {{still}} "
    "AND NOT EXISTS (SELECT 1 FROM rooms_event event WHERE event.room_id = me.room AND event.author_id = me.member "
    "AND (event.seq = date.soon_seq OR event.seq > date.soon_seq AND event.seq IN (SELECT line.seq "
    f"FROM rooms_occasionline line WHERE line.occasion_id = date.id AND line.about = '{OccasionLine.About.SEEN}')))",
    "SELECT CASE WHEN wish.joined_by_id IS NULL THEN 'wish' ELSE 'wish_joined' END, "
    "me.member, wish.id, wish.seq, wish.joined_seq, wish.by_id, '' "
    "FROM me JOIN rooms_wish wish ON wish.room_id = me.room WHERE wish.answered_at IS NULL",
    "SELECT 'question', me.member, asked.id, asked.seq, NULL, asked.asked_by_id, asked.topic "
    "FROM me JOIN rooms_expertquestion asked ON asked.room_id = me.room WHERE asked.asked_by_id <> me.member "
    "AND NOT EXISTS (SELECT 1 FROM rooms_childentry entry WHERE entry.question_id = asked.id "
    f"AND {_shown('entry.seq')}) AND (asked.child_id IS NULL OR {_of_room('asked')})",
    "SELECT 'step', me.member, step.id, step.seq, NULL, step.asked_by_id, '' "
    "FROM me JOIN rooms_bigstep step ON step.room_id = me.room WHERE step.asked_by_id <> me.member "
    "AND NOT EXISTS (SELECT 1 FROM rooms_bigstepanswer said "
    f"WHERE said.step_id = step.id AND said.member_id = me.member) AND {_of_room('step')}",
    "SELECT 'point', me.member, point.id, NULL, NULL, NULL, '' "
    "FROM me JOIN rooms_agreement agreement ON agreement.room_id = me.room "
    "JOIN rooms_assent assent ON assent.agreement_id = agreement.id AND assent.member_id = me.member "
    "AND assent.withdrawn_at IS NULL "
    "JOIN rooms_agreementpoint point ON point.agreement_id = agreement.id AND point.version > assent.version",
    "SELECT 'turn', me.member, turn.id, turn.seq, NULL, turn.by_id, '' "
    "FROM me JOIN rooms_agreement agreement ON agreement.room_id = me.room "
    "JOIN rooms_agreementpoint point ON point.agreement_id = agreement.id "
    "JOIN rooms_pointturn turn ON turn.point_id = point.id "
    f"WHERE turn.kind = '{PointTurn.Kind.WORDS}' AND turn.state = '{PointTurn.State.OPEN}'",
    "SELECT 'turn_yes', me.member, turn.id, turn.seq, NULL, yes.membership_id, '' "
    "FROM me JOIN rooms_agreement agreement ON agreement.room_id = me.room "
    "JOIN rooms_agreementpoint point ON point.agreement_id = agreement.id "
    "JOIN rooms_pointturn turn ON turn.point_id = point.id "
    "JOIN rooms_pointturn_yes yes ON yes.pointturn_id = turn.id "
    f"WHERE turn.kind = '{PointTurn.Kind.WORDS}' AND turn.state = '{PointTurn.State.OPEN}'",
    "SELECT 'meeting', me.member, meeting.id, NULL, NULL, NULL, '' "
    "FROM me JOIN rooms_meeting meeting ON meeting.room_id = me.room "
    f"WHERE meeting.kind <> '{Meeting.Kind.TALK}' AND (meeting.state = '{Meeting.State.OPEN}' "
    f"OR meeting.state = '{Meeting.State.SET}' AND meeting.starts_at <= {{near}})",
    "SELECT 'plan', me.member, plan.id, NULL, NULL, NULL, '' "
    f"FROM me JOIN rooms_wayhome plan ON plan.room_id = me.room WHERE plan.state = '{WayHome.State.SENT}'",
    "SELECT 'home_ask', me.member, ask.id, ask.words, NULL, ask.asked_by_id, '' "
    f"FROM me JOIN rooms_homeask ask ON ask.room_id = me.room WHERE ask.state = '{HomeAsk.State.OPEN}' "
    "AND ask.until >= {today}",
)


class Open(NamedTuple):
    """Something that is open: what, in whose eyes (a membership's key), its own key, who did it, and a word of it."""

    what: str
    member: int
    ref: int
    author: int | None
    word: str


def pending(parts: Mapping[int, Sight], moments: Mapping[str, datetime], today: date) -> list[Open]:
    """What is open in the rooms of these parts, by membership's key, as far as each may see it.

    The moments: what starts before `now` waits no more, a late change asks to be seen until its end is before `still`,
    a meeting waits from when `near` reaches it.
    """
    if not parts:
        return []
    heads = [(member, sight.room, sight.head) for member, sight in parts.items()]
    hidden = [
        (member, first, sight.head if last is None else last)
        for member, sight in parts.items()
        for first, last in sight.hidden
    ] or [(0, 0, 0)]
    bound = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in moments.items()}
    found, values = _bound(" UNION ALL ".join(_FOUND), {**bound, "today": connection.ops.adapt_datefield_value(today)})
    sql = (
        f"WITH me (member, room, head) AS (VALUES {_numbers(heads)}), hidden (member, first, last) AS "
        f"(VALUES {_numbers(hidden)}), found (what, member, ref, seq, also, author, word) AS ({found}) "
        "SELECT found.what, found.member, found.ref, found.author, found.word FROM found "
        f"JOIN me ON me.member = found.member WHERE {_shown('found.seq')} AND {_shown('found.also')} "
        "ORDER BY found.ref"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(number for row in (*heads, *hidden) for number in row), *values])
        return [Open(*row) for row in cursor.fetchall()]


def _bound(sql: str, named: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The statement with a place for each value that it names in curly brackets, and the values in their order."""
    return _NAME.sub("%s", sql), [named[name] for name in _NAME.findall(sql)]


def _numbers(rows: Collection[tuple[int, int, int]]) -> str:
    return ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint), CAST(%s AS bigint))"] * len(rows))
