"""`manage.py push_keys`: a new key pair for web push, to be put into the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from rooms.reach import vapid


class Command(BaseCommand):
    """Print a new key. With another key than before every device has to be turned on anew, so do it once."""

    help = "Make a key for web push. Put it into VAPID_PRIVATE_KEY once; with a new one all devices are turned on anew."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"VAPID_PRIVATE_KEY={vapid.new_private_key()}")
