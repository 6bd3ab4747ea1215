"""Public ids: what stands for a room or a member in addresses and frames, instead of a database key."""

from django.utils.crypto import get_random_string

LENGTH = 12
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def new_public_id() -> str:
    """Twelve random letters and digits (62 bits): unguessable, and it says nothing about order or number."""
    return get_random_string(LENGTH, ALPHABET)
