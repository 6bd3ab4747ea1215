"""Registers the rooms app and keeps the record's triggers in place."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from rooms import guard


class RoomsConfig(AppConfig):
    """The domain app; after every migration the append-only triggers are laid again."""

    name = "rooms"
    verbose_name = _("Rooms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Arm the record whenever tables may have been made or remade."""
        post_migrate.connect(guard.after_migrate, sender=self, dispatch_uid="rooms.guard")
