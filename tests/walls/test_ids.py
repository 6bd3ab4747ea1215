"""Ids below a room, and one's own things: what is somebody else's is answered like what is not there (W4, P6)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation.models import TreatmentConsent
from moderation.services import invitations, paper, summaries, treatment
from rooms.models import Notification, Role
from rooms.services import notifications
from rooms.services.invitations import Wanted
from tests.cast import Cast
from tests.photos import order_beside, sent
from tests.videos import sent_video
from tests.walls.answers import answer, difference, signed_in

pytestmark = pytest.mark.django_db

NONE = "zzzzzzzzzzzz"
MINE, OTHER = "macia", "jaylan"
"""Both are Tianna's rooms; what is in the one must not open under the address of the other."""


def things(cast: Cast) -> dict[str, dict[str, str]]:
    """By name of an address: the ids of things in the other room."""
    room = cast.rooms[OTHER].public_id
    here = {"actor": cast.tianna, "room_id": room}
    samara, yesterday = cast.member("samara", OTHER).public_id, timezone.now() - timedelta(days=1)
    cast.say("samara", OTHER, "Good night")
    _, photo = sent(cast, "brianna", OTHER, "The garden")
    _, video = sent_video(cast, "brianna", OTHER, "The garden")
    wanted = Wanted(role=Role.RELATIVE, name="Joshua Reyes", word=True)
    invitation = invitations.invite(**here, wanted=wanted, client_id=uuid4()).invitation
    sheet = paper.print_sheet(**here, member_id=samara, client_id=uuid4(), start=yesterday)
    summary = summaries.draft(**here, start=yesterday, end=timezone.now())
    order = order_beside(cast, OTHER)
    member, file, page = {"member_id": samara}, {"file_id": photo.public_id}, {"sheet_id": sheet.public_id}
    return {
        "desk_invitation": {"invitation_id": invitation.public_id},
        "desk_sheet": page,
        "desk_sheet_answer": page,
        "desk_paper_for": member,
        "desk_recover": member,
        "desk_summary": {"summary_id": summary.public_id},
        "desk_summary_paper": {"summary_id": summary.public_id},
        "desk_court_order": {"order_id": order.public_id},
        "desk_court_order_photo": {"order_id": order.public_id},
        "desk_file": file,
        "desk_photo": file,
        "desk_photo_small": file,
        "desk_video": {"video_id": video.public_id},
        "video": {"video_id": video.public_id},
        "file": file,
        "photo": file,
    }


def alike(client: Client, one: str, other: str, *asked: str, **form: str) -> None:
    for ask in (client.get, lambda address: client.post(address, form)):
        found, missing = answer(ask(one), *asked), answer(ask(other), *asked)
        assert difference(found, missing) == "", one
        assert found.status in (302, 303, 404, 405), (one, found.status)


def test_what_is_in_another_room_does_not_open_from_this_one(cast: Cast) -> None:
    tianna, brianna = signed_in(cast.tianna), signed_in(cast.brianna)
    for name, ids in things(cast).items():
        client = tianna if name.startswith("desk_") else brianna  # who has a part in both rooms
        missing = dict.fromkeys(ids, NONE)
        room = {"room_id": cast.rooms[MINE].public_id}
        form = {"act": "again", "reason": "x", "day": timezone.localdate().isoformat(), "text": "x"}
        there = reverse(name, kwargs={**room, **ids}), reverse(name, kwargs={**room, **missing})
        alike(client, *there, *ids.values(), NONE, client_id=str(uuid4()), **form)


def test_a_consent_of_another_room_is_not_ended_from_this_one(cast: Cast) -> None:
    there, samara = cast.rooms[OTHER].public_id, cast.member("samara", OTHER).public_id
    more = {"basis": "consent", "reference": "In the file", "until": timezone.now() + timedelta(days=9)}
    consent = treatment.allow(actor=cast.tianna, room_id=there, about_id=samara, **more)
    page, client = f"/desk/rooms/{cast.rooms[MINE].public_id}/treatment/", signed_in(cast.tianna)
    allow = {**more, "act": "allow", "until": f"{more['until']:%Y-%m-%d}"}
    for one, other in (
        ({"act": "end", "consent": str(consent.pk)}, {"act": "end", "consent": "999999"}),
        ({**allow, "about": samara}, {**allow, "about": NONE}),
    ):
        found, missing = client.post(page, one), client.post(page, other)
        assert found.status_code == 404 and difference(answer(found), answer(missing)) == ""
    assert TreatmentConsent.objects.get().ended_at is None


def test_my_things_are_like_none_to_anybody_else(cast: Cast) -> None:
    """A notification, a device, a passkey: also to staff of the same room."""
    notifications.notify(person=cast.ana, kind=Notification.Kind.CHILD_SICK, room=cast.rooms[MINE])
    signed_in(cast.ana).get("/settings/devices/")
    key = Authenticator.objects.create(user=cast.ana, type=Authenticator.Type.WEBAUTHN, data={})
    mine = {
        "notified": (Notification.objects.get().public_id, NONE),
        "device_end": (UserSession.objects.get(user=cast.ana).pk, 999_999),
        "mfa_remove_webauthn": (key.pk, 999_999),
    }
    for who in ("brianna", "tianna", "samara"):
        client = signed_in(cast.people[who])
        for name, (there, nowhere) in mine.items():
            asked = str(there), str(nowhere)
            alike(client, reverse(name, args=[there]), reverse(name, args=[nowhere]), *asked)
    assert Notification.objects.get().acknowledged_at is None
    assert UserSession.objects.filter(user=cast.ana).exists() and Authenticator.objects.filter(user=cast.ana).exists()
