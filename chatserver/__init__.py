"""Where the parts meet: settings, routing of requests and sockets, health and system checks."""

from typing import Final

VERSION: Final = "0.1.0"
