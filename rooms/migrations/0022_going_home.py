"""The way home: its plan, who wants the room afterwards, and what is asked for then."""

import django.db.models.deletion
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0021_learning")]

    operations = [
        migrations.CreateModel(
            name="HomeAsk",
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
                            ("hours", "Hours"),
                            ("night", "Night"),
                            ("weekend", "Weekend"),
                            ("days", "Days"),
                            ("together", "Together"),
                            ("call", "Call"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("yes", "Yes"), ("not_now", "Not Now"), ("off", "Off")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("words", models.PositiveIntegerField(null=True)),
                ("answer_words", models.PositiveIntegerField(null=True)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="home_asks", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HomeWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wants", models.BooleanField(null=True)),
                ("resting", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="home_wish", to="rooms.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WayHome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("writing", "Writing"),
                            ("sent", "Sent"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("changed", "Changed"),
                        ],
                        default="writing",
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("answer", models.PositiveIntegerField(null=True)),
                ("moved_at", models.DateTimeField()),
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="way_home", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HomeStep",
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
                            ("goal_people", "Goal People"),
                            ("goal_same", "Goal Same"),
                            ("goal_calm", "Goal Calm"),
                            ("goal", "Goal"),
                            ("talk", "Talk"),
                            ("longer", "Longer"),
                            ("at_home", "At Home"),
                            ("first_night", "First Night"),
                            ("same_rules", "Same Rules"),
                            ("school", "School"),
                            ("doctor", "Doctor"),
                            ("objects", "Objects"),
                            ("book", "Book"),
                            ("goodbye", "Goodbye"),
                            ("day", "Day"),
                            ("daily", "Daily"),
                            ("visit_back", "Visit Back"),
                            ("look_back", "Look Back"),
                            ("own", "Own"),
                        ],
                        max_length=12,
                    ),
                ),
                ("on", models.DateField(null=True)),
                (
                    "who",
                    models.CharField(
                        choices=[("both", "Both"), ("birth", "Birth"), ("foster", "Foster"), ("staff", "Staff")],
                        default="both",
                        max_length=6,
                    ),
                ),
                ("words", models.PositiveIntegerField(null=True)),
                ("changed", models.PositiveIntegerField(default=1)),
                ("ticked_at", models.DateTimeField(null=True)),
                ("taken_off", models.BooleanField(default=False)),
                (
                    "ticked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="rooms.wayhome"
                    ),
                ),
            ],
        ),
    ]
