"""More that staff can do, each with its reason."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0008_pace")]

    operations = []
