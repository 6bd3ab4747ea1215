"""How and where a person signs in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0010_paper")]

    operations = []
