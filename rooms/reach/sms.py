"""Text messages, through a gateway that the setting SMS_BACKEND names: a callable that takes a number and a text."""

import logging
import sys

from django.conf import settings
from django.utils.module_loading import import_string

from rooms.reach.outcome import Outcome, Result

logger = logging.getLogger(__name__)


class SmsError(Exception):
    """A gateway raises this when it could not hand a message over. It is tried again later."""


def send(number: str, text: str) -> Outcome:
    """Send one text message through the gateway."""
    try:
        import_string(settings.SMS_BACKEND)(number, text)
    except SmsError:
        return Outcome(Result.LATER, "gateway")
    except OSError:
        return Outcome(Result.LATER, "unreachable")
    except Exception as error:  # a gateway is somebody else's code; the worker goes on
        logger.warning("sms: the gateway failed with %s", type(error).__name__)
        return Outcome(Result.LATER, "gateway")
    return Outcome(Result.SENT)


def console(number: str, text: str) -> None:
    """The gateway of the demo: writes the message where the worker runs, with the number's last two digits."""
    sys.stdout.write(f"[text message to …{number[-2:]}] {text}\n")
