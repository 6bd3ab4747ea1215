"""Production settings for the benchmark: the product's own; LIFT_LIMITS=1 lifts what one person may send.

Closed loops need that: a thousand people say together more in a second than they may in ten minutes. At the fixed
rate of 100 messages a second nothing is lifted.
"""

import os

from chatserver.settings import *  # noqa: F403
from rooms import limits

# The baseline screens nothing: what screening costs is measured beside it, by a peer of its own.
MESSAGE_SCREEN = os.environ.get("MESSAGE_SCREEN", "")

if os.environ.get("LIFT_LIMITS") == "1":
    for name in ("MESSAGES_PER_MINUTE", "MESSAGE_BURST", "FRAMES_PER_SECOND", "FRAME_BURST"):
        assert hasattr(limits, name), f"rooms.limits.{name} has gone; this file must follow"
        setattr(limits, name, 1_000_000)
