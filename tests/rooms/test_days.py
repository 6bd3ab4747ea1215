"""The day told by taps, a sick child, words passed on: who may, what is refused, replays, two at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from rooms.access import EDIT_WINDOW
from rooms.errors import RoomError
from rooms.items import item_of
from rooms.media import store
from rooms.models import Attachment, Day, Event, Notification, PassedWords, SickCard, SickSeen
from rooms.protocol import FileRef
from rooms.queries import days as day_queries
from rooms.queries import passed as words_queries
from rooms.queries import sick as sick_queries
from rooms.screen import Verdict
from rooms.services import cheers, days, items, memberships, passed, sick
from rooms.wishes import wishes
from tests.cast import Cast
from tests.photos import kept, reader, refusal

pytestmark = [pytest.mark.django_db]

TAPS = {"slept": "slept.well", "mood": "mood.happy"}


def told(cast: Cast, who: str = "wendy", room: str = "jon", **more: object) -> Event:
    form = {"room_id": cast.rooms[room].public_id, "client_id": uuid4(), "taps": TAPS, **more}
    return days.tell(actor=cast.people[who], **form)


def sick_told(cast: Cast, who: str = "wendy", room: str = "jon", **more: object) -> Event:
    form = {"room_id": cast.rooms[room].public_id, "client_id": uuid4(), "signs": ["sick.fever"], **more}
    return sick.tell(actor=cast.people[who], **form)


def card_of(event: Event) -> str:
    return str(event.data["item"]["id"])


def test_a_day_is_one_line_with_its_taps(cast: Cast) -> None:
    """S27: each tap is a fact that needs no translation; the words are the line's; the other parent sees it."""
    event = told(cast, text="He said tabo.")
    item = item_of(event.data)
    assert item is not None and item.kind == "day.told" and event.text == "He said tabo."
    assert item.facts == {"on": timezone.localdate().isoformat(), **TAPS}
    [day] = day_queries.page(reader(cast, "joshua", "jon")).days
    assert [str(label) for label in day.labels] == ["slept well", "happy"]
    assert (day.line.text, day.child, day.can_change) == ("He said tabo.", "Jon", False)


@pytest.mark.parametrize("who", ["ana", "joshua", "wendy", "tianna"])
def test_both_sides_and_the_social_worker_tell_days(cast: Cast, who: str) -> None:
    """S61: both sides have the same powers here."""
    assert told(cast, who).author == cast.member(who, "jon")


def test_what_is_no_day_is_refused(cast: Cast) -> None:
    """S27"""
    today = timezone.localdate()
    assert refusal(told, cast, taps={}) == "nothing_told"
    assert refusal(told, cast, taps={"slept": "mood.happy"}) == "bad_choice"
    assert refusal(told, cast, on=today + timedelta(days=2)) == "bad_choice"
    assert refusal(told, cast, on=today - timedelta(days=40)) == "bad_choice"
    assert refusal(told, cast, child_id="nobody") == "bad_choice"
    assert refusal(told, cast, "francisco") == "not_found"
    memberships.narrow(
        actor=cast.tianna,
        room_id=cast.rooms["jon"].public_id,
        member_id=cast.member("joshua", "jon").public_id,
        reason="a test",
    )
    assert refusal(told, cast, "joshua") == "read_only"
    assert not Day.objects.exists()


def test_the_same_form_twice_tells_once(cast: Cast) -> None:
    """S27: a phone on a bad line sends again."""
    client_id = uuid4()
    assert told(cast, client_id=client_id).seq == told(cast, client_id=client_id).seq
    assert Day.objects.count() == 1
    said = cast.say("wendy", "jon", "A word")
    assert refusal(told, cast, client_id=said.client_id) == "id_reused"


def test_a_day_can_be_changed_and_its_photos_stay(cast: Cast) -> None:
    """S27, S28: for a quarter of an hour; the new words stand in place of the old ones, with copies of the photos."""
    photo = kept(cast, "wendy", "jon")
    first = told(cast, text="He slpt", files=(FileRef(id=photo.public_id, alt="A truck"),))
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id, "day_id": card_of(first)}
    again = days.change(**form, client_id=uuid4(), taps={"ate": "ate.well"}, text="He slept")
    [day] = day_queries.page(reader(cast, "joshua", "jon")).days
    assert (day.line.seq, day.line.text, day.taps) == (again.seq, "He slept", {"ate": "ate.well"})
    [shown] = day.line.files
    assert shown.alt == "A truck" and shown.id != photo.public_id
    assert Attachment.objects.get(public_id=shown.id).sha256 == photo.sha256
    Day.objects.update(at=timezone.now() - EDIT_WINDOW - timedelta(seconds=1))
    assert refusal(days.change, **form, client_id=uuid4(), taps=TAPS) == "too_late"
    assert refusal(days.take_back, **form, client_id=uuid4()) == "too_late"


