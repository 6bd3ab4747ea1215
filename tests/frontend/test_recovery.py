"""Somebody lost their password or phone, and staff let them back in (W20)."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontend.throttle import LIMITS, Limit
from moderation.models import Look
from rooms.codes import ALPHABET, code_hash, tidy
from rooms.errors import RoomError
from rooms.models import Membership, Person, RecoveryCode, Role
from rooms.services import memberships, recovery
from tests.cast import PASSWORD, Cast
from tests.frontend.signing import Browser

FRESH = "a window seat and a blue kite"


def make(cast: Cast, who: str = "ana", *, by: str = "tianna", room: str = "macia", reason: str = "Lost phone") -> str:
    """The code that staff get for a member."""
    member = Membership.objects.get(person=cast.people[who], room=cast.rooms[room])
    code, _ = recovery.start(
        actor=cast.people[by], room_id=cast.rooms[room].public_id, member_id=member.public_id, reason=reason
    )
    return code


def supervisor(cast: Cast) -> None:
    """Joshua supervises Macia's room."""
    memberships.add(actor=None, room=cast.rooms["macia"], person=cast.joshua, role=Role.SUPERVISOR)


def use(login: str, code: str, password: str = FRESH, client: Client | None = None) -> object:
    form = {"login": login, "code": code, "password1": password, "password2": password}
    return (client or Client()).post(reverse("recover"), form)


def test_a_lost_phone_from_the_desk_to_the_room(cast: Cast) -> None:
    """The whole way: no e-mail address, an app on a phone that is gone."""
    Person.objects.filter(pk=cast.ana.pk).update(email=None, username="ana.g")
    phone = Browser()
    phone.sign_in("ana.g")
    phone.add_app()
    desk = Browser()
    desk.sign_in("tianna@example.test")
    room = cast.rooms["macia"].public_id
    people = desk.client.get(reverse("desk_people", args=[room])).content.decode()
    where = reverse("desk_recover", args=[room, cast.member("ana", "macia").public_id])
    assert where in people
    assert "Let Ana Gutierrez back in" in desk.client.get(where).content.decode()
    page = desk.client.post(where, {"reason": "I know her voice; she called from the number we have"})
    shown = re.search(r'class="big-code"[^>]*>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})<', page.content.decode())
    assert shown is not None
    assert "ana.g" in page.content.decode()
    assert "Staff of your agency made a code" in phone.client.get(reverse("home")).content.decode()
    borrowed = Browser()
    answer = use("ANA.G", shown[1].lower().replace("-", " "), client=borrowed.client)
    assert answer["Location"] == reverse("account_login")
    assert not phone.is_in()
    assert not Authenticator.objects.filter(user=cast.ana).exists()
    borrowed.sign_in("ana.g", FRESH, borrowed="on")
    assert "A new password was set with a code from staff." in borrowed.client.get(reverse("home")).content.decode()
    again = use("ana.g", shown[1])
    assert again.status_code == 422
    look = Look.objects.get(detail__act="recovery")
    assert (look.person, look.room.public_id) == (cast.tianna, room)


def test_a_code_that_has_been_used_is_too_old_or_was_replaced_works_no_more(cast: Cast) -> None:
    replaced, old = make(cast), make(cast)
    RecoveryCode.objects.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    for code in (replaced, old):
        assert use("ana@example.test", code).status_code == 422
    last = make(cast)
    assert use("ana@example.test", last).status_code == 303
    assert use("ana@example.test", last, "another window and a red kite").status_code == 422


def test_no_sign_is_taken_for_another(cast: Cast) -> None:
    """It is read out on the phone: of each pair that looks or sounds alike one sign at most is ever in a code."""
    for _ in range(40):
        assert set(tidy(make(cast))) <= set(ALPHABET)


def test_what_is_kept_of_it_is_not_what_is_kept_of_a_card(cast: Cast) -> None:
    code = make(cast)
    assert not RecoveryCode.objects.filter(code_hash=code_hash(code)).exists()


def test_only_a_hash_is_kept(cast: Cast) -> None:
    code = make(cast)
    kept = str(list(RecoveryCode.objects.values()))
    assert code not in kept and tidy(code) not in kept


def test_a_weak_password_leaves_the_code_alone(cast: Cast) -> None:
    code = make(cast)
    for weak in ("short", "password123", "ana@example.test"):
        assert use("ana@example.test", code, weak).status_code == 422
    assert use("ana@example.test", code).status_code == 303


