"""What a page answered, made comparable: all of it, but for what must differ between any two answers.

Masked, and nothing else: the CSRF token and cookie (new on each form), the `client_id` that a form gets when it is
drawn, the id that was asked for where an address echoes it, and the time of day in `Expires` and in that cookie. Django
sends no Date; Daphne does, alike to everybody. The content policy has no nonce.
"""

import difflib
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from rooms.models import Person

_ONCE_ONLY = re.compile(r'(name="(?:csrfmiddlewaretoken|client_id)" value=")[^"]*')
Header = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """Status, headers, cookies and body."""

    status: int
    headers: tuple[Header, ...]
    cookies: tuple[Header, ...]
    body: str


def signed_in(person: Person | None) -> Client:
    """A browser in this person's hands, or in a stranger's; failures come as pages, as they do to a browser."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def answer(response: HttpResponse, *asked: str) -> Answer:
    """The answer with `asked` (the ids that were asked for) masked."""

    def mask(text: str) -> str:
        for number, echoed in enumerate(asked):
            text = re.sub(rf"\b{echoed}\b" if echoed.isalnum() else re.escape(echoed), f"<{number}>", text)
        return _ONCE_ONLY.sub(r"\1<once>", text)

    headers = {**response.headers, **({"Expires": "<now>"} if "Expires" in response.headers else {})}
    cookies = {name: morsel.OutputString() for name, morsel in response.cookies.items()}
    if csrf := response.cookies.get(settings.CSRF_COOKIE_NAME):
        until = str(csrf["expires"])
        cookies[settings.CSRF_COOKIE_NAME] = csrf.OutputString().replace(csrf.value, "<once>").replace(until, "<now>")
    return Answer(
        status=response.status_code,
        headers=tuple(sorted((name, mask(value)) for name, value in headers.items())),
        cookies=tuple(sorted((name, mask(value)) for name, value in cookies.items())),
        body=mask(response.getvalue().decode(errors="replace")),
    )


def difference(one: Answer, other: Answer) -> str:
    """Where two answers differ, in words for whoever has to find out why; empty if they are the same."""
    parts = [(name, getattr(one, name), getattr(other, name)) for name in ("status", "headers", "cookies")]
    found = [f"{name}: {sorted(set(_all(a)) ^ set(_all(b)))}" for name, a, b in parts if a != b]
    lines = difflib.unified_diff(one.body.splitlines(), other.body.splitlines(), lineterm="", n=0)
    return "\n".join([*found, *lines])


def _all(part: int | tuple[Header, ...]) -> tuple[object, ...]:
    return part if isinstance(part, tuple) else (part,)
