"""Registers the system checks."""

from django.apps import AppConfig

# Importing registers them; Django has no other hook for an app without models.
from chatserver import checks as checks


class ChatserverConfig(AppConfig):
    """No models: the parts below have them."""

    name = "chatserver"
