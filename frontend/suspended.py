"""Forms that were sent when it was time to ask who it is: for how long they are kept, and what becomes of them.

Most are done as soon as the question is answered. One whose answer is a file comes back to be sent once more: a file
leaves the browser on the page that asked, and whoever presses there again makes a second one.
"""

from typing import Final

from allauth.account.internal.flows import reauthentication
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import urlencode

_KEPT: Final = "kept_form"
_DONE_LATER: Final = reauthentication.STATE_SESSION_KEY


def suspend(request: HttpRequest, way: str, *, comes_back: bool) -> HttpResponse:
    """Lead to where somebody shows who they are, then on to here; what a form held is kept meanwhile."""
    request.session.pop(_KEPT, None)
    if request.method == "POST" and comes_back:
        request.session[_KEPT] = {"path": request.path, "form": request.POST.urlencode()}
        return redirect(f"{way}?{urlencode({'next': request.get_full_path()})}")
    asked: HttpResponse = reauthentication.suspend_request(request, way)
    return asked


def forget(request: HttpRequest) -> None:
    """Somebody went on to a page without answering, so a form is not done later. One that comes back does so there."""
    request.session.pop(_DONE_LATER, None)
    kept = request.session.get(_KEPT)
    if kept and kept["path"] != request.path:
        del request.session[_KEPT]


def come_back(request: HttpRequest) -> QueryDict | None:
    """What the form of this page held when it was sent too late to be done; once."""
    kept = request.session.pop(_KEPT, None)
    return QueryDict(kept["form"]) if kept and kept["path"] == request.path else None
