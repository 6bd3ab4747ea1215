"""The days, a sick child, words passed on, and the life book."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0015_about_child")]

    operations = [
        migrations.CreateModel(
            name="BookEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("root", models.CharField(editable=False, max_length=12)),
                ("carried", models.BooleanField(default=False)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("book.moment", "Moment"),
                            ("book.first", "First"),
                            ("book.art", "Art"),
                            ("book.report", "Report"),
                            ("book.letter", "Letter"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField()),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="book",
                        to="rooms.membership",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="book", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="book", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("on", models.DateField()),
                ("taps", models.JSONField(default=dict)),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cheer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cheer", models.CharField(max_length=20)),
                ("seq", models.PositiveIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cheers", to="rooms.membership"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cheers",
                        to="rooms.bookentry",
                    ),
                ),
                (
                    "day",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cheers", to="rooms.day"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PassedWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("way", models.CharField(choices=[("to", "To"), ("from", "From")], max_length=4)),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_seq", models.PositiveIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_words", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_words", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passed_words", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SickCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("signs", models.JSONField(default=list)),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("better_at", models.DateTimeField(null=True)),
                ("better_seq", models.PositiveIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sick_cards", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sick_cards", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sick_cards", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SickSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seen", to="rooms.sickcard"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sick_seen", to="rooms.membership"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bookentry",
            index=models.Index(fields=["room", "-on"], name="book_of_room"),
        ),
        migrations.AddConstraint(
            model_name="bookentry",
            constraint=models.UniqueConstraint(fields=("room", "root"), name="book_entry_once"),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(fields=["room", "-on"], name="day_of_room"),
        ),
        migrations.AddIndex(
            model_name="passedwords",
            index=models.Index(fields=["room", "-at"], name="words_of_room"),
        ),
        migrations.AddIndex(
            model_name="sickcard",
            index=models.Index(condition=models.Q(("better_at__isnull", True)), fields=["room"], name="sick_now"),
        ),
        migrations.AddConstraint(
            model_name="sickseen",
            constraint=models.UniqueConstraint(fields=("card", "member"), name="sick_seen_once"),
        ),
    ]
