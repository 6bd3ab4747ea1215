"""What is known of a child: entries and their versions, questions, big steps, dear things."""

import django.db.models.deletion
from django.db import migrations, models

import rooms.models.ids

TOPICS = [
    ("allergies", "allergies"),
    ("medicines", "medicines"),
    ("health", "health needs"),
    ("providers", "doctors and helpers"),
    ("emergency", "what to do in an emergency"),
    ("sleep", "sleep and bedtime"),
    ("comfort", "what comforts"),
    ("food", "food and meals"),
    ("fears", "what is scary"),
    ("likes", "favorite things"),
    ("habits", "small habits"),
    ("play", "play"),
    ("school", "school and learning"),
    ("discipline", "what works on hard days"),
    ("language", "language and own words"),
    ("culture", "culture and faith"),
    ("body", "hair, skin and washing"),
    ("identity", "what makes this child this child"),
    ("wishes", "please ask us first"),
    ("told-school", "what we told the school"),
    ("told-doctor", "what we told the doctor"),
    ("told-therapist", "what we told the therapist"),
    ("home-people", "who lives in this home"),
    ("home-day", "an average day in this home"),
    ("home-rules", "how this home sets limits"),
    ("home-area", "what it is like around this home"),
]


class Migration(migrations.Migration):
    dependencies = [("rooms", "0014_items")]

    operations = [
        migrations.CreateModel(
            name="BigStep",
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
                            ("hair", "a haircut"),
                            ("ears", "pierced ears"),
                            ("medicine", "a new medicine or treatment"),
                            ("school", "a change at school"),
                            ("trip", "a trip"),
                            ("faith", "a step in faith"),
                            ("driving", "learning to drive"),
                            ("other", "something important"),
                        ],
                        max_length=12,
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.child"),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="big_steps", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DearThing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("child", "where the child lives"),
                            ("family", "with the birth family"),
                            ("way", "on its way"),
                        ],
                        max_length=6,
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("moved_seq", models.PositiveIntegerField()),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.child"),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dear_things", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExpertQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("topic", models.CharField(choices=TOPICS, max_length=16)),
                ("seq", models.PositiveIntegerField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expert_questions", to="rooms.room"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChildEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("topic", models.CharField(choices=TOPICS, max_length=16)),
                ("seq", models.PositiveIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="child_entries", to="rooms.membership"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="rooms.child"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="child_entries", to="rooms.room"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answers",
                        to="rooms.expertquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuestionLater",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(choices=TOPICS, max_length=16)),
                ("until", models.DateTimeField(null=True)),
                (
                    "child",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.child"),
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
            name="ThingMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "where",
                    models.CharField(
                        choices=[
                            ("child", "where the child lives"),
                            ("family", "with the birth family"),
                            ("way", "on its way"),
                        ],
                        max_length=6,
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                (
                    "thing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="rooms.dearthing"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BigStepAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("talk", "let’s talk about it")], max_length=4
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="rooms.bigstep"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("step", "member"), name="big_step_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="EntryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField()),
                ("quotes", models.PositiveIntegerField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="rooms.childentry"
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry", "seq"), name="entry_version_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="childentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("child__isnull", False), ("topic__startswith", "home-"), _connector="OR"),
                name="child_entry_about_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionlater",
            constraint=models.UniqueConstraint(fields=("member", "child", "topic"), name="question_later_once"),
        ),
    ]
