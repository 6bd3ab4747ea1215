"""What is said of treatment: kept out of summaries and exports unless a consent or order is written down (42 CFR 2)."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import Look, Summary, TreatmentConsent, TreatmentMark
from moderation.record.words import REDISCLOSURE
from moderation.services import exports, flags, summaries, treatment
from moderation.services.exports import Wanted
from moderation.services.summaries import Written
from rooms.errors import RoomError
from rooms.models import Event
from rooms.services import messages
from tests.cast import Cast
from tests.moderation.archives import archive, unpacked, verdict
from tests.walls.answers import signed_in

pytestmark = [pytest.mark.django_db]

WORDS = "My group at the clinic meets every Tuesday now, and I am proud"
CHANGED = "My group at the clinic meets every Wednesday now, and I am proud"
COURT = Wanted(recipient="Juvenile court, department 4", purpose="Review hearing")
PAPER = "Signed by him on paper, for the court, folder 7"


@pytest.fixture
def said(cast: Cast) -> Event:
    """Francisco tells of his treatment, among other talk; there is more than one version of it."""
    for number, who in enumerate(["ana", "brianna"] * 8):
        cast.say(who, "macia", f"She ate {number} spoons of soup and asked for the blue book. Thank you for reading!")
    event = cast.say("francisco", "macia", WORDS)
    messages.edit(
        actor=cast.francisco,
        room_id=cast.rooms["macia"].public_id,
        client_id=uuid4(),
        target=event.seq,
        text=CHANGED,
    )
    return event


def room_id(cast: Cast, room: str = "macia") -> str:
    return cast.rooms[room].public_id


def mark(cast: Cast, seq: int, about: str = "francisco", who: str = "tianna") -> TreatmentMark:
    about_id = cast.member(about, "macia").public_id
    return treatment.mark(actor=cast.people[who], room_id=room_id(cast), seq=seq, about_id=about_id)


def allow(cast: Cast, about: str = "francisco", **fields: Any) -> TreatmentConsent:
    given = {
        "actor": cast.tianna,
        "about_id": cast.member(about, "macia").public_id,
        "basis": "consent",
        "reference": PAPER,
        "until": timezone.now() + timedelta(days=30),
        **fields,
    }
    return treatment.allow(room_id=room_id(cast), **given)


def refused(code: str, act: Any, *args: Any, **fields: Any) -> None:
    with pytest.raises(RoomError) as caught:
        act(*args, **fields)
    assert caught.value.code == code


def files(cast: Cast, **more: Any) -> dict[str, str]:
    """The readable files of an export, which the verifier finds whole."""
    data = archive(cast, Wanted(recipient=COURT.recipient, purpose=COURT.purpose, **more))
    assert verdict(unpacked(data)).faults == []
    names = ("record.jsonl", "record.html", "digest.html", "README.txt", "manifest.json")
    return {name: unpacked(data)[name].decode() for name in names}


def drafted(cast: Cast) -> Summary:
    now = timezone.now()
    return summaries.draft(actor=cast.tianna, room_id=room_id(cast), start=now - timedelta(days=1), end=now)


def cites(summary: Summary) -> set[int]:
    return {seq for line in summary.lines for seq in line["seqs"]}


def test_an_export_leaves_every_version_out_and_does_not_say_why(cast: Cast, said: Event) -> None:
    """Proved unchanged like whatever is left out; the reason itself must not tell of treatment."""
    mark(cast, said.seq)
    found = files(cast)
    for name, text in found.items():
        assert "clinic" not in text, name
        assert REDISCLOSURE not in text, name
    lines = [json.loads(line) for line in found["record.jsonl"].splitlines()]
    hidden = [line for line in lines if "hidden" in line]
    assert [line["covered"]["seq"] for line in hidden] == [said.seq, said.seq + 1]
    assert {line["hidden"]["why"] for line in hidden} == {"The law keeps it confidential."}
    assert {line["hidden"]["instead"] for line in hidden} == {""}


def test_a_consent_alone_tells_nothing_and_with_the_tick_the_notice_travels_along(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    allow(cast)
    assert "clinic" not in "".join(files(cast).values())
    found = files(cast, treatment=True)
    assert WORDS in found["record.html"] and CHANGED in found["record.jsonl"]
    for name in ("record.html", "digest.html", "README.txt", "manifest.json"):
        assert REDISCLOSURE in found[name], name
        assert "written consent of the person" in found[name], name
        assert PAPER not in found[name], "where the paper is stays with staff"


def test_the_consent_of_one_is_not_that_of_another(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    mark(cast, said.seq - 1, "brianna")
    allow(cast, "brianna", basis="order")
    found = files(cast, treatment=True)
    assert "clinic" not in "".join(found.values())
    assert "She ate 15 spoons" in found["record.html"]
    assert "order of a court" in found["record.html"]


@pytest.mark.parametrize("how", ["over", "taken back"])
def test_a_consent_holds_until_its_day_or_until_it_is_taken_back(cast: Cast, said: Event, how: str) -> None:
    mark(cast, said.seq)
    consent = allow(cast)
    if how == "over":
        TreatmentConsent.objects.update(until=timezone.now() - timedelta(minutes=1))
    else:
        treatment.disallow(actor=cast.tianna, room_id=room_id(cast), consent_id=consent.pk)
        refused("step_over", treatment.disallow, actor=cast.tianna, room_id=room_id(cast), consent_id=consent.pk)
    assert "clinic" not in "".join(files(cast, treatment=True).values())


def test_without_a_mark_in_these_days_there_is_no_notice(cast: Cast, said: Event) -> None:
    allow(cast)
    assert REDISCLOSURE not in files(cast, treatment=True)["README.txt"]


def test_what_is_left_out_by_choice_too_stays_left_out(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    allow(cast)
    found = files(cast, treatment=True, hide=[said.seq], why="Not asked for")
    assert "clinic" not in "".join(found.values())
    assert REDISCLOSURE not in found["README.txt"]


def test_a_summary_rests_on_nothing_of_it_and_cannot_be_made_to(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    summary = drafted(cast)
    assert said.seq not in cites(summary)
    assert not any("clinic" in line["text"] or "Francisco" in line["text"] for line in summary.lines)
    line = Written(section="working", text="Francisco goes to a group", seqs=(said.seq,))
    with pytest.raises(RoomError) as caught:
        summaries.save(
            actor=cast.tianna, room_id=room_id(cast), summary_id=summary.public_id, revision="-", lines=[line]
        )
    assert caught.value.code == "bad_citation"
    path = reverse("desk_summary", args=[room_id(cast), summary.public_id])
    assert "clinic" not in signed_in(cast.tianna).get(path).content.decode()


def own_line(cast: Cast, seq: int, *, sign: bool) -> Summary:
    summary = drafted(cast)
    lines = [
        Written(section="working", text="Francisco is proud of his group", seqs=(seq,)),
        Written(section="working", text="Ana reads aloud", seqs=(seq - 2,)),
    ]
    return summaries.save(
        actor=cast.tianna,
        room_id=room_id(cast),
        summary_id=summary.public_id,
        revision=summaries.revision_of(summary),
        lines=lines,
        sign=sign,
    )


def test_marking_takes_the_lines_out_of_drafts(cast: Cast, said: Event) -> None:
    summary = own_line(cast, said.seq, sign=False)
    mark(cast, said.seq)
    after = Summary.objects.get(pk=summary.pk)
    assert [line["text"] for line in after.lines] == ["Ana reads aloud"]
    assert summaries.revision_of(after) != summaries.revision_of(summary), "an open editor is told"


def test_a_signed_summary_does_not_change_and_does_not_show_it(cast: Cast, said: Event) -> None:
    summary = own_line(cast, said.seq, sign=True)
    mark(cast, said.seq)
    assert said.seq in cites(Summary.objects.get(pk=summary.pk))
    tianna = signed_in(cast.tianna)
    page = tianna.get(reverse("desk_summary", args=[room_id(cast), summary.public_id])).content.decode()
    assert "proud" not in page and "the law keeps what it rests on confidential" in page
    assert "Ana reads aloud" in page
    assert "proud" not in files(cast)["digest.html"]
    later = summaries.revise(actor=cast.tianna, room_id=room_id(cast), summary_id=summary.public_id)
    assert [line["text"] for line in later.lines] == ["Ana reads aloud"]
    allow(cast)
    page = tianna.get(reverse("desk_summary", args=[room_id(cast), summary.public_id])).content.decode()
    assert "Francisco is proud of his group" in page


def test_whoever_only_spoke_of_treatment_is_not_called_silent(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    lines = [line["text"] for line in drafted(cast).lines if line["basis"] == "members"]
    assert not any("Francisco" in line for line in lines)


def test_marks_can_be_taken_away_and_stay_written_down(cast: Cast, said: Event) -> None:
    first = mark(cast, said.seq)
    assert mark(cast, said.seq) == first
    other = mark(cast, said.seq, "ana")
    assert TreatmentMark.objects.get(pk=first.pk).ended_by == cast.tianna
    treatment.unmark(actor=cast.tianna, room_id=room_id(cast), seq=said.seq)
    treatment.unmark(actor=cast.tianna, room_id=room_id(cast), seq=said.seq)
    assert TreatmentMark.objects.get(pk=other.pk).ended_at is not None
    assert "clinic" in files(cast)["record.html"]


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("bad_choice", {"basis": "a word"}),
        ("reference_needed", {"reference": " "}),
        ("too_long", {"reference": "x" * 501}),
        ("bad_text", {"reference": "a\x00b"}),
        ("bad_date", {"until": None}),
        ("bad_date", {"until": datetime.fromisoformat("2001-01-01T00:00:00+00:00")}),
        ("not_found", {"about_id": "0a1b2c3d4e5f"}),
    ],
)
def test_what_is_refused(cast: Cast, code: str, fields: dict[str, Any]) -> None:
    refused(code, allow, cast, **fields)
    assert not TreatmentConsent.objects.exists()


def test_only_messages_and_members_of_this_room(cast: Cast, said: Event) -> None:
    refused("not_found", mark, cast, said.seq + 1)  # a version, no message
    refused("not_found", mark, cast, 999)
    refused("bad_choice", mark, cast, said.seq, "tianna")
    elsewhere = cast.member("samara", "jaylan").public_id
    refused("not_found", treatment.mark, actor=cast.tianna, room_id=room_id(cast), seq=said.seq, about_id=elsewhere)
    consent = allow(cast)
    refused("not_found", treatment.disallow, actor=cast.tianna, room_id=room_id(cast, "gladys"), consent_id=consent.pk)


@pytest.mark.parametrize(("who", "code"), [("ana", "not_allowed"), ("samara", "not_found")])
def test_only_staff_of_the_room(cast: Cast, said: Event, who: str, code: str) -> None:
    actor = cast.people[who]
    refused(code, mark, cast, said.seq, who=who)
    refused(code, allow, cast, actor=actor)
    refused(code, treatment.unmark, actor=actor, room_id=room_id(cast), seq=said.seq)
    refused(code, treatment.disallow, actor=actor, room_id=room_id(cast), consent_id=1)


def test_members_see_nothing_of_the_mark(cast: Cast, said: Event) -> None:
    """Not in the room, not in the list of who has looked: both are the same as before."""
    tianna, path = signed_in(cast.tianna), reverse("desk_treatment", args=[room_id(cast)])
    tianna.get(path)
    before = [(look.kind, look.detail) for look in Look.objects.all()]
    form = {"act": "mark", "line": said.seq, "about": cast.member("francisco", "macia").public_id}
    assert tianna.post(path, form).status_code == 303
    assert tianna.get(path).status_code == 200
    assert [(look.kind, look.detail) for look in Look.objects.all()] == before == [("read", {})]
    for who in ("francisco", "ana"):
        page = signed_in(cast.people[who]).get(reverse("room", args=[room_id(cast)])).content.decode()
        assert CHANGED in page
        assert "treatment" not in page.split("page-data")[0]


def test_the_page_marks_and_writes_down(cast: Cast, said: Event) -> None:
    tianna, path = signed_in(cast.tianna), reverse("desk_treatment", args=[room_id(cast)])
    francisco = cast.member("francisco", "macia").public_id
    page = tianna.get(f"{path}?line={said.seq}").content.decode()
    assert CHANGED in page
    assert f'value="{francisco}" selected' in page
    tianna.post(path, {"act": "mark", "line": said.seq, "about": francisco})
    assert "kept out" in tianna.get(path).content.decode()
    form = {"act": "allow", "about": francisco, "basis": "order", "reference": PAPER, "until": "2099-01-01"}
    wrong = tianna.post(path, {**form, "reference": ""})
    assert (wrong.status_code, "where the paper is" in wrong.content.decode()) == (422, True)
    assert tianna.post(path, form).status_code == 303
    page = tianna.get(path).content.decode()
    assert PAPER in page and "may be told further" in page
    export = reverse("desk_export", args=[room_id(cast)])
    assert "A consent or order is recorded for Francisco DuBuque." in tianna.get(export).content.decode()
    tianna.post(path, {"act": "end", "consent": TreatmentConsent.objects.get().pk})
    assert "kept out" in tianna.get(path).content.decode()
    assert "A consent or order" not in tianna.get(export).content.decode()
    tianna.post(path, {"act": "unmark", "line": said.seq})
    assert "Nothing is marked" in tianna.get(path).content.decode()


def test_the_desk_links_to_it_and_a_flag_suggests_it(cast: Cast, said: Event) -> None:
    tianna = signed_in(cast.tianna)
    path = reverse("desk_treatment", args=[room_id(cast)])
    assert f"{path}?line={said.seq}" in tianna.get(reverse("desk_room", args=[room_id(cast)])).content.decode()
    room, author = cast.rooms["macia"], cast.member("francisco", "macia")
    for label, suggested in (("substance", True), ("self_harm", False)):
        flag = flags.raise_by_screening(
            room=room, author=author, category="care", urgency="later", seqs=[said.seq], labels=[label]
        )
        page = tianna.get(reverse("desk_flag", args=[flag.public_id])).content.decode()
        assert (f"{path}?line={said.seq}" in page) == suggested


def test_the_form_of_an_export_asks_for_it(cast: Cast, said: Event) -> None:
    mark(cast, said.seq)
    allow(cast)
    form = {"recipient": "A court", "purpose": "A hearing", "details": "on", "treatment": "on", "act": "make"}
    answer = signed_in(cast.tianna).post(reverse("desk_export", args=[room_id(cast)]), form)
    assert answer.status_code == 200
    assert CHANGED in unpacked(b"".join(answer.streaming_content))["record.jsonl"].decode()
    assert exports.Export.objects.get().redacted == []
