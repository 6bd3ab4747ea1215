"""Photos of a case that is destroyed go with it, bytes and all (T12)."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from moderation.models import CaseFile, RetentionRule
from rooms.models import Attachment, Family, OrderPhoto
from rooms.services import memberships
from tests.cast import Cast
from tests.photos import kept, order_beside, sent

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def test_the_photos_of_a_case_go_with_it(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    _, gone = sent(cast, "samara", "jaylan")
    unused, other = kept(cast, "francis", "jaylan"), kept(cast, "ana", "macia")
    order, others = order_beside(cast, "jaylan"), order_beside(cast, "macia")
    for name in ("samara", "francis", "brianna"):
        member, room = cast.member(name, "jaylan").public_id, cast.rooms["jaylan"].public_id
        memberships.end(actor=cast.tianna, room_id=room, member_id=member, reason="The case is closed")
    CaseFile.objects.create(family=Family.objects.get(name="Hudson"), closed_on=date(2020, 2, 29))
    RetentionRule.objects.create(agency=cast.tianna.agency, years=6)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        call_command("retention", "--apply", stdout=StringIO())
    assert list(Attachment.objects.all()) == [other]
    assert list(OrderPhoto.objects.all()) == [others]
    assert [default_storage.exists(one.name) for one in (order, others)] == [False, True]
    assert [default_storage.exists(one.small_name) for one in (gone, unused, other)] == [False, False, True]