def test_a_day_taken_back_is_gone_and_only_ones_own_can_be(cast: Cast) -> None:
    """S27"""
    event = told(cast)
    form = {"room_id": cast.rooms["jon"].public_id, "day_id": card_of(event), "client_id": uuid4()}
    assert refusal(days.take_back, actor=cast.ana, **form) == "not_allowed"
    first = days.take_back(actor=cast.wendy, **form)
    assert days.take_back(actor=cast.wendy, **form).seq == first.seq
    assert refusal(days.take_back, actor=cast.wendy, **{**form, "client_id": uuid4()}) == "gone"
    assert day_queries.page(reader(cast, "ana", "jon")).days == []


def test_who_was_paused_sees_no_day_of_that_time(cast: Cast) -> None:
    """S7, S27: rows follow their lines."""
    cast.suspend("joshua", "jon")
    event = told(cast)
    card = sick_told(cast)
    cast.restore("joshua", "jon")
    member = reader(cast, "joshua", "jon")
    assert day_queries.page(member).days == [] and sick_queries.now(member) == []
    form = {"actor": cast.joshua, "room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}
    assert refusal(cheers.day, **form, about=card_of(event), cheer="cheer.proud") == "not_found"
    assert refusal(sick.see, **form, card_id=card_of(card)) == "not_found"


def test_a_page_of_days_is_full_of_what_one_may_see(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """S7, S27: days of a time away, or taken back, take no place on the page, and hide none before."""
    monkeypatch.setattr(day_queries, "PAGE", 2)
    today = timezone.localdate()
    for number in (5, 4):
        told(cast, on=today - timedelta(days=number))
    cast.suspend("joshua", "jon")
    for number in (3, 2):
        told(cast, on=today - timedelta(days=number))
    cast.restore("joshua", "jon")
    gone = told(cast)
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id, "day_id": card_of(gone)}
    days.take_back(**form, client_id=uuid4())
    page = day_queries.page(reader(cast, "joshua", "jon"))
    assert [(today - view.on).days for view in page.days] == [4, 5] and page.older is None


def _refuses(*_: object, **__: object) -> Verdict:
    raise RoomError("second_thought")


def test_words_that_are_refused_leave_no_photo_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """P11: the copies are written before the words are judged; no row would ever lead to them."""
    photo = kept(cast, "wendy", "jon")
    first = told(cast, text="He slpt", files=(FileRef(id=photo.public_id, alt="A truck"),))
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id, "day_id": card_of(first), "taps": TAPS}
    saved: list[str] = []
    save = store.save
    monkeypatch.setattr(store, "save", lambda name, data: (saved.append(name), save(name, data)))
    monkeypatch.setattr(items, "judge", _refuses)
    assert refusal(days.change, **form, client_id=uuid4(), text="Call 775-555-0134") == "second_thought"
    assert len(saved) == 2 and all(store.is_gone(name) for name in saved)
    assert not store.is_gone(photo.name) and Attachment.objects.count() == 1
    monkeypatch.undo()
    days.change(**form, client_id=uuid4(), text="He slept")
    assert all(not store.is_gone(one.name) for one in Attachment.objects.all()) and Attachment.objects.count() == 2


def test_a_week_counts_what_was_good(cast: Cast) -> None:
    """S27: the look back says what was tapped, day by day, and begins with what was good."""
    today = timezone.localdate()
    told(cast, on=today)
    told(cast, "ana", on=today)
    told(cast, on=today - timedelta(days=2), taps={"slept": "slept.well", "mood": "mood.sad"})
    child = cast.rooms["jon"].children.get().public_id
    week = day_queries.week(reader(cast, "joshua", "jon"), today - timedelta(days=6), child)
    assert week.told == 2
    assert [(str(one.label), one.count) for one in week.good] == [("slept well", 2), ("happy", 1)]
    tapped = [[str(label) for label in day.labels] for day in week.days]
    assert tapped == [[], [], [], [], ["slept well", "sad"], [], ["slept well", "happy"]]
    assert [day.empty for day in week.days] == [True, True, True, True, False, True, False]


