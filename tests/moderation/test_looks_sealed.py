"""Safety inquiries: a look that members see later, with its reason and that it was sealed (S6, S60)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from moderation.models import Look
from moderation.queries import looks as trails
from moderation.services import looks
from rooms.errors import RoomError
from rooms.models import Role
from rooms.services import memberships
from tests.cast import Cast
from tests.frontend.conftest import Reader
from tests.moderation.test_looks import earlier, read, seen

pytestmark = [pytest.mark.django_db]
REASON = "A bruise that nobody could explain"


def in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def begin(cast: Cast, *, person: str = "tianna", reason: str = REASON, until: datetime | None = None) -> Look:
    return looks.begin_inquiry(
        actor=cast.people[person],
        room_id=cast.rooms["macia"].public_id,
        reason=reason,
        until=until or in_days(30),
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": "  "}, "reason_needed"),
        ({"until": in_days(-1)}, "bad_date"),
        ({"until": in_days(91)}, "bad_date"),
        ({"person": "ana"}, "not_allowed"),
        ({"person": "samara"}, "not_found"),
    ],
)
def test_what_cannot_be_sealed(cast: Cast, fields: dict[str, object], code: str) -> None:
    with pytest.raises(RoomError, match=code):
        begin(cast, **fields)
    assert not Look.objects.exists()


@pytest.mark.both_engines
def test_sealed_looks_are_staffs_alone_until_their_day(cast: Cast) -> None:
    begin(cast)
    for kind in (Look.Kind.READ, Look.Kind.PEOPLE):
        read(cast, kind=kind)
    assert seen(cast, "ana") == []
    page = Reader(cast, "ana", "macia").get("looks/").content.decode()
    assert REASON not in page and "Nobody from staff has looked" in page
    whole = trails.whole_trail(cast.tianna, cast.rooms["macia"].public_id)
    kinds = [(line.inquiry, line.sealed, line.purpose) for _, lines in whole.days for line in lines]
    assert sorted(kinds) == [("", True, REASON), ("", True, REASON), ("begun", True, REASON)]


def test_a_supervisor_sees_every_seal(cast: Cast) -> None:
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.wendy, role=Role.SUPERVISOR)
    begin(cast)
    page = Reader(cast, "wendy", "macia").client.get(f"/desk/rooms/{cast.rooms['macia'].public_id}/looks/")
    assert REASON in page.content.decode() and "Members do not see this until" in page.content.decode()


def test_a_supervisor_finds_the_seals_of_all_her_rooms_on_one_page(cast: Cast) -> None:
    """Nobody else does, other staff too; a room that is not hers is not on it."""
    begin(cast)
    page = "/desk/seals/"
    assert Reader(cast, "tianna", "macia").client.get(page).status_code == 404
    assert Reader(cast, "ana", "macia").client.get(page).status_code == 404
    memberships.add(actor=None, room=cast.rooms["jaylan"], person=cast.wendy, role=Role.SUPERVISOR)
    wendy = Reader(cast, "wendy", "jaylan").client
    assert "Nobody has read without the light" in wendy.get(page).content.decode()
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)
    shown = Reader(cast, "joshua", "macia").client.get(page).content.decode()
    assert REASON in shown and "Tianna Reilly" in shown and "Members do not see this until" in shown


def test_on_its_day_a_look_comes_up_and_says_that_it_was_sealed(cast: Cast) -> None:
    look = earlier(cast, at=in_days(-20), sealed_until=in_days(-1), purpose=REASON)
    read(cast)
    newest, sealed = seen(cast, "ana")
    assert newest.sealed_until is None
    assert (sealed.times, sealed.purpose, sealed.sealed) == ([look.at], REASON, False)
    page = Reader(cast, "ana", "macia").get("looks/").content.decode()
    assert REASON in page and "because of a question about safety" in page


def test_other_rooms_are_read_as_always(cast: Cast) -> None:
    begin(cast)
    read(cast, "gladys")
    assert [line.sealed_until for line in seen(cast, "ana", "gladys")] == [None]


def test_an_inquiry_can_be_ended_and_what_was_read_stays_sealed(cast: Cast) -> None:
    begin(cast)
    room_id = cast.rooms["macia"].public_id
    assert not looks.shows_light(cast.member("tianna", "macia"))
    looks.end_inquiry(actor=cast.tianna, room_id=room_id)
    looks.end_inquiry(actor=cast.tianna, room_id=room_id)
    assert looks.shows_light(cast.member("tianna", "macia"))
    read(cast)
    assert [line.sealed_until for line in seen(cast, "ana")] == [None]
    assert Look.objects.filter(sealed_until__isnull=False).count() == 2


def test_an_inquiry_is_over_after_a_day(cast: Cast) -> None:
    earlier(cast, at=timezone.now() - timedelta(hours=25), sealed_until=in_days(9), detail={"inquiry": "begun"})
    assert looks.shows_light(cast.member("tianna", "macia"))


def test_an_inquiry_is_chosen_at_the_desk(cast: Cast) -> None:
    """Reason and day are asked for; a refusal keeps the words; the room then says how it is read."""
    tianna = Reader(cast, "tianna", "macia")
    assert "Read Macia’s room without showing?" in tianna.get("inquiry/").content.decode()
    for form in ({"reason": REASON}, {"reason": REASON, "until": in_days(99).date().isoformat()}):
        refused = tianna.post("inquiry/", **form)
        assert refused.status_code == 422 and REASON in refused.content.decode()
    done = tianna.post("inquiry/", reason=REASON, until=in_days(9).date().isoformat())
    assert (done.status_code, done["Location"]) == (303, tianna.base)
    assert "You are reading without the light." in tianna.get().content.decode()
    assert "You are reading without the light" in tianna.get("inquiry/").content.decode()
    assert tianna.post("inquiry/", act="end").status_code == 303
    assert "You are observing." in tianna.get().content.decode()
