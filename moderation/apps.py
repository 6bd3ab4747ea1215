"""Registers the moderation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """The social worker's side of the rooms."""

    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Moderation")
