"""More kinds of looks."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_policy")]

    operations = []
