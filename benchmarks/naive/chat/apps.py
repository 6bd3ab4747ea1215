"""The app's name."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """A chat with rooms."""

    name = "benchmarks.naive.chat"
    label = "chat"
