"""How requests and sockets come in."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
pages = get_asgi_application()

# Only now: consumers import models, and models want Django set up.
from chatserver.doors import FrontDoor, OriginDoor, no_such_socket  # noqa: E402
from chatserver.signin import WithSession  # noqa: E402
from moderation.routing import websocket_urlpatterns as desk_sockets  # noqa: E402
from rooms.routing import websocket_urlpatterns as room_sockets  # noqa: E402

# The stubs of Channels want a pattern type of their own; at run time it is Django's.
sockets = URLRouter([*room_sockets, *desk_sockets, re_path("", no_such_socket)])  # type: ignore[list-item, arg-type]

application = FrontDoor(
    ProtocolTypeRouter({"http": pages, "websocket": OriginDoor(WithSession(sockets), settings.WEBSOCKET_ORIGINS)})
)
