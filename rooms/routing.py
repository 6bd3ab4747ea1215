"""Where the members' socket is."""

from django.urls import path

from rooms.consumers import RoomConsumer

websocket_urlpatterns = [path("ws/", RoomConsumer.as_asgi())]  # type: ignore[arg-type]  # Django types no ASGI apps here
