"""Registers the browser's face with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendConfig(AppConfig):
    """Listed first in INSTALLED_APPS, so that its sign-in pages win over the ones that allauth brings."""

    name = "frontend"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Listen to what happens to sign-ins and accounts."""
        from frontend import hearing  # noqa: PLC0415 - it needs the models, which are loaded only by now

        hearing.connect()
