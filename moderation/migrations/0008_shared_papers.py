"""Papers that staff gave to an advocate or the court's people."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0007_weekly_heads"),
        ("rooms", "0026_given_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="look",
            name="kind",
            field=models.CharField(
                choices=[
                    ("board", "saw the last line on the desk"),
                    ("read", "read the room"),
                    ("step_in", "wrote in the room"),
                    ("people", "looked at who is in the room"),
                    ("search", "searched"),
                    ("flag", "looked into a flag"),
                    ("held", "looked at what waits for review"),
                    ("whisper", "wrote to one side alone"),
                    ("summary", "read a summary"),
                    ("draft", "worked on a summary"),
                    ("exports", "looked at what was exported"),
                    ("export", "exported the record"),
                    ("step", "took a step"),
                    ("handover", "handed the room over to a colleague"),
                    ("pages", "read the room’s pages"),
                    ("trail", "looked at this list"),
                    ("shared", "read what was shared with them"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="SharedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seq", models.PositiveIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shared_papers", to="rooms.room"
                    ),
                ),
                (
                    "summary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared",
                        to="moderation.summary",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_papers",
                        to="rooms.invitation",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["to", "-at"], name="shared_paper_by_reader")]},
        ),
    ]
