"""A room can be slowed down for a while."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rooms", "0007_notifications")]

    operations = [
        migrations.AddField(
            model_name="room", name="pace", field=models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            model_name="room", name="slow_until", field=models.DateTimeField(editable=False, null=True)
        ),
    ]
