"""The worker process: it goes on where it can, and ends whole where it cannot (P9)."""

import logging
import signal
import threading

import pytest
from django.core.management import call_command

from moderation.management.commands import work
from rooms.services import videos

pytestmark = [pytest.mark.django_db(transaction=True)]


def making() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "videos"]


def test_what_ends_the_worker_ends_its_videos_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks after it starts it again; half of it would look alive and do nothing."""

    def broken() -> int:
        raise KeyError("a job")

    monkeypatch.setattr(work, "JOBS", [broken])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(KeyError):
        call_command("work")
    assert not making()


def test_a_video_that_breaks_what_makes_it_does_not_end_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, tried = threading.Event(), []

    def next_one(stopped: object) -> int:
        tried.append(stopped)
        if len(tried) == 1:
            raise ValueError("of no kind that anybody thought of")
        stop.set()
        return 1

    monkeypatch.setattr(videos, "make_next", next_one)
    monkeypatch.setattr(work, "VIDEO_INTERVAL", 0.0)
    with caplog.at_level(logging.ERROR):
        work._make_videos(stop)
    assert len(tried) == 2 and "going on" in caplog.text
