"""Who is asking. Behind `login_required` that is a person; this says so to the type checker and refuses the rest."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from rooms.models import Person


def actor(request: HttpRequest) -> Person:
    """Return the signed-in person."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
