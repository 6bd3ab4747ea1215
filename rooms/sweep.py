"""Looks now and then whether everybody with a socket is still signed in and in their rooms; sends away who is not."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Final

from rooms.channel import Feed
from rooms.database import in_thread
from rooms.protocol import Close
from rooms.services.memberships import end_over
from rooms.signins import ended, keep_alive

logger = logging.getLogger(__name__)

ACTS: Final = 20.0
"""Seconds between notes of who did something, for sign-ins that end when nobody does."""
SWEEP: Final = 1.0
"""Seconds between looks; a sign-in that ends in a process of ours is told at once."""


class Sweep:
    """The sign-ins behind a process's sockets."""

    def __init__(self, everybody: Callable[[], list[Feed]]) -> None:
        self._everybody = everybody
        self._noted = 0.0

    async def run(self) -> None:
        """Look for ever: at the sign-ins first, and at each thing though another one failed."""
        while True:
            await asyncio.sleep(SWEEP)
            sockets = self._everybody()
            for work in (self.check, self.end_parts, self.note_acts):
                try:
                    await work(sockets)
                except Exception as error:
                    logger.warning("sweep: %s: %s; trying again", work.__name__, type(error).__name__)

    async def note_acts(self, sockets: Sequence[Feed]) -> None:
        """Let the sessions of those who did something last on; every `ACTS` seconds at most."""
        if self._noted + ACTS > time.monotonic():
            return
        self._noted = time.monotonic()
        acted = [one for one in sockets if one.acted]
        for one in acted:
            one.acted = False
        if acted:
            await in_thread(keep_alive, {one.session_key for one in acted})

    async def end_parts(self, sockets: Sequence[Feed]) -> None:
        """End parts that are over by their date: whoever listens with one hears no later than the next look of it."""
        if sockets:
            await in_thread(end_over)

    async def check(self, sockets: Sequence[Feed]) -> None:
        """Send away those who signed out, changed their password or may not sign in any more."""
        if not sockets:
            return
        people = {socket.signature: socket.person_pk for socket in sockets}
        signatures, sessions = await in_thread(ended, people, {socket.session_key for socket in sockets})
        send_away([one for one in sockets if one.signature in signatures or one.session_key in sessions])

    async def check_person(self, person: int) -> None:
        """Look at one person's sockets now."""
        await self.check([one for one in self._everybody() if one.person_pk == person])

    def session_ended(self, fingerprint: str) -> None:
        """Send away the sockets of a session that is no more."""
        send_away([one for one in self._everybody() if one.session == fingerprint])


def send_away(sockets: Sequence[Feed]) -> None:
    """Nothing more for these sockets, from this turn of the loop on."""
    for socket in sockets:
        socket.leave_all()
        socket.close(Close.SIGNED_OUT)
