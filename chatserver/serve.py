"""`python -m chatserver.serve`: one Daphne server process, and the farewell that Daphne does not say by itself.

On SIGTERM or Ctrl-C: /readyz says "stopping", nobody new is let in, sockets get `bye` and close code 1012 spread over a
moment (`rooms.hub.drain`), requests under way are finished, and only then the process ends. All within DRAIN_SECONDS;
a second signal ends it at once.
"""

# First of all, since this installs the event loop that Twisted and asyncio share.
from daphne.server import Server, twisted_loop  # isort: skip

import asyncio
import gc
import signal
import socket
import sys
import threading
from typing import Any

from autobahn.twisted import websocket as autobahn_twisted
from autobahn.websocket import protocol as autobahn_protocol
from daphne.http_protocol import WebRequest
from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings
from django.core.checks import ERROR, run_checks
from twisted.internet.interfaces import IListeningPort
from twisted.python.failure import Failure

from chatserver import direct
from chatserver.asgi import application
from chatserver.health import process
from rooms import hub
from rooms.outlet import EXTENSION
from rooms.screen import screen

MAX_FRAME = 128 * 1024
"""Bytes. Twice what the product accepts, so that a large frame gets a plain answer; beyond it the socket ends."""

SOCKET_LIFE = 12 * 3600
"""Seconds. No socket outlives the day; the browser is told to come back."""

KERNEL_BYTES = 64 * 1024
"""What the kernel may keep of what was sent to a browser and is not read yet; it takes this twice, for its own use."""

RESTART = 1012
"""The close code "service restart". Autobahn only lets applications send 1000 and those from 3000 up."""


class SocketProtocol(WebSocketProtocol):  # type: ignore[misc]
    """Daphne's socket, which can also say "restarting, come back": when told to, and when its life is over.

    A text frame that comes whole, as nearly all do, takes the short way in if the settings allow it.
    """

    def connectionMade(self) -> None:  # Twisted's name
        # Left to itself the kernel keeps megabytes for a browser that does not read.
        self.transport.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        super().connectionMade()

    def dataReceived(self, data: bytes) -> None:  # Twisted's name
        text = direct.text(self, data) if settings.DIRECT_WRITES else None
        if text is None:
            super().dataReceived(data)
        else:
            self.onMessage(text, False)

    def serverClose(self, code: int | None = None) -> None:  # Daphne's name
        if code in (None, RESTART):
            self.sendCloseFrame(code=RESTART)
        else:
            super().serverClose(code)


class GracefulServer(Server):  # type: ignore[misc]
    """Daphne, with ports that can be closed early and signals that mean "finish, then go"."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.ports: list[IListeningPort] = []
        self.failed = False
        self.stopping: asyncio.Task[None] | None = None

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Offer sockets the direct way out, where the connection and the settings allow it."""
        if settings.DIRECT_WRITES and scope["type"] == "websocket" and (write := direct.writer(protocol)):
            scope["extensions"] = {EXTENSION: write}
        return super().create_application(protocol, scope)

    def listen_success(self, port: IListeningPort) -> None:
        self.ports.append(port)
        super().listen_success(port)

    def listen_error(self, failure: Failure) -> None:
        self.failed = True
        sys.stderr.write(f"Cannot listen on port {settings.PORT}: {failure.getErrorMessage()}\n")
        self.stop()

    def about_to_run(self) -> None:
        self.ws_factory.protocol = SocketProtocol
        # Version 13 is the WebSocket standard; drafts before it are only spoken by attackers' tools now.
        # A browser that breaks the protocol is told so (1002, 1007, 1009) before the line is cut.
        self.ws_factory.setProtocolOptions(versions=[13], failByDrop=False)
        # Its tables take a second to read: not on the way of the first message, and not before the first page.
        threading.Thread(target=screen, name="screening", daemon=True).start()
        for number in (signal.SIGTERM, signal.SIGINT):
            twisted_loop.add_signal_handler(number, self.begin_stop)

    def begin_stop(self) -> None:
        if self.stopping:
            self.stop()
        else:
            self.stopping = twisted_loop.create_task(self.drain())

    async def drain(self) -> None:
        process.draining = True
        for port in self.ports:
            port.stopListening()
        try:
            async with asyncio.timeout(settings.DRAIN_SECONDS):
                await asyncio.gather(hub.drain(), self.requests_done())
                await self.sockets_gone()
        except TimeoutError:
            sys.stderr.write("Stopped before all work had ended.\n")
        finally:
            self.stop()

    async def sockets_gone(self) -> None:
        """Wait until each browser has its close frame; Autobahn drops one that does not answer it after a second."""
        while any(
            isinstance(protocol, WebSocketProtocol) and "disconnected" not in details
            for protocol, details in self.connections.items()
        ):
            await asyncio.sleep(0.05)

    async def requests_done(self) -> None:
        """Wait for the pages that are being made. Idle connections are not waited for."""
        while any(
            isinstance(protocol, WebRequest) and (task := details.get("application_instance")) and not task.done()
            for protocol, details in self.connections.items()
        ):
            await asyncio.sleep(0.05)


def quiet_autobahn() -> None:
    """Autobahn colours and lays out the arguments of its debug lines, logged or not: a tenth of a frame's cost."""
    for module in (autobahn_protocol, autobahn_twisted):
        module.hltype = module.hlval = _unchanged
    autobahn_protocol.pformat = _unchanged


def _unchanged(value: object) -> object:
    return value


def spare_the_collector() -> None:
    """What is loaded by now stays for ever: leave it out of every garbage collection."""
    gc.collect()
    gc.freeze()


def refuse_broken_settings() -> None:
    """Stop before the first visitor if a system check finds an error."""
    if errors := [found for found in run_checks(tags=["chatserver"]) if found.level >= ERROR]:
        sys.exit("\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in errors))


def escaped(host: str) -> str:
    """As Twisted writes an address with colons in it (IPv6)."""
    return host.replace(":", r"\:")


def main() -> None:
    refuse_broken_settings()
    quiet_autobahn()
    server = GracefulServer(
        application=application,
        endpoints=[f"tcp:port={settings.PORT}:interface={escaped(settings.HOST)}"],
        signal_handlers=False,
        http_timeout=60,
        websocket_timeout=SOCKET_LIFE,
        websocket_max_message_size=MAX_FRAME,
        websocket_max_frame_size=MAX_FRAME,
        ping_interval=20,
        ping_timeout=20,
        server_name="",
    )
    server.ready_callable = server.about_to_run
    spare_the_collector()
    server.run()
    sys.exit(1 if server.failed else 0)


if __name__ == "__main__":
    main()
