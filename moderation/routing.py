"""Where the desk's socket is."""

from django.urls import path

from moderation.consumers import DeskConsumer

websocket_urlpatterns = [path("ws/desk/", DeskConsumer.as_asgi())]  # type: ignore[arg-type]  # Django types no ASGI apps here
