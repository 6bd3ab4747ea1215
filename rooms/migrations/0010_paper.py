"""Answers on paper."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0009_staff_acts")]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("first_seq", models.PositiveIntegerField()),
                ("last_seq", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=6, unique=True)),
                ("client_id", models.UUIDField(editable=False, unique=True)),
                ("printed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("given_on", models.DateField(null=True, verbose_name="handed over on")),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rooms.membership",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="rooms.membership"
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="rooms.room"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["room", "-printed_at"], name="sheet_by_room")]},
        ),
        migrations.CreateModel(
            name="PaperAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(editable=False, unique=True)),
                ("written_on", models.DateField(verbose_name="written on")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="rooms.sheet"
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
            ],
        ),
    ]
