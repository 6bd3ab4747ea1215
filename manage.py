#!/usr/bin/env python
"""Django's command line: migrate, demo, check, work and the others (`python manage.py help`)."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    if sys.argv[1:2] == ["predict"]:  # reads a file and nothing else: no server has to be configured for it
        os.environ.setdefault("DEMO", "1")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
