"""Mails with the signed heads of the record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_pages"), ("rooms", "0023_weekly_heads")]

    operations = [
        migrations.CreateModel(
            name="HeadsMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("next_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heads_mails",
                        to="rooms.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heads_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("sent_at", None)), fields=["next_at"], name="heads_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)), fields=("agency", "on"), name="heads_once_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agency", None)), fields=("person", "on"), name="heads_once_a_week"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("person__isnull", False)),
                            models.Q(("agency__isnull", False), ("person", None)),
                            _connector="OR",
                        ),
                        name="heads_for_one",
                    ),
                ],
            },
        ),
    ]
