"""How long what is kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_looks")]

    operations = []
