"""Mail that says that there is something new, and nothing else."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from rooms.reach.outcome import Outcome, Result


def send(address: str, subject: str, text: str) -> Outcome:
    """Send one mail. It asks for no answer, and is marked as made by a machine."""
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    try:
        sent = EmailMessage(subject, text, to=[address], headers=headers).send()
    except SMTPException:
        return Outcome(Result.LATER, "smtp")
    except OSError:
        return Outcome(Result.LATER, "unreachable")
    return Outcome(Result.SENT) if sent else Outcome(Result.LATER, "not_sent")
