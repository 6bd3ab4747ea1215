"""Nothing that people write makes the server write to anywhere else (D4, W22, P14)."""

import ast
from pathlib import Path

import pytest

from rooms.reach import endpoints
from tests.chatserver.test_layout import ROOT, modules

WAYS = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib", "smtplib", "socket"}
WAYS |= {"pywebpush", "boto3", "telnetlib", "xmlrpc.client", "websockets", "asyncio.streams"}
"""Modules with which a program reaches another machine."""
KNOWN = {
    "chatserver/serve.py": "listens",
    "frontend/card_mail.py": "names an error of mail",
    "moderation/model_endpoint.py": "the model that an agency may set up; off by default (SUMMARY_MODEL_URL)",
    "rooms/reach/mail.py": "names an error of mail",
    "rooms/reach/push.py": "push services, by a list of hosts (rooms.reach.endpoints)",
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def test_only_what_is_named_here_can_reach_another_machine() -> None:
    reaching = {str(path.relative_to(ROOT)) for path in modules() if imported(path) & WAYS}
    assert reaching == set(KNOWN)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/fcm.googleapis.com",
        "https://evil.example.org/fcm.googleapis.com",
        "https://evil.example.org#.fcm.googleapis.com",
        "https://evil.example.org?.fcm.googleapis.com",
        "https://evil.example.org\\.fcm.googleapis.com/",
        "https://fcm.googleapis.com@evil.example.org/",
        "https://fcm.googleapis.com:x@evil.example.org/",
        "https://fcm.googleapis.com:22/",
        "https://fcm.googleapis.com:0/",
        "https://fcm.googleapis.com:99999/",
        "https://[fcm.googleapis.com]evil.example.org/",
        "https://evil.example.org[fcm.googleapis.com]/",
        "https://notfcm.googleapis.com/",
        "https://fcm.googleapis.com.evil.example.org/",
        "https://fcm.googleapis.com./",
        "https://evil%2eexample.org%2f.fcm.googleapis.com/",
        "https://fcm.googleapis.com/\r\nHost: evil.example.org",
        "https://fcm.googleapis.com/\u2028x",
        "http://fcm.googleapis.com/",
        "file:///etc/passwd",
        "gopher://fcm.googleapis.com/",
        "//fcm.googleapis.com/",
        "https://\uff46cm.googleapis.com/",
        "https:fcm.googleapis.com",
        "",
    ],
)
def test_no_address_of_a_device_leads_past_the_push_services(endpoint: str) -> None:
    assert not endpoints.known(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/abc:def", "https://updates.push.services.mozilla.com:443/wpush/v2/x"]
    + ["https://web.push.apple.com/QOx", "https://wns2-par02p.notify.windows.com/w/?token=a%2fb"],
)
def test_those_of_the_makers_of_browsers_are_written_to(endpoint: str) -> None:
    assert endpoints.known(endpoint)
