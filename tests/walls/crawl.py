"""Walks a person's pages by following links, so that a page or form that is new is met without being named."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from moderation.models import Flag
from moderation.services import flags, invitations, paper, policies, steps, summaries, treatment, whispers
from rooms.models import Role
from rooms.services import memberships, posting
from rooms.services.invitations import Wanted
from rooms.services.paper import Typed
from tests.cast import Cast
from tests.photos import sent
from tests.walls.agreedwork import in_agreement
from tests.walls.childwork import in_child_page
from tests.walls.dateswork import in_dates
from tests.walls.dayswork import in_days
from tests.walls.homework import in_home
from tests.walls.learningwork import in_learning
from tests.walls.meetingwork import in_meetings

STARTS: Final = {
    "ana": ("/", "/asked/", "/join/", "/accounts/recover/"),
    "tianna": ("/desk/",),
    "wendy": ("/desk/", "/desk/team/"),
}
"""Where a member, a social worker and a supervisor begin."""
_ELSEWHERE: Final = ("/admin/", "/static/")
_ALIKE: Final = 2
"""Pages of one name that are looked at."""


@dataclass(frozen=True)
class Form:
    """A form as a browser would send it untouched."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """What makes two forms the same one."""
        return resolve(self.address).view_name, tuple(sorted({name for name, _ in self.fields}))


class _Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._address, self._action, self._fields = address, "", [("", "")]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            to = urlsplit(urljoin(self._address, given["href"]))
            self.links += [to.path] if to.path.startswith("/") and not to.netloc else []
        elif tag == "form" and given.get("method", "").lower() == "post":
            self._action, self._fields = urlsplit(urljoin(self._address, given.get("action", ""))).path, []
        elif self._action and given.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self._fields += [] if given.get("type") == "file" else [(given["name"], given.get("value", ""))]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action:
            self.forms.append(Form(self._action, tuple(self._fields)))
            self._action = ""


def lively(cast: Cast, words: str = "") -> Cast:
    """Something of everything in Macia's room, which Wendy supervises; `words` in the place of all that people say."""
    room = cast.rooms["macia"]
    here = {"actor": cast.tianna, "room_id": room.public_id}
    ana, yesterday = cast.member("ana", "macia").public_id, timezone.now() - timedelta(days=1)
    one = cast.say("ana", "macia", words or "She slept well")
    sent(cast, "brianna", "macia", words or "In the garden", alt=words or "A swing")
    memberships.add(actor=None, room=room, person=cast.wendy, role=Role.SUPERVISOR, sees_history=True)
    wanted = Wanted(role=Role.RELATIVE, name="Joshua Reyes", phone=words[:30], word=True)
    invitations.invite(**here, wanted=wanted, client_id=uuid4())
    sheet = paper.print_sheet(**here, member_id=ana, client_id=uuid4(), start=yesterday)
    typed = Typed(text=words or "Thank you", written_on=timezone.localdate())
    paper.type_in(**here, sheet_id=sheet.public_id, client_id=uuid4(), typed=typed)
    treatment.mark(**here, seq=one.seq, about_id=ana)
    soon = timezone.now() + timedelta(days=9)
    treatment.allow(**here, about_id=ana, basis="consent", reference=words or "In the file", until=soon)
    whispers.whisper(**here, to="birth", text=words or "You are doing well")
    steps.take(**here, kind="talk", reason=words or "A talk helps")
    hold = steps.take(**here, kind="hold", reason="A test", member_id=ana, until=soon)
    posting.say(actor=cast.ana, room_id=room.public_id, client_id=uuid4(), text=words or "This waits")
    steps.end(**here, step_id=hold.pk, reason="A test")
    choice = policies.Wanted(contact="mask", wording=True, light=True, allowed=words or "206-555-0100")
    policies.choose_for_room(**here, wanted=choice)
    summaries.draft(**here, start=yesterday, end=timezone.now())
    in_days(cast, words)
    in_child_page(cast, words)
    in_dates(cast, words)
    in_agreement(cast, words)
    in_meetings(cast, words)
    in_learning(cast, words)
    in_home(cast, words)
    asked = {"category": Flag.Category.HELP, "text": words or "Please call me", "client_id": uuid4()}
    flags.raise_by_member(actor=cast.ana, room_id=room.public_id, **asked)
    return cast


def _whole(response: HttpResponse) -> HttpResponse:
    """What comes piece by piece, in one piece."""
    if not response.streaming:
        return response
    whole = HttpResponse(response.getvalue(), status=response.status_code, headers=dict(response.headers))
    whole.request = response.request
    return whole


def pages(
    client: Client, starts: tuple[str, ...], *, within: str = "/"
) -> Iterator[tuple[str, HttpResponse, list[Form]]]:
    """Every page that is found from here by way of addresses that begin with `within`, with its forms."""
    seen: set[str] = set()
    names: Counter[str] = Counter()
    ahead = list(starts)
    while ahead:
        address = ahead.pop(0)
        if address in seen or address.startswith(_ELSEWHERE) or not address.startswith(within):
            continue
        seen.add(address)
        names[resolve(address).view_name] += 1
        if names[resolve(address).view_name] > _ALIKE:
            continue
        response = _whole(client.get(address, follow=True))
        html = response.get("Content-Type", "").startswith("text/html")
        reader = _Reader(response.request["PATH_INFO"], response.content.decode() if html else "")
        ahead += reader.links
        yield address, response, reader.forms
