"""Who is to be told that something happened, and how."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0006_attachments")]

    operations = []
