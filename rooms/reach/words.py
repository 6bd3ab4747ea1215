"""All that anybody is ever told outside of the pages: the same few words for everybody, whatever happened (D7, D8)."""

import json

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

TAG = "news"
"""Of every notification, so that a newer one takes the place of the one before."""
URGENT_TAG = "urgent"


def push(*, language: str, app_name: str, notification_id: str, urgent: bool) -> str:
    """The payload of a push (JSON). The id stands for nothing but the notification, and opens nothing by itself."""
    with translation.override(language):
        said = {
            "title": app_name,
            "body": _("New activity in %(name)s") % {"name": app_name},
            "tag": URGENT_TAG if urgent else TAG,
            "url": f"/n/{notification_id}/",
        }
    return json.dumps(said, ensure_ascii=False)


def mail(*, language: str, app_name: str) -> tuple[str, str]:
    """Subject and text of a mail."""
    with translation.override(language):
        subject = _("New activity in %(name)s") % {"name": app_name}
        text = _(
            "Hello,\n\nthere is something new for you in %(name)s.\n\nOpen it here: %(url)s/\n\nFor your privacy we do "
            "not write here who wrote or what about. Please do not answer this mail; nobody reads what comes back.\n\n"
            "Fewer mails, or none: %(url)s/reach/\n"
        ) % {"name": app_name, "url": settings.SITE_URL}
    return subject, text


def sms(*, language: str, app_name: str) -> str:
    """A text message."""
    with translation.override(language):
        said = _("New activity in %(name)s: %(url)s/") % {"name": app_name, "url": settings.SITE_URL}
    return said
