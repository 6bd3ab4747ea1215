"""`manage.py work`: the worker process, which does what a set date asks for."""

import logging
import signal
import threading
from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection

from moderation.services import heads, late_reading, reminders, steps, summaries
from rooms.services import (
    accounts,
    attachments,
    came_home,
    deliveries,
    first_days,
    memberships,
    notifications,
    placements,
    planning_parts,
    videos,
)

logger = logging.getLogger(__name__)

INTERVAL = 5.0
"""Seconds between looks at what is due."""
VIDEO_INTERVAL = 1.0
"""The same for videos, for which somebody waits."""

JOBS: Final[list[Callable[[], int]]] = [
    memberships.apply_due,
    placements.close_left,
    planning_parts.follow_all,
    first_days.start_due,
    steps.apply_due,
    late_reading.read_on,
    summaries.draft_weekly,
    attachments.sweep,
    videos.sweep,
    notifications.gather,
    reminders.remind,
    notifications.plan,
    deliveries.send,
    deliveries.forget_old,
    accounts.forget_over,
    came_home.rest_when_over,
    heads.send,
]
"""What is done at each look, in this order; each says how much it did. Several workers at once must be safe."""


class Command(BaseCommand):
    """Lift pauses, end parts and end steps when their date comes, and make videos. Several workers are safe."""

    help = "Do what set dates ask for: lift pauses, end parts, end steps. Runs until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        if options["once"]:
            self._look()
            videos.make_next()
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        making = threading.Thread(target=_make_videos, args=[stop], name="videos")
        making.start()
        try:
            while not stop.is_set():
                self._look()
                stop.wait(INTERVAL)
        finally:
            stop.set()
            making.join()

    def _look(self) -> None:
        close_old_connections()
        try:
            done = sum(job() for job in JOBS)
        except DatabaseError:
            logger.warning("worker: the database did not answer; trying again")
            return
        if done:
            self.stdout.write(f"{done} things were due")


def _make_videos(stop: threading.Event) -> None:
    """One after the other, beside everything else that is due: one takes some seconds, and keeps nothing waiting."""
    while not stop.is_set():
        try:
            close_old_connections()
            done = videos.make_next(stop.is_set)
        except DatabaseError:
            logger.warning("worker: the database did not answer for videos; trying again")
            done = 0
        except Exception:
            logger.exception("worker: something went wrong with a video; going on")
            done = 0
        if not done:
            stop.wait(VIDEO_INTERVAL)
    connection.close()
