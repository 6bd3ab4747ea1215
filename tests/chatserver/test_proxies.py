"""The proxies that are shipped bound what the server itself does not: slow requests and large ones (W9, W11, D6)."""

import re

import pytest

from rooms.media.photos import UPLOAD_BYTES
from tests.chatserver.test_layout import ROOT

CADDY = (ROOT / "deploy" / "Caddyfile").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
PHOTOS = r"^/(desk/)?rooms/[^/]+/(say|files|videos|book|days|days/words|dates/allowed)/$"


def seconds(text: str, name: str) -> list[int]:
    return [int(found) for found in re.findall(rf"\b{name} (\d+)s", text)]


def test_a_request_that_drips_is_let_go() -> None:
    assert seconds(CADDY, "read_header") == seconds(NGINX, "client_header_timeout") == [10]
    assert max(seconds(CADDY, "read_body") + seconds(NGINX, "client_body_timeout")) <= 30


@pytest.mark.parametrize("text", [CADDY, NGINX])
def test_only_where_photos_are_sent_may_a_request_be_large(text: str) -> None:
    found = re.findall(r"(?:max_size|body_size) (\d+)([km])b?", text.lower())
    sizes = [int(size) * {"k": 1, "m": 1024}[unit] for size, unit in found]
    assert sorted(sizes)[:-1] == [512] * (len(sizes) - 1)
    assert max(sizes) * 1024 > 2 * UPLOAD_BYTES and PHOTOS in text


@pytest.mark.parametrize("text", [CADDY, NGINX])
def test_what_the_server_would_believe_does_not_come_through(text: str) -> None:
    assert "Daphne-Root-Path" in text and "readyz" in text and "metrics" in text


def test_no_list_is_kept_of_who_came_from_where() -> None:
    """Caddy keeps none unless it is told to; nginx does unless it is told not to."""
    assert re.search(r"^\s*log\b", CADDY, re.MULTILINE) is None
    assert "access_log off;" in NGINX
