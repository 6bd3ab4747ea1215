"""Second factors: allauth's, with our address on them, kept so that a copy of the database alone opens no account."""

import base64
import secrets
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend import qr
from frontend.sealed import seal, unseal
from rooms.models import Person

_PURPOSE: Final = "second factor"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Plain words, one name for all devices, and secrets that are kept encrypted."""

    error_messages = {  # noqa: RUF012 - extends allauth's own table of the same name
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not fit. Please try once more."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Kept under another SECRET_KEY it is a secret that nobody has: no code fits any more."""
        return unseal(encrypted_text, _PURPOSE) or base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """A QR code that stands in the page itself: the policy for content lets no data: picture in."""
        return qr.svg(url, _("QR code for your sign-in app"))

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        return _("Passkey %(number)d") % {"number": user.authenticator_set.filter(type=type).count() + 1}  # type: ignore[attr-defined]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is bound to the one address of this service, whatever host somebody asked for."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "Coparenting"}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """What a device lists the passkey under: what they sign in with, no name of anybody."""
        label = self._get_user_identifier(user)
        return {**super().get_public_key_credential_user_entity(user), "display_name": label, "name": label}
