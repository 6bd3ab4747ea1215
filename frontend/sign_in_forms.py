"""allauth's forms for coming in, with what this service asks besides."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from frontend import letters
from frontend.signing_in import mark_device
from rooms.models import Person


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail or user name, password, and whose device it is."""

    borrowed = forms.BooleanField(label=_("This is not my device"), required=False)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        mark_device(request, borrowed=self.cleaned_data["borrowed"])
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        return response


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey, and whose device it is."""

    borrowed = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "credential" in values:
            mark_device(context.request, borrowed=values.get("borrowed", False))
        return values


class _AskedByWhatTheyHave:
    """Asks for the codes that there are: whoever has passkeys alone has no app."""

    user: Person
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).exists()
        self.fields["code"].label = (
            _("Code from your app, or one of your spare codes") if app else _("One of your spare codes")
        )


class CodeForm(_AskedByWhatTheyHave, AuthenticateForm):  # type: ignore[misc]
    """A code, at sign-in."""


class CodeAgainForm(_AskedByWhatTheyHave, ReauthenticateForm):  # type: ignore[misc]
    """A code, before what matters."""


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """An e-mail address. Whether it has an account is looked up after the answer has left: both take as long."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        letters.after_answer(lambda: _send_link(request, email))
        return email


def _send_link(request: HttpRequest, email: str) -> None:
    people = list(Person.objects.filter(email=email, is_active=True))
    if people:
        request_password_reset(request, email, people, default_token_generator)