def test_a_week_has_its_sick_days(cast: Cast) -> None:
    """S27, S29: from the day it was told to the day it was better, with the signs of the day they were told on."""
    today, now = timezone.localdate(), timezone.now()
    child = cast.rooms["jon"].children.get().public_id
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id}
    ill = sick.tell(**form, client_id=uuid4(), signs=["sick.fever"], at=now - timedelta(days=4))
    sick.better(**form, client_id=uuid4(), card_id=card_of(ill), at=now - timedelta(days=3))
    sick.tell(**form, client_id=uuid4(), signs=["sick.cough"])
    for person in ("wendy", "tianna"):
        week = day_queries.week(reader(cast, person, "jon"), today - timedelta(days=6), child)
        assert [day.sick for day in week.days] == [False, False, True, True, False, False, True]
        assert [[str(sign) for sign in day.signs] for day in week.days if day.sick] == [
            ["fever"],
            [],
            ["cough or cold"],
        ]
        assert (week.told, week.sick) == (0, 3)
    before = day_queries.week(reader(cast, "ana", "jon"), today - timedelta(days=20), child)
    assert before.sick == 0 and all(day.empty for day in before.days)


def test_a_sick_day_of_a_pause_is_not_in_the_week(cast: Cast) -> None:
    """S7"""
    cast.suspend("ana", "jon")
    sick.tell(actor=cast.wendy, room_id=cast.rooms["jon"].public_id, client_id=uuid4(), signs=["sick.fever"])
    cast.restore("ana", "jon")
    first, child = timezone.localdate() - timedelta(days=6), cast.rooms["jon"].children.get().public_id
    assert day_queries.week(reader(cast, "ana", "jon"), first, child).sick == 0
    assert day_queries.week(reader(cast, "joshua", "jon"), first, child).sick == 1


def test_a_success_is_celebrated(cast: Cast) -> None:
    """S49: one tap and a few words, on a day."""
    event = told(cast)
    cheers.day(
        actor=cast.joshua,
        room_id=cast.rooms["jon"].public_id,
        client_id=uuid4(),
        about=card_of(event),
        cheer="cheer.proud",
        text="Fourteen words!",
    )
    [day] = day_queries.page(reader(cast, "ana", "jon")).days
    assert [(str(one.label), one.line.text) for one in day.cheers] == [("So proud!", "Fourteen words!")]


# A sick child.


def test_everybody_is_told_at_once_that_a_child_is_sick(cast: Cast) -> None:
    """S29: one tap, urgent for all others of the room, through quiet hours, and for nobody else."""
    event = sick_told(cast, doctor="doctor.going")
    assert event.text == "" and item_of(event.data).facts == {"fever": "sick.fever", "doctor": "doctor.going"}
    found = Notification.objects.filter(kind=Notification.Kind.CHILD_SICK, room=cast.rooms["jon"])
    assert {one.person for one in found} == {cast.ana, cast.joshua, cast.tianna}
    for one in found:
        assert one.is_urgent and one.next_at <= timezone.now()
        assert wishes(one.person, one.room).hold_until(one.kind, timezone.now()) is None
    assert refusal(sick_told, cast, signs=["fever"]) == "bad_choice"


def test_a_slow_room_holds_no_sick_card_back(cast: Cast) -> None:
    """S29"""
    cast.say("wendy", "jon", "A word")
    cast.rooms["jon"].__class__.objects.filter(pk=cast.rooms["jon"].pk).update(
        pace=600, slow_until=timezone.now() + timedelta(hours=1), under_review=True
    )
    assert refusal(told, cast, text="More words") == "slow_room"
    assert sick_told(cast).seq


def test_it_shows_who_has_seen_it(cast: Cast) -> None:
    """S29: each says so once, also those who may only read; the card names who has and who has not."""
    card = card_of(sick_told(cast))
    [view] = sick_queries.now(reader(cast, "wendy", "jon"))
    assert (view.seen, view.waits, view.to_see) == ([], ["Ana Gutierrez", "Joshua Reyes"], False)
    form = {"room_id": cast.rooms["jon"].public_id, "card_id": card}
    memberships.narrow(
        actor=cast.tianna,
        room_id=cast.rooms["jon"].public_id,
        member_id=cast.member("ana", "jon").public_id,
        reason="a test",
    )
    for who in ("ana", "ana", "tianna"):
        sick.see(actor=cast.people[who], client_id=uuid4(), **form)
    sick.see(actor=cast.wendy, client_id=uuid4(), **form)
    assert SickSeen.objects.count() == 2
    [view] = sick_queries.now(reader(cast, "wendy", "jon"))
    assert (view.seen, view.waits) == (["Ana Gutierrez", "Tianna Reilly"], ["Joshua Reyes"])
    notice = Notification.objects.get(person=cast.ana, kind=Notification.Kind.CHILD_SICK)
    assert notice.acknowledged_at is not None