def test_wrong_in_any_way_is_one_answer(cast: Cast) -> None:
    """T15: a name with an account, one without, one with a code that stands, one that is switched off."""
    code = make(cast)
    cast.francisco.is_active = False
    cast.francisco.save()
    tries = [
        ("ana@example.test", "AAAAABBBBB"),
        ("wendy@example.test", code),
        ("francisco@example.test", "AAAAABBBBB"),
        ("nobody@example.test", code),
        ("nobody", ""),
        ("ana@example.test", "short"),
    ]
    pages = []
    for login, wrong in tries[:4]:
        answer = use(login, wrong)
        page = re.sub(r'value="[^"]*"', "", answer.content.decode())  # the fields give back what was typed
        pages.append((answer.status_code, page))
    assert len(set(pages)) == 1
    assert "This name and code do not belong together" in pages[0][1]
    assert [use(login, wrong).status_code for login, wrong in tries[4:]] == [422, 422]


def test_guessing_is_slow_for_a_name_that_exists_and_for_one_that_does_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "recover", Limit("100/m/ip,3/10m/key", wait=600, every=True))
    code = make(cast)
    for login in ("ana@example.test", "nobody@example.test"):
        found = [use(login, "AAAAABBBBB").status_code for _ in range(4)]
        assert found == [422, 422, 422, 429], login
    refused = use("ana@example.test", code)
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    cache.clear()
    assert use("ana@example.test", code).status_code == 303


def test_for_staff_only_a_supervisor_of_the_agency_may(cast: Cast) -> None:
    with pytest.raises(RoomError, match="not_found"):  # nobody for themselves
        make(cast, "tianna", by="tianna")
    colleague = Person.objects.create_user("colleague@example.org", PASSWORD, name="Coll", agency=cast.tianna.agency)
    cast.people["colleague"] = colleague
    memberships.add(actor=None, room=cast.rooms["macia"], person=colleague, role=Role.SOCIAL_WORKER)
    with pytest.raises(RoomError, match="not_allowed"):
        make(cast, "colleague")
    supervisor(cast)
    assert use("colleague@example.org", make(cast, "colleague", by="joshua")).status_code == 303
    Person.objects.filter(pk=cast.joshua.pk).update(agency=None)
    cast.joshua.refresh_from_db()
    with pytest.raises(RoomError, match="not_allowed"):
        make(cast, "colleague", by="joshua")


def test_a_parent_who_has_the_admins_rights_counts_as_staff(cast: Cast) -> None:
    Person.objects.filter(pk=cast.ana.pk).update(is_staff=True)
    with pytest.raises(RoomError, match="not_allowed"):
        make(cast)
    Person.objects.filter(pk=cast.ana.pk).update(is_superuser=True)
    supervisor(cast)
    with pytest.raises(RoomError, match="not_allowed"):
        make(cast, by="joshua")


def test_who_may_not(cast: Cast) -> None:
    for by, error in (("francisco", "not_allowed"), ("samara", "not_found")):
        with pytest.raises(RoomError, match=error):
            make(cast, by=by)
    with pytest.raises(RoomError, match="reason_needed"):
        make(cast, reason=" ")
    Person.objects.filter(pk=cast.ana.pk).update(is_active=False)
    with pytest.raises(RoomError, match="bad_choice"):
        make(cast)
    assert not RecoveryCode.objects.exists()


def test_the_page_refuses_like_the_service(cast: Cast) -> None:
    room, ana = cast.rooms["macia"].public_id, cast.member("ana", "macia").public_id
    desk = Browser()
    desk.sign_in("tianna@example.test")
    mine = cast.member("tianna", "macia").public_id
    foreign = cast.member("samara", "jaylan").public_id
    for member in (mine, foreign, "a1" * 6):
        assert desk.client.get(reverse("desk_recover", args=[room, member])).status_code == 404
    assert desk.client.post(reverse("desk_recover", args=[room, ana]), {"reason": ""}).status_code == 422
    parent = Browser()
    parent.sign_in("francisco@example.test")
    assert parent.client.post(reverse("desk_recover", args=[room, ana]), {"reason": "x"}).status_code == 403
    assert not RecoveryCode.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_person_is_told_by_mail_in_their_language(cast: Cast) -> None:
    cast.ana.language = "es"
    cast.ana.save()
    make(cast)
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.test"]
    assert letter.subject == "Coparenting: su cuenta"
    assert "Macia" not in letter.body and "Tianna" not in letter.body
