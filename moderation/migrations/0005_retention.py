"""How long what is kept."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_looks"), ("rooms", "0004_usernames")]

    operations = [
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "hold",
                    models.TextField(
                        blank=True, verbose_name="must be kept because (leave empty if nothing keeps it)"
                    ),
                ),
                (
                    "family",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="rooms.family"
                    ),
                ),
            ],
            options={"verbose_name": "case file"},
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("room_public_id", models.CharField(max_length=12)),
                ("last_seq", models.PositiveIntegerField()),
                ("head_digest", models.CharField(max_length=64)),
                ("closed_on", models.DateField()),
                ("years", models.PositiveSmallIntegerField()),
                ("rows", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="destructions", to="rooms.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="years after the case was closed",
                    ),
                ),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="retention", to="rooms.agency"
                    ),
                ),
            ],
            options={"verbose_name": "retention rule"},
        ),
    ]
