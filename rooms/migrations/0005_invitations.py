"""Invitations to a room, on a card."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0004_usernames")]

    operations = []
