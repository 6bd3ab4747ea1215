"""Mail about an account: sent after the answer has left, in the words of the person it goes to, with constant words.

A letter that is lost with its process is asked for again; what must not be lost stands on the account's own page.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection

from rooms.models import AccountNote, Person

logger = logging.getLogger(__name__)

_writer: Final = ThreadPoolExecutor(1, thread_name_prefix="letters")


def after_answer(work: Callable[[], None]) -> None:
    """Do it in a thread of its own; with LETTERS_WAIT now, for tests that look at the mail at once."""
    if settings.LETTERS_WAIT:
        work()
    else:
        _writer.submit(_guarded, work)


def account_changed(sender: type[AccountNote], note: AccountNote, **_: Any) -> None:
    """Signal receiver: tell the person by mail what happened to their account."""
    send(note.person, "account/email/account_changed", what=note.get_kind_display)


def send(person: Person, template: str, *, to: str = "", **context: Any) -> None:
    """Send a letter to a person, if they have an address."""
    address = to or person.email
    if address:
        after_answer(lambda: get_adapter().send_mail(template, address, {"user": person, **context}))


def _guarded(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        logger.exception("letters: one could not be sent")
    finally:
        connection.close()
