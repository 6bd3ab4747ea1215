"""Entry point of the baseline, put together as the tutorial does."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.naive.settings")
pages = get_asgi_application()

from benchmarks.naive.chat.consumers import ChatConsumer  # noqa: E402 - models want Django set up

sockets = URLRouter([re_path(r"ws/chat/(?P<room_name>\w+)/$", ChatConsumer.as_asgi())])  # type: ignore[list-item, arg-type]
application = ProtocolTypeRouter(
    {"http": pages, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))}
)
