"""Who signs in: one look-up and one check of a password, whether or not there is such an account (T15)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from rooms.access import people_with_staff_part
from rooms.models import Person
from rooms.services import accounts


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Takes an e-mail address or a user name. allauth's own would check a known address's password twice."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        login = credentials.get("email") or credentials.get("username") or ""
        found: Person | None = self._check_password(accounts.find(login), credentials.get("password") or "")
        return found

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, with whether they are staff: every page asks that."""
        staff = Exists(people_with_staff_part().filter(pk=OuterRef("pk")))
        person = Person.objects.annotate(staffed=staff).filter(pk=user_id, is_active=True).first()
        if person is not None:
            person.has_staff_part = person.staffed
        return person
