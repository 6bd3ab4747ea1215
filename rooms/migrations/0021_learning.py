"""Learning together: questions and ways that work, a journal of one's own, and an agency's own cards."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0020_agreement")]

    operations = [
        migrations.CreateModel(
            name="AgencyCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("technique", "Ideas to try"),
                            ("starter", "Sentences to begin with"),
                            ("place", "Places that help"),
                            ("sharing", "What may be shared"),
                        ],
                        max_length=9,
                    ),
                ),
                ("key", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField()),
                ("hidden", models.BooleanField(default=False)),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sleep", "Sleep"),
                            ("food", "Food"),
                            ("feelings", "Big feelings"),
                            ("limits", "Saying no kindly"),
                            ("everyday", "Every day"),
                            ("care", "Hair, bath and body"),
                            ("visits", "Visits"),
                            ("school", "School"),
                            ("together", "Brothers, sisters and friends"),
                            ("safe", "A safe home"),
                            ("roots", "Language and roots"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("both", "For both sides"),
                            ("birth", "For birth parents and relatives"),
                            ("foster", "For foster parents and kinship caregivers"),
                        ],
                        default="both",
                        max_length=6,
                    ),
                ),
                ("age_from", models.PositiveSmallIntegerField(default=0)),
                ("age_to", models.PositiveSmallIntegerField(default=17)),
                ("words", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("client_id", models.UUIDField(editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="rooms.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "key", "version"), name="agency_card_version"),
                    models.UniqueConstraint(fields=("by", "client_id"), name="agency_card_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("growth", "How I am growing"),
                            ("child", "How my child is growing"),
                            ("hard", "A hard time"),
                            ("need", "Something I need"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "seen_by",
                    models.CharField(
                        choices=[
                            ("me", "Only me"),
                            ("worker", "My social worker and I"),
                            ("room", "Everybody in this room"),
                        ],
                        default="me",
                        max_length=6,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("seq", models.PositiveIntegerField(null=True)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("shown_at", models.DateTimeField(null=True)),
                ("client_id", models.UUIDField(editable=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="journal", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="journal", to="rooms.room"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["room", "-written_at"], name="journal_by_day")],
                "constraints": [models.UniqueConstraint(fields=("owner", "client_id"), name="journal_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Learned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("kept", "Kept"),
                            ("tried", "Tried"),
                            ("read", "Read"),
                            ("place", "Place"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seq", models.PositiveIntegerField()),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sleep", "Sleep"),
                            ("food", "Food"),
                            ("feelings", "Big feelings"),
                            ("limits", "Saying no kindly"),
                            ("everyday", "Every day"),
                            ("care", "Hair, bath and body"),
                            ("visits", "Visits"),
                            ("school", "School"),
                            ("together", "Brothers, sisters and friends"),
                            ("safe", "A safe home"),
                            ("roots", "Language and roots"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[("worked", "It worked"), ("a_bit", "A bit"), ("not_yet", "Not yet")],
                        max_length=8,
                    ),
                ),
                ("card", models.CharField(blank=True, max_length=12)),
                ("words_seq", models.PositiveIntegerField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed",
                        to="rooms.learned",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="learned", to="rooms.room"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["room", "kind", "-seq"], name="learned_by_kind")],
            },
        ),
    ]
