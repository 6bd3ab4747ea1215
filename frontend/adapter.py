"""How sign-in works here: nobody signs up, and links in mail lead to the one address of this service."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from frontend.signing_in import has_second, shown_lately
from rooms.models import Person
from rooms.signins import needs_second

_MISMATCH = _("This name and password do not belong together. Please check both.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closed sign-up, plain words, and mail that names neither the visitor's host nor anything of a family."""

    error_messages = {  # noqa: RUF012 - extends allauth's own table of the same name
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "too_many_login_attempts": _("That was tried many times. Please wait a few minutes, then try again."),
        "enter_current_password": _("This is not your password now. Please check it."),
        "invalid_password_reset": _("This link has been used or is too old. Please ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff add people. There is no page to sign up."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in has shown who they are."""
        return not shown_lately(self.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Whoever has to show a second factor is not offered the password: it would lead them around in a circle."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and needs_second(self.request.session, user) and has_second(user):
            return [way for way in ways if way["id"] != "reauthenticate"]
        return ways

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Build the link from SITE_URL: a Host header that somebody made up must not reach a mailbox."""
        uidb36, _dash, rest = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": rest})
        return f"{settings.SITE_URL}{path}"

    def format_email_subject(self, subject: str) -> str:
        return f"Coparenting: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language of the person it goes to. An address without an account gets no mail from us."""
        person = context.get("user")
        if person is None:
            return
        with translation.override(person.language):
            message = self.render_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})
        message.send()
