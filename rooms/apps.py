"""Registers the rooms app and keeps the record's triggers in place."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _

from rooms import guard


class RoomsConfig(AppConfig):
    """The domain app."""

    name = "rooms"
    verbose_name = _("Rooms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Arm the record whenever tables may have been made or remade, and watch for sign-ins that end."""
        from rooms import signins  # noqa: PLC0415 - it needs the models, which are loaded only by now

        post_migrate.connect(guard.after_migrate, sender=self, dispatch_uid="rooms.guard")
        post_delete.connect(signins.session_ended, sender="sessions.Session", dispatch_uid="rooms.signins.session")
        post_save.connect(signins.person_changed, sender="rooms.Person", dispatch_uid="rooms.signins.person")
