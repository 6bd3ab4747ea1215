"""No read path and no act of staff without its row: every address there is, by GET and by POST (S6, S53).

The addresses come from the router, so a new page or form joins by itself: it fails here if staff sees something of a
room on it, gets a file or has a form done, and no row is left.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from frontend.acts import ACTS
from frontend.views.flags import _ACTS as FLAG_ACTS
from moderation.models import Flag, HeldMessage, Look, Step, Summary
from moderation.queries.staff import handle
from moderation.services import appeals, exports, flags, looks, steps, summaries, whispers
from rooms import limits
from rooms.knowhow import TECHNIQUES
from rooms.models import HiddenRange, Household, Meeting, Membership, Occasion, OrderPhoto, Person, Role
from rooms.models.about import Topic
from rooms.services import invitations, memberships, paper
from rooms.services.invitations import Wanted
from tests.cast import Cast
from tests.photos import sent
from tests.videos import sent_video
from tests.walls.answers import signed_in
from tests.walls.dateswork import in_dates
from tests.walls.meetingwork import in_meetings
from tests.walls.pages import ROOM_PAGES, routes

pytestmark = pytest.mark.django_db

Kind = Look.Kind
WORDS: Final = "She counted every duck on the pond"
NOTE: Final = "A blanket from home helps him sleep"

NOT_OF_A_ROOM: Final = {
    "admin/": "the agency's file of people and homes: that no word of a room is in it, tests/walls holds",
    "accounts/": "signing in",
    "settings/": "one's own account",
    "reach/": "how one is reached oneself",
    "join/": "one's own invitation, before there is a part",
    "given/": "for those without a part, and never for staff: tests/walls/test_given.py; their readings leave rows too",
    "n/": "the way from a notice to a page that is walked",
    "leave/": "signing out",
    "language/": "a choice of one's own",
    "offline/": "nothing of anybody",
    "words/": "nothing of anybody",
    "calendar/phone/": "one's own secret address",
    "calendar/link/": "the same",
    "calendar/feed/": "one's own dates, without a name",
    "manifest.webmanifest": "nothing of anybody",
    "sw.js": "nothing of anybody",
    "desk/team/outcomes.csv": "figures of five rooms and more; its page shows the same",
}
"""Addresses that are not walked, by how they begin, each with the reason."""

NO_ACT: Final = {
    "files": "a photo on its way is in the room only with its message",
    "desk_files": "the same from the desk",
    "videos": "a video on its way is in the room only with its message",
    "desk_videos": "the same from the desk",
    "video_progress": "one's own video on its way is given up",
    "desk_video_progress": "the same from the desk",
    "desk_policy": "the agency's choices, which stand in a list of their own",
    "desk_planning": "its rows are in the room that it opens; tests/moderation/test_planning.py looks for them",
    "desk_cards": "the agency's own cards, with no word of a room; each version is kept",
    "desk_template": "the agency's own points, with no word of a room; each version is kept",
    "desk_feedback": "what the agency changed, told to all of its members",
    "team_seal": "an address of the agency's",
    "desk_paper": "it only leads to the page that has this code, which is walked",
    "appeal": "members ask for a second look, staff does not",
    "desk_treatment": "the list would tell which talk is about treatment; each mark says itself who made it and when",
}
"""Forms that do nothing in a room, each with the reason."""

SHOWS: Final = {
    "desk": Kind.BOARD,
    "desk_room": Kind.READ,
    "desk_retract": Kind.READ,
    "desk_people": Kind.PEOPLE,
    "desk_manage": Kind.PEOPLE,
    "desk_invitations": Kind.PEOPLE,
    "desk_steps": Kind.PEOPLE,
    "desk_notes": Kind.PEOPLE,
    "desk_paper": Kind.PEOPLE,
    "desk_paper_for": Kind.PEOPLE,
    "desk_sheet": Kind.READ,
    "desk_sheet_answer": Kind.PEOPLE,
    "desk_looks": Kind.TRAIL,
    "desk_seals": Kind.TRAIL,
    "desk_export": Kind.EXPORTS,
    "desk_flags": Kind.BOARD,
    "desk_flag": Kind.FLAG,
    "desk_held": Kind.HELD,
    "desk_summary": Kind.SUMMARY,
    "desk_summary_paper": Kind.SUMMARY,
    "desk_dates": Kind.PAGES,
    "desk_occasion": Kind.PAGES,
    "desk_meetings": Kind.PAGES,
    "desk_meeting": Kind.PAGES,
    "people": Kind.PEOPLE,
    "welcome": Kind.PEOPLE,
    "team": Kind.FLAG,
}
"""What a look at some pages leaves; of the others the test asks that they leave something."""

DONE: Final = {
    **dict.fromkeys(
        ("say", "edit", "retract", "react", "desk_say", "desk_edit", "desk_retract", "desk_react"), Kind.STEP_IN
    ),
    "desk_manage": Kind.STEP,
    "desk_invitations": Kind.STEP,
    "desk_invitation": Kind.STEP,
    "desk_steps": Kind.STEP,
    "desk_notes": Kind.WHISPER,
    "desk_paper_for": Kind.STEP,
    "desk_sheet": Kind.STEP,
    "desk_sheet_answer": Kind.STEP,
    "desk_inquiry": Kind.READ,
    "desk_help": Kind.FLAG,
    "desk_flag_act": Kind.FLAG,
    "desk_held": Kind.HELD,
    "desk_summaries": Kind.DRAFT,
    "desk_summary": Kind.DRAFT,
    "hand_over": Kind.HANDOVER,
}
"""What an act by some forms leaves."""


@dataclass
class Form:
    """One form in order, by whoever may send it; `before` makes the room ready for it."""

    fields: dict[str, Any] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None


class Office:
    """Something of each kind that a page could show, and Tianna and a supervisor in front of it."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.room = cast, cast.rooms["macia"]
        self.room_id, self.father = self.room.public_id, cast.member("francisco", "macia")
        self.colleague = Person.objects.create_user(
            "colleague@example.org", name="Colleague", agency=cast.tianna.agency, is_staff=True
        )
        self.home = Household.objects.create(agency=cast.tianna.agency, name="Another home")
        memberships.add(actor=None, room=self.room, person=cast.joshua, role=Role.SUPERVISOR)
        in_meetings(cast, WORDS)
        in_dates(cast, WORDS)
        self.visit = Occasion.objects.filter(room=self.room).latest("pk")
        self.theirs, photo = sent(cast, "brianna", "macia", WORDS)
        _, self.video = sent_video(cast, "brianna", "macia", WORDS)
        self.said = cast.say("tianna", "macia", WORDS)
        self.flag = self.raised()
        self.appealed = self.raised()
        to = {"to_author": NOTE, "to_reporter": NOTE}
        flags.resolve(actor=cast.tianna, flag_id=self.appealed.public_id, outcome="together", **to)
        appeals.appeal(actor=cast.francisco, flag_id=self.appealed.public_id, text="Please look again")
        self.held = HeldMessage.objects.create(
            room=self.room, author=self.father, client_id=uuid4(), text=WORDS, why="threat"
        )
        whispers.whisper(actor=cast.tianna, room_id=self.room_id, to=self.father.public_id, text=NOTE)
        now, day = timezone.now(), timedelta(days=1)
        self.draft = summaries.draft(actor=cast.joshua, room_id=self.room_id, start=now - day, end=now + day / 24)
        Summary.objects.filter(pk=self.draft.pk).update(
            lines=[{"section": "good", "text": WORDS, "seqs": [self.said.seq], "basis": ""}]
        )
        wanted = exports.Wanted(recipient="Francisco DuBuque", purpose="A hearing")
        exports.export(actor=cast.tianna, room_id=self.room_id, wanted=wanted).file.close()
        looks.begin_inquiry(actor=cast.joshua, room_id=self.room_id, reason=NOTE, until=now + day)
        looks.end_inquiry(actor=cast.joshua, room_id=self.room_id)
        self.step = steps.take(
            actor=cast.tianna, room_id=self.room_id, kind=Step.Kind.HOLD, reason=NOTE, until=now + day
        )
        whom = Wanted(role=Role.RELATIVE, name="Samara Hudson")
        about = {"actor": cast.tianna, "room_id": self.room_id}
        self.invited = invitations.invite(**about, wanted=whom, client_id=uuid4()).invitation
        for_him = {"member_id": self.father.public_id, "client_id": uuid4(), "start": now - day}
        self.sheet = paper.print_sheet(**about, **for_him)
        names = Membership.objects.filter(room=self.room, person__in=(cast.francisco, cast.brianna))
        self.secrets = (WORDS, NOTE, whom.name, *names.values_list("shown_name", flat=True))
        self.where = {
            "room_id": self.room_id,
            "seq": str(self.said.seq),
            "member_id": self.father.public_id,
            "act": "suspend",
            "file_id": photo.public_id,
            "video_id": self.video.public_id,
            "coming_id": self.video.public_id,
            "flag_id": self.flag.public_id,
            "summary_id": self.draft.public_id,
            "invitation_id": self.invited.public_id,
            "sheet_id": self.sheet.public_id,
            "worker": handle(cast.tianna),
            "occasion_id": self.visit.public_id,
            "order_id": OrderPhoto.objects.get(approval__room=self.room).public_id,
            "meeting_id": Meeting.objects.filter(room=self.room).earliest("pk").public_id,
            "topic": Topic.SLEEP,
            "card": TECHNIQUES[0].key,
        }
        """What stands in an address; a new kind of thing joins here."""

    def raised(self) -> Flag:
        return flags.raise_by_member(
            actor=self.cast.francisco,
            room_id=self.room_id,
            client_id=uuid4(),
            category="help",
            seq=self.theirs.seq,
            text=WORDS,
        )

    def address(self, name: str, **where: str) -> str:
        known = {**self.where, **where}
        keys = re.findall(r":(\w+)>", routes()[name])
        return reverse(name, kwargs={key: known.get(key, "a1" * 6) for key in keys})

    def manage(self, act: str) -> Form:
        part = {"actor": self.cast.tianna, "room_id": self.room_id, "member_id": self.father.public_id}

        def ready() -> None:
            if act == "widen":
                memberships.narrow(**part, reason="a test")
            if act == "restore":
                memberships.suspend(**part, reason="a test")
            if act == "show":
                HiddenRange.objects.create(membership=self.father, first_seq=1, last_seq=1)

        return Form({"reason": "A test", "role": "relative"}, {"act": act}, ready)

    def forms(self, name: str) -> list[Form]:
        """Forms in order for an address; those of the walls' table, if there is nothing special about it."""
        settle = {"outcome": "together", "to_author": NOTE, "to_reporter": NOTE}
        joshua = self.cast.member("joshua", "macia").public_id
        about_flags = {
            "claim": Form(),
            "hand": Form({"to": joshua}),
            "note": Form({"text": "A test"}),
            "link": Form({"line": self.said.seq}),
            "settle": Form(settle),
            "decide": Form({"upheld": "yes", "told": "A test"}, {"flag_id": self.appealed.public_id}),
        }
        day, role = (timezone.localdate() + timedelta(days=5)).isoformat(), str(Role.FOSTER_PARENT)
        child, mother = self.room.children.get().public_id, self.cast.member("ana", "macia").public_id
        export = {"recipient": "A court", "purpose": "A hearing", "details": "on"}
        special: dict[str, list[Form]] = {
            "desk_manage": [self.manage(act) for act in ACTS],
            "desk_flag_act": [
                Form(about_flags[act].fields, {"act": act, **about_flags[act].where}) for act in FLAG_ACTS
            ],
            "desk_held": [
                Form({"held": self.held.public_id, "act": "release"}),
                Form({"held": self.held.public_id, "act": "decline", "answer": "A test"}),
            ],
            "desk_export": [Form({**export, "act": act}) for act in ("choose", "make")],
            "desk_invitation": [Form({"act": "revoke", "reason": "A test"}), Form({"act": "again"})],
            "desk_steps": [
                Form({"kind": "talk", "reason": "A test"}),
                Form({"end": self.step.pk, "reason": "A test"}),
            ],
            "desk_inquiry": [
                Form(dict(ROOM_PAGES["desk_inquiry"].form)),
                Form({"act": "end"}, before=lambda: self.look_without_light()),
            ],
            "desk_dates_ask": [
                Form(
                    {
                        "what": "date",
                        "kind": "doctor",
                        "place_kind": "office",
                        "day": day,
                        "from": "9:00",
                        "to": "10:00",
                        "people": mother,
                    }
                )
            ],
            "desk_occasion": [Form({"step": "stop", "version": self.visit.version, "text": "A test"})],
            "desk_move": [Form({"child": child, "household": self.home.pk, "when": f"{day}T12:00", "role": role})],
            "hand_over": [Form({"to": handle(self.colleague), "room": [self.room_id], "reason": "A test"})],
        }
        return special.get(name) or [Form(dict(ROOM_PAGES[name].form) if name in ROOM_PAGES else {})]

    def look_without_light(self) -> None:
        for person in (self.cast.tianna, self.cast.joshua):
            until = timezone.now() + timedelta(days=1)
            looks.begin_inquiry(actor=person, room_id=self.room_id, reason="A test", until=until)

    @contextmanager
    def left(self, person: Person) -> Iterator[Callable[[], set[str]]]:
        """Asks which rows this person has left within; at the end all is as it was."""
        with transaction.atomic():
            last = max(Look.objects.values_list("pk", flat=True), default=0)
            rows = Look.objects.filter(room=self.room, person=person)
            yield lambda: set(rows.filter(pk__gt=last).values_list("kind", flat=True))
            transaction.set_rollback(True)


