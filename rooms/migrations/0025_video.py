"""Short videos."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0024_court_orders")]
    operations: list[object] = []
