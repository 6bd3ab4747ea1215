"""Signing in as a browser does, step by step, with the codes that an app would show."""

import re
import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rooms.models import Person
from tests.cast import PASSWORD


def app_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def secret_of(person: Person) -> str:
    """The key that the person's app has."""
    return str(Authenticator.objects.get(user=person, type="totp").wrap().instance.data["secret"])


@dataclass
class Browser:
    """One browser."""

    client: Client = field(default_factory=Client)
    secret: str = ""

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
        return self.client.post(reverse("account_login"), {"login": login, "password": password, **more})

    def add_app(self) -> HttpResponse:
        """Add a sign-in app, as its page says."""
        page = self.client.get(reverse("mfa_activate_totp")).content.decode()
        found = re.search(r'<code class="key">(\w+)</code>', page)
        assert found is not None, page
        self.secret = found[1]
        return self.client.post(reverse("mfa_activate_totp"), {"code": app_code(self.secret)})

    def spare_codes(self) -> list[str]:
        page = self.client.get(reverse("mfa_view_recovery_codes")).content.decode()
        return re.findall(r"<li><code>(\d{8})</code></li>", page)

    def is_in(self) -> bool:
        return self.client.get(reverse("settings")).status_code == 200
