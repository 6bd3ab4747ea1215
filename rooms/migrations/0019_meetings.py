"""Meetings: the first days, the team, hearings, regular talks; and a change of placement."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0018_calendar")]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="for_now",
            field=models.BooleanField(default=False, verbose_name="until we know where the child will stay"),
        ),
        migrations.AddField(
            model_name="placement",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="came at"),
        ),
        migrations.CreateModel(
            name="Meeting",
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
                            ("comfort_call", "comfort call"),
                            ("icebreaker", "getting-to-know-you meeting"),
                            ("team", "team meeting"),
                            ("hearing", "hearing or review"),
                            ("talk", "regular talk"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("set", "Set"), ("held", "Held"), ("off", "Off")],
                        default="open",
                        max_length=4,
                    ),
                ),
                ("homeward", models.BooleanField(default=False)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("child", "how the child is doing"),
                            ("visits", "visits"),
                            ("school", "school or health"),
                            ("together", "how we work together"),
                            ("home", "the way home"),
                            ("other", "something else"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worker_phone", "through the social worker’s phone"),
                            ("own_phones", "on the parents’ own phones"),
                            ("video", "by video"),
                            ("in_person", "in person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("due_from", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("starts_at", models.DateTimeField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("seq", models.PositiveIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="rooms.placement",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heard", models.PositiveSmallIntegerField()),
                ("clear", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="rooms.meeting"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("intro", "who I am"),
                            ("point", "a point to talk about"),
                            ("wish", "a wish of the child"),
                            ("goal", "a goal"),
                            ("support", "somebody to bring along"),
                            ("settle", "how we settle it when we disagree"),
                            ("step", "a step that we agreed on"),
                        ],
                        max_length=8,
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("ticked_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="rooms.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("talked", "We talked"),
                            ("call_back", "Asked to be called another day"),
                            ("not_reached", "Nobody was reached"),
                            ("held", "It took place"),
                            ("kept", "We talked"),
                            ("missed", "It did not work this time"),
                        ],
                        max_length=12,
                    ),
                ),
                ("topics", models.JSONField(default=list)),
                ("again_at", models.DateTimeField(null=True)),
                ("of", models.DateTimeField(null=True)),
                ("seq", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="rooms.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("closed", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves_out", to="rooms.room"
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="move_in", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NumberConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_consents",
                        to="rooms.membership",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["room", "state"], name="meeting_of_room"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("placement__isnull", False)),
                fields=("room", "placement", "kind", "homeward"),
                name="meeting_once_per_placement",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetinganswer",
            constraint=models.UniqueConstraint(fields=("meeting", "member"), name="meeting_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="meetingresult",
            constraint=models.UniqueConstraint(fields=("meeting", "of"), name="meeting_talk_told_once"),
        ),
        migrations.AddConstraint(
            model_name="numberconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("member",), name="number_consent_once"
            ),
        ),
    ]
