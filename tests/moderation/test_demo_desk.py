"""Who tries the desk finds a Monday on it: something good, something asked, something answered (S53, S63)."""

import pytest

from moderation.models import Flag, Whisper
from rooms.demo import load as demo
from rooms.models import Event
from tests.settings import DEMO_DESK

pytestmark = pytest.mark.django_db


def test_the_demo_fills_the_desk() -> None:
    assert DEMO_DESK == "moderation.demo.load"
    demo.load()
    assert Flag.objects.filter(category=Flag.Category.GOOD).count() == 2
    assert Flag.objects.filter(state=Flag.State.OPEN, due_at__isnull=False).count() == 2
    [answered] = Flag.objects.filter(state=Flag.State.RESOLVED)
    assert answered.told_reporter
    assert Whisper.objects.get().to.count() == 2
    for flag in Flag.objects.filter(category=Flag.Category.GOOD):
        assert Event.objects.filter(room=flag.room, seq=flag.messages.get().seq, kind="message").exists()
