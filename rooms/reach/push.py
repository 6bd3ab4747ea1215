"""Web push: encrypts for one device, signs as this server, and hands over to the device's push service."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import requests
from pywebpush import WebPushException, webpush

from rooms.reach import endpoints, vapid
from rooms.reach.outcome import Outcome, Result

TIMEOUT: Final = 10.0
"""Seconds for connecting, and for each answer."""
KEPT: Final = 24 * 3600
"""Seconds for which a push service keeps it for a device that is off."""
SIGNED_FOR: Final = 12 * 3600
"""Seconds for which a signature is good; push services take up to a day."""
GONE: Final = frozenset({404, 410})
LONGEST_WAIT: Final = 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Device:
    """Where to write to, and the keys that only the device can undo."""

    endpoint: str
    p256dh: str
    auth: str


def send(device: Device, payload: str, *, topic: str) -> Outcome:
    """Send one push. What was sent before under this topic and waits at the push service is replaced."""
    pair = vapid.key()
    if pair is None:
        return Outcome(Result.LATER, "no_key")
    if not endpoints.known(device.endpoint):
        return Outcome(Result.GONE, "host")
    try:
        with requests.Session() as session:
            session.max_redirects = 0  # a push service has no reason to send us elsewhere
            webpush(
                {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                payload,
                vapid_private_key=pair,
                vapid_claims={"sub": vapid.subject(), "exp": int(datetime.now(UTC).timestamp()) + SIGNED_FOR},
                ttl=KEPT,
                timeout=TIMEOUT,
                headers={"Urgency": "high", "Topic": topic},
                requests_session=session,
            )
    except WebPushException as error:
        return _refused(error)
    except requests.Timeout:
        return Outcome(Result.LATER, "timeout")
    except requests.RequestException:
        return Outcome(Result.LATER, "unreachable")
    except ValueError:  # keys that no device has
        return Outcome(Result.GONE, "keys")
    return Outcome(Result.SENT)


def _refused(error: WebPushException) -> Outcome:
    status = error.status_code
    if status is None:
        return Outcome(Result.LATER, "not_sent")
    if status in GONE:
        return Outcome(Result.GONE, f"http_{status}")
    return Outcome(Result.LATER, f"http_{status}", _seconds(error.retry_after))


def _seconds(retry_after: str | None) -> float | None:
    """How long to wait, of a header that gives seconds or a date."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except ValueError:
        return None
    return min(max(wait, 0.0), LONGEST_WAIT)
