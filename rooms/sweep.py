"""Looks now and then whether everybody with a socket is still signed in, and sends away who is not."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from rooms.channel import Feed
from rooms.database import in_thread
from rooms.protocol import Close
from rooms.signins import ended

SWEEP: Final = 1.0
"""Seconds between looks; a sign-in that ends in a process of ours is told at once."""


class Sweep:
    """The sign-ins behind a process's sockets."""

    def __init__(self, everybody: Callable[[], list[Feed]]) -> None:
        self._everybody = everybody

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(SWEEP)
            await self.check(self._everybody())

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
