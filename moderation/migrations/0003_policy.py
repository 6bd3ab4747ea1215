"""What an agency may choose."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_flags_and_steps")]

    operations = []
