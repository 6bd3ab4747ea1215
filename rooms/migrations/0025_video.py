"""Short videos."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0024_court_orders")]

    operations = [
        migrations.AddField("attachment", "seconds", models.PositiveSmallIntegerField(default=0)),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("client_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("coming", "Coming"),
                            ("waiting", "Waiting"),
                            ("refused", "Refused"),
                            ("gone", "Gone"),
                        ],
                        default="coming",
                        max_length=8,
                    ),
                ),
                ("pieces", models.PositiveSmallIntegerField(default=0)),
                ("size", models.PositiveIntegerField(default=0)),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.DateTimeField(null=True)),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incoming", to="rooms.membership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "at"], name="incoming_to_make")],
                "constraints": [
                    models.UniqueConstraint(fields=("uploader", "client_id"), name="incoming_client_id_once")
                ],
            },
        ),
    ]
