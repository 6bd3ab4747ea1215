"""Photos and files in the conversation."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0005_invitations")]

    operations = []
