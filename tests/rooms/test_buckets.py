"""A bucket instead of a folder: a player that asks for a part of a video costs that part."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from django.core.files.storage import storages

from chatserver.stores import photos
from rooms.media import store

CONTENT = bytes(range(256)) * 40


class Bucket(BaseHTTPRequestHandler):
    """As much of such a service as reading needs."""

    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        if self.command == "GET":
            self.asked.append(f"{self.path} {wanted}")
        first, end = 0, len(CONTENT)
        if wanted:
            first, end = (int(one) for one in wanted.removeprefix("bytes=").split("-"))
            end += 1
        part = CONTENT[first:end]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_part_of_a_video_is_read_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        told = photos(tmp_path, bucket="films", endpoint=address, region="here", key="key", secret="none")
        monkeypatch.setattr(store, "default_storage", storages.create_storage(told))
        assert store.read("ab/abc.mp4", 100, 200) == CONTENT[100:200]
        assert store.read("ab/abc.mp4", 0, 2) == CONTENT[:2]
        assert Bucket.asked == ["/films/ab/abc.mp4 bytes=100-199", "/films/ab/abc.mp4 bytes=0-1"]
        assert store.read("ab/abc.mp4") == CONTENT
        server.shutdown()
