"""Bytes that no browser sends, against a real server process: broken frames, broken requests, endless reading."""

import re
import select
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from rooms.text import MESSAGE_LIMIT
from tests.wire import rows
from tests.wire.raw import TEXT, Answer, exchange, frame
from tests.wire.target import CONNECTION_LIMIT, PATIENCE, Target

pytestmark = [pytest.mark.servers, pytest.mark.both_engines, pytest.mark.usefixtures("undisturbed")]


def test_bytes_that_are_no_text_end_their_own_socket_only(target: Target) -> None:
    """As RFC 6455 asks: what is not UTF-8 is no text frame. So does what is far too large."""
    ana = target.visitors["ana"]
    with ana.socket() as other:
        other.until("welcome")
        for row in rows.strings():
            if row.text is not None and row.kind != "surrogate" and len(row.data) <= CONNECTION_LIMIT:
                continue
            with ana.socket() as socket:
                socket.until("welcome")
                socket.send(frame(TEXT, row.data))
                too_large = len(row.data) > CONNECTION_LIMIT
                assert socket.answer() == {"t": "closed"}, row
                assert socket.closed in (1009 if too_large else 1007, 0), row
        assert other.is_alive()


@pytest.mark.parametrize("row", rows.lines("ws-frames.jsonl"), ids=lambda row: f"{row['note'][:40]} {row['id'][:4]}")
def test_frames_that_break_the_standard(target: Target, row: dict[str, Any]) -> None:
    """Autobahn drops the line at a violation; 0 stands for an end without a close frame."""
    with target.visitors["ana"].socket() as socket:
        socket.until("welcome")
        with target.timed(row["note"]):
            for part, _, times in row["parts"]:
                socket.send(bytes.fromhex(part) * times)
            if big := row.get("big"):
                socket.send(frame(TEXT, b"x" * big["size"]))
            alive = socket.is_alive()
    if row["expect"] in ("open", "policy"):
        assert alive
    elif row["expect"] != "any":
        assert not alive
        assert socket.closed in ({0, 1002} if row["expect"] == "close" else {0, int(row["expect"])})


def test_a_reader_who_does_not_read_is_let_go(target: Target) -> None:
    """P10, W12: of 250 MB that one browser asks for and does not read, little waits for it, and not for long."""
    ana, room = target.visitors["ana"], target.shared_room
    with ana.socket() as socket:
        socket.until("welcome")
        for number in range(40):
            socket.say(t="post", id=str(uuid4()), room=room, text="ñ" * MESSAGE_LIMIT)
            assert socket.answer()["t"] == "ack", number
        before = memory_of(target.server.process.pid)
        for _ in range(400):
            socket.say(t="history", ref="much", room=room, before=2**31 - 1, limit=40)
        gone = select.poll()
        gone.register(socket.line, select.POLLRDHUP)  # and, always, that the other side hung up
        assert gone.poll(PATIENCE * 1000)
        assert memory_of(target.server.process.pid) - before < 64 * 1024 * 1024
    with ana.socket() as again:
        again.until("welcome")
        assert again.is_alive()


def memory_of(pid: int) -> int:
    """Bytes that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


# Over HTTP


@pytest.mark.parametrize("row", rows.lines("http-raw.jsonl"), ids=lambda row: f"{row['note'][:40]} {row['id'][:4]}")
def test_requests_by_hand(target: Target, row: dict[str, Any]) -> None:
    with target.timed(row["note"]):
        answer = exchange(target.server.port, filled(target, row), patience=row_patience(row))
    assert answer.status in what_we_do(row), answer
    assert answer.status != 101
    assert b"Traceback" not in answer.body
    if row.get("same_as_missing"):
        nothing = {**row, "raw": row["raw"].replace("{OTHER_", "{MISSING_")}
        assert plain(exchange(target.server.port, filled(target, nothing))) == plain(answer)


def what_we_do(row: dict[str, Any]) -> set[int]:
    """The row's own expectation, and what differs here on purpose or because Daphne does so.

    Autobahn itself answers 400 to an origin that is no address. Daphne hangs up on a header beyond 16 KiB, and waits
    for as long a body as is announced; the proxy in front answers both. Space around a header's value is no part of it.
    """
    expected = {int(status) for status in row["expect"].split(",")}
    if row["note"].startswith("socket from origin"):
        return expected | {400}
    if row["note"] == "60 KB header":
        return expected | {0}
    if "99999999999999999999" in row["note"]:
        return expected | {-1}
    if row["note"].startswith("host '127.0.0.1"):
        return expected | {302}
    return expected


def row_patience(row: dict[str, Any]) -> float:
    return 0.5 if "99999999999999999999" in row["note"] else PATIENCE


def filled(target: Target, row: dict[str, Any]) -> bytes:
    """A raw request with its placeholders filled in: Ana asks, about her own room or about the witnesses'."""
    ana = target.visitors["ana"]
    own, other = target.shared_room, next(iter(set(target.visitors["samara"].rooms)))
    values = {"HOST": f"localhost:{target.server.port}", "WS": "/ws/", "POST": f"/rooms/{own}/say/"}
    values |= {"COOKIE": ana.cookies, "CSRF": re.findall(r"csrf=(\w+)", ana.cookies)[0]}
    for name, room in (("OTHER", other), ("MISSING", "0a1b2c3d4e5f")):
        values |= {f"{name}_MSG": f"/rooms/{room}/3/edit/", f"{name}_FILE": f"/rooms/{room}/files/3/"}
        values |= {f"{name}_EXPORT": f"/rooms/{room}/export/", f"{name}_USER": f"/desk/rooms/{room}/people/"}
    raw = row["raw"]
    for key, value in values.items():
        raw = raw.replace(f"{{{key}}}", value)
    head, _, body = raw.partition("\r\n\r\n")
    return raw.replace("{LEN}", str(len(body.encode()))).encode()


def plain(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer without what is drawn anew each time."""
    headers = [(name, value) for name, value in answer.headers if name not in ("set-cookie", "date")]
    return answer.status, headers, re.sub(rb'value="[A-Za-z0-9]{64}"|/rooms/\w+/', b"", answer.body)
