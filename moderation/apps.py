"""Registers the moderation app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Importing it registers its system check.
from moderation import model_endpoint as model_endpoint
from rooms import guard


class ModerationConfig(AppConfig):
    """The social worker's side of the rooms."""

    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        """Make the trail append-only, like the record."""
        guard.protect("moderation_look", "moderation_policychange", "moderation_destruction")
