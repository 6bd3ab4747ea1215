"""The card by e-mail: in the newcomer's language, naming no child, family, room or agency."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from rooms.models import Invitation

logger = logging.getLogger(__name__)


def send_card(invitation: Invitation, *, code: str, link: str) -> bool:
    """Send it to the address on the invitation; False if the mail could not be handed over."""
    with translation.override(invitation.language):
        words = render_to_string(
            "frontend/mail/card.txt", {"code": code, "link": link, "expires": invitation.expires_at}
        )
        try:
            send_mail(_("Your card to come in"), words, None, [invitation.email])
        except (SMTPException, OSError) as error:
            logger.warning("a card could not be mailed (%s)", type(error).__name__)
            return False
    return True
