"""More that staff can do, each with its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rooms", "0008_pace")]

    operations = [
        migrations.AlterField(
            model_name="staffact",
            name="act",
            field=models.CharField(
                choices=[
                    ("add", "added"),
                    ("suspend", "paused"),
                    ("restore", "brought back"),
                    ("end", "ended"),
                    ("narrow", "made read-only"),
                    ("widen", "may write again"),
                    ("show", "may read what was missed"),
                    ("role", "has another role"),
                ],
                max_length=10,
            ),
        ),
    ]
