"""Registers the browser's face with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendConfig(AppConfig):
    """Listed first in INSTALLED_APPS, so that its sign-in pages win over the ones that allauth brings."""

    name = "frontend"
    verbose_name = _("Pages")
