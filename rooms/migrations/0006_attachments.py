"""Photos and files in the conversation."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0005_invitations")]

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                            ("uploaded", "Uploaded"),
                            ("held", "Held"),
                            ("attached", "Attached"),
                            ("erased", "Erased"),
                        ],
                        default="uploaded",
                        max_length=8,
                    ),
                ),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("alt", models.CharField(blank=True, max_length=500)),
                ("message", models.UUIDField(null=True)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("seq", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="rooms.room"
                    ),
                ),
                (
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="rooms.membership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "uploaded")), fields=["at"], name="attachment_unused"),
                    models.Index(fields=["room", "seq"], name="attachment_by_message"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("uploader", "client_id"), name="attachment_client_id_once")
                ],
            },
        ),
    ]
