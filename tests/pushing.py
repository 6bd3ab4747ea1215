"""A push service on this machine and devices that it serves: it undoes the encryption and checks who signed."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

PATIENCE = 30.0


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def part(token: str) -> dict[str, Any]:
    """One part of a signed token, read."""
    return json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))


@dataclass
class Device:
    """A browser's side: its keys, and what reached it."""

    path: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"sixteen bytes ok"

    @property
    def p256dh(self) -> str:
        return text(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return text(self.secret)


@dataclass(frozen=True)
class Push:
    """One request that came in, undone."""

    path: str
    payload: dict[str, Any]
    topic: str
    urgency: str
    ttl: int
    claims: dict[str, Any]
    signed_by: str
    raw: bytes
    headers: dict[str, str]


class PushService:
    """What a browser's maker runs. `answers` are given in turn: a status and headers; without one, 201."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.pushes: list[Push] = []
        self.refused: list[int] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.came = threading.Event()
        """Set as soon as something came in."""
        self.let_go = threading.Event()
        """Nothing is answered while this is not set."""
        self.let_go.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": self}))
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def device(self, name: str) -> dict[str, str]:
        """A new device: what its browser tells the server."""
        made = self.devices[f"/{name}"] = Device(f"/{name}")
        return {"endpoint": f"{self.url}/{name}", "p256dh": made.p256dh, "auth": made.auth}

    def take(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Undo one request. Raises if it was not encrypted for this device, or the signature is none."""
        device = self.devices[path]
        assert headers["content-encoding"] == "aes128gcm"
        payload = http_ece.decrypt(body, private_key=device.key, auth_secret=device.secret, version="aes128gcm")
        assert Vapid02.verify(headers["authorization"])
        values = dict(one.split("=", 1) for one in headers["authorization"].removeprefix("vapid ").split(","))
        self.pushes.append(
            Push(
                path=path,
                payload=json.loads(payload),
                topic=headers["topic"],
                urgency=headers["urgency"],
                ttl=int(headers["ttl"]),
                claims=part(values["t"].split(".")[1]),
                signed_by=values["k"],
                raw=payload,
                headers=headers,
            )
        )


class _Handler(BaseHTTPRequestHandler):
    service: PushService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.service.came.set()
        self.service.let_go.wait(PATIENCE)
        status, headers = self.service.answers.pop(0) if self.service.answers else (201, {})
        if status < 300:
            self.service.take(self.path, {key.lower(): value for key, value in self.headers.items()}, body)
        else:
            self.service.refused.append(status)
        self.send_response(status)
        for key, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(key, value)
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked was killed meanwhile
            self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def push_service() -> Iterator[PushService]:
    """A running push service."""
    service = PushService()
    thread = threading.Thread(target=service.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
        thread.join()