def test_a_second_sick_child_asks_again(cast: Cast) -> None:
    """S29: the notice is answered once every open card was seen that one may see."""
    first, second = card_of(sick_told(cast)), card_of(sick_told(cast, "joshua"))
    notice = Notification.objects.filter(person=cast.ana, kind=Notification.Kind.CHILD_SICK)
    form = {"actor": cast.ana, "room_id": cast.rooms["jon"].public_id}
    sick.see(**form, client_id=uuid4(), card_id=second)
    assert notice.get().acknowledged_at is None
    cast.suspend("ana", "jon")
    sick_told(cast)
    cast.restore("ana", "jon")
    sick.see(**form, client_id=uuid4(), card_id=first)
    assert notice.get().acknowledged_at is not None


def test_better_now_closes_it_once(cast: Cast) -> None:
    """S29: by those the child is with; of two who say so at once the second is told."""
    cards = [card_of(sick_told(cast)), card_of(sick_told(cast, "ana", signs=[]))]
    form = {"room_id": cast.rooms["jon"].public_id, "card_id": cards[0]}
    assert refusal(sick.better, actor=cast.joshua, client_id=uuid4(), **form) == "not_allowed"
    event = sick.better(actor=cast.tianna, client_id=uuid4(), **form)
    assert event.data["item"]["kind"] == "sick.better"
    assert refusal(sick.better, actor=cast.wendy, client_id=uuid4(), **form) == "already_better"
    assert sick_queries.now(reader(cast, "ana", "jon")) == []
    assert [view.id for view in sick_queries.over(reader(cast, "ana", "jon"))] == cards[::-1]
    assert SickCard.objects.filter(better_seq=event.seq).count() == 2


# Words passed on.


def test_words_that_wait_never_fall_off_the_page(cast: Cast) -> None:
    """S32: however much came after them; others do, in time."""
    form = {"actor": cast.joshua, "room_id": cast.rooms["jon"].public_id}
    for way in ("to", "from", *["to"] * words_queries.LAST):
        sent = passed.send(**form, client_id=uuid4(), way=way, text=f"Buenas noches, {way}")
    for row in PassedWords.objects.filter(way="to").order_by("pk")[1:]:
        passed.told(**{**form, "actor": cast.wendy}, client_id=uuid4(), words_id=row.public_id)
    found = words_queries.last(reader(cast, "wendy", "jon"))
    assert found[0].id == card_of(sent) and [one.waits for one in found] == [*[False] * words_queries.LAST, True]
    passed.told(**{**form, "actor": cast.wendy}, client_id=uuid4(), words_id=found[-1].id)
    assert len(words_queries.last(reader(cast, "wendy", "jon"))) == words_queries.LAST


def test_words_are_passed_on_and_it_is_told_how_it_went(cast: Cast) -> None:
    """S32: a goodnight from a parent, told by the foster parent; nobody marks their own, and only one marks it."""
    form = {"room_id": cast.rooms["jon"].public_id}
    sent = passed.send(
        actor=cast.joshua, **form, client_id=uuid4(), way="to", text="Buenas noches, y los camiones ya duermen."
    )
    about = {**form, "words_id": card_of(sent)}
    assert refusal(passed.told, actor=cast.joshua, **about, client_id=uuid4()) == "not_allowed"
    [view] = words_queries.last(reader(cast, "wendy", "jon"))
    assert view.waits and view.told is None
    passed.told(actor=cast.wendy, **about, client_id=uuid4(), text="He did a quiet brrr.")
    assert refusal(passed.told, actor=cast.ana, **about, client_id=uuid4()) == "already_passed"
    [view] = words_queries.last(reader(cast, "joshua", "jon"))
    assert not view.waits and view.told is not None and view.told.text == "He did a quiet brrr."


def test_words_and_drawings_come_from_the_child_too(cast: Cast) -> None:
    """S32: the other way round."""
    photo = kept(cast, "wendy", "jon")
    form = {"actor": cast.wendy, "room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}
    passed.send(**form, way="from", files=(FileRef(id=photo.public_id, alt="A drawing of a truck"),))
    [view] = words_queries.last(reader(cast, "ana", "jon"))
    assert not view.to_child and not view.waits and view.line.files[0].alt == "A drawing of a truck"
    assert refusal(passed.send, **{**form, "client_id": uuid4()}, way="to") == "nothing_told"
    assert refusal(passed.send, **{**form, "client_id": uuid4()}, way="up", text="A word") == "bad_choice"
    assert PassedWords.objects.count() == 1


def test_words_from_a_hidden_time_cannot_be_marked(cast: Cast) -> None:
    """S7"""
    cast.suspend("joshua", "jon")
    form = {"room_id": cast.rooms["jon"].public_id, "client_id": uuid4()}
    sent = passed.send(actor=cast.ana, **form, way="to", text="Goodnight")
    cast.restore("joshua", "jon")
    with pytest.raises(RoomError, match="not_found"):
        passed.told(actor=cast.joshua, **{**form, "client_id": uuid4()}, words_id=card_of(sent))
