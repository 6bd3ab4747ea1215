"""A room can be slowed down for a while."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0007_notifications")]

    operations = []