@pytest.fixture
def office(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Office:
    """No row stands for what follows it: each look leaves its own."""
    monkeypatch.setattr(looks, "SITTING", {})
    monkeypatch.setattr(looks, "SHORT", timedelta())
    monkeypatch.setattr(limits, "MESSAGES_PER_MINUTE", 10_000)
    return Office(cast)


def walked() -> list[str]:
    """Every address but those above."""
    return sorted(
        name for name, pattern in routes().items() if not pattern.lstrip("^").startswith(tuple(NOT_OF_A_ROOM))
    )


def body_of(answer: HttpResponse) -> str:
    return answer.getvalue().decode(errors="replace")


def is_file(answer: HttpResponse) -> bool:
    """Something that a browser saves, or that cannot be searched for words."""
    kind = answer.headers.get("Content-Type", "")
    return "Content-Disposition" in answer.headers or not kind.startswith(("text/html", "application/json"))


def test_every_reason_has_its_address() -> None:
    assert all(any(pattern.startswith(one) for pattern in routes().values()) for one in NOT_OF_A_ROOM)
    assert {*SHOWS, *DONE, *NO_ACT} <= set(walked())


def test_whatever_stands_in_an_address_is_known(office: Office) -> None:
    """A new kind of thing joins `Office.where`, so that its pages are walked with one that is there."""
    wanted = {key for name in walked() for key in re.findall(r":(\w+)>", routes()[name])}
    assert wanted == set(office.where)


@pytest.mark.parametrize("who", ["tianna", "joshua"])
def test_whatever_staff_sees_of_a_room_leaves_a_row(office: Office, who: str) -> None:
    """Words said or written there, names of those in it, or a file: whoever gets one has left a row."""
    person, shown = office.cast.people[who], set()
    client = signed_in(person)
    for name in walked():
        with office.left(person) as left:
            answer = client.get(office.address(name))
            body = body_of(answer)
            assert answer.status_code < 500, name
            if answer.status_code == 200 and (is_file(answer) or any(secret in body for secret in office.secrets)):
                assert left(), f"{name} shows something of the room and leaves no row"
                assert name not in SHOWS or SHOWS[name] in left(), (name, left())
                shown.add(name)
    supervisors, writers = {"team", "desk_seals"}, {"desk_retract"}
    assert shown >= set(SHOWS) - (supervisors if who == "tianna" else writers)


def test_whatever_staff_does_leaves_a_row(office: Office) -> None:
    """Each form in order, sent by a worker or by a supervisor: done, it has left a row; else it is refused."""
    staff = {person: signed_in(person) for person in (office.cast.tianna, office.cast.joshua)}
    done = set()
    for name in walked():
        for form in office.forms(name) if name not in NO_ACT else ():
            answers = []
            for person, client in staff.items():
                with office.left(person) as left:
                    form.before()
                    fields = {"client_id": str(uuid4()), **form.fields}
                    answer = client.post(office.address(name, **form.where), fields)
                    body_of(answer)
                    answers.append(answer.status_code)
                    if answer.status_code < 400:
                        assert left(), f"POST {name} {form.fields} is done and leaves no row"
                        assert name not in DONE or DONE[name] in left(), (name, left())
                        done.add(name)
            refused = set(answers) <= {403, 404, 405}
            assert refused or min(answers) < 400, f"POST {name} {form.fields} wants a form that is in order: {answers}"
    assert done >= set(DONE)
