"""The agreement and its template, the plan for talking, two questions on the partnership, words to the agency."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0019_meetings")]

    operations = [
        migrations.CreateModel(
            name="RestTime",
            fields=[
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rest",
                        serialize=False,
                        to="rooms.membership",
                    ),
                ),
                ("days", models.JSONField(default=list)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("version", models.PositiveIntegerField(default=1)),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("review_on", models.DateField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreement", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("key", models.CharField(max_length=12)),
                ("place", models.PositiveSmallIntegerField()),
                ("en", models.TextField()),
                ("es", models.TextField(blank=True)),
                ("seq", models.PositiveIntegerField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="rooms.agreement"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("points", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_templates",
                        to="rooms.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="agreement",
            name="template",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.agreementtemplate"
            ),
        ),
        migrations.CreateModel(
            name="Assent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assents", to="rooms.agreement"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assents", to="rooms.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField()),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feedback", to="rooms.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("heard", models.TextField()),
                ("changed", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="improvements", to="rooms.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PointTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("kind", models.CharField(choices=[("talk", "a remark"), ("words", "other words")], max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("said", "Said"),
                            ("open", "Open"),
                            ("taken", "Taken"),
                            ("back", "Back"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seq", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="rooms.agreementpoint"
                    ),
                ),
                ("yes", models.ManyToManyField(blank=True, related_name="+", to="rooms.membership")),
            ],
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "together",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "It is hard right now"),
                            (2, "It is not easy"),
                            (3, "We are getting there"),
                            (4, "It goes well"),
                            (5, "It goes very well"),
                        ],
                        null=True,
                    ),
                ),
                ("heard", models.PositiveSmallIntegerField(choices=[(1, "Hardly ever"), (2, "Not often"), (3, "Sometimes"), (4, "Mostly"), (5, "Always")], null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="survey_answers",
                        to="rooms.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TalkPlan",
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
                        choices=[("open", "Open"), ("current", "Current"), ("over", "Over")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("ways", models.JSONField(default=list)),
                ("days", models.JSONField(default=list)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                ("topics", models.JSONField(default=list)),
                ("ask_first", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("since", models.DateTimeField(null=True)),
                ("seq", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="talk_plans", to="rooms.room"
                    ),
                ),
                ("yes", models.ManyToManyField(blank=True, related_name="+", to="rooms.membership")),
            ],
        ),
        migrations.AddConstraint(
            model_name="agreementpoint",
            constraint=models.UniqueConstraint(fields=("agreement", "key"), name="agreement_point_once"),
        ),
        migrations.AddConstraint(
            model_name="agreementtemplate",
            constraint=models.UniqueConstraint(fields=("agency", "version"), name="agreement_template_version_once"),
        ),
        migrations.AddConstraint(
            model_name="assent",
            constraint=models.UniqueConstraint(fields=("agreement", "member"), name="assent_once"),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(fields=("membership", "client_id"), name="feedback_once"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(fields=("by", "client_id"), name="improvement_once"),
        ),
        migrations.AddIndex(
            model_name="surveyanswer",
            index=models.Index(fields=["membership", "-at"], name="survey_answer_latest"),
        ),
        migrations.AddConstraint(
            model_name="talkplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "over"), _negated=True),
                fields=("room", "state"),
                name="talk_plan_one_of_each",
            ),
        ),
    ]
