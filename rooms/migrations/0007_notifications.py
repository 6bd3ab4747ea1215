"""Who is to be told that something happened, and how."""

import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0006_attachments")]

    operations = [
        migrations.CreateModel(
            name="ReachSettings",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reach",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("push", models.BooleanField(default=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("soon", "At once"),
                            ("away", "When I have not looked for a few hours"),
                            ("daily", "Once a day, in the morning"),
                            ("never", "Never"),
                        ],
                        default="away",
                        max_length=5,
                    ),
                ),
                ("sms", models.BooleanField(default=False)),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_to", models.TimeField(default=datetime.time(7, 0))),
                ("muted_until", models.DateTimeField(null=True)),
                (
                    "app_name",
                    models.CharField(
                        choices=[("coparenting", "Coparenting"), ("notes", "Notes")],
                        default="coparenting",
                        max_length=12,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoomNotice",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice",
                        serialize=False,
                        to="rooms.room",
                    ),
                ),
                ("upto_seq", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RoomReach",
            fields=[
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="reach",
                        serialize=False,
                        to="rooms.membership",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("messages", "Every message"),
                            ("asked", "Only when somebody answers or asks me"),
                            ("nothing", "Nothing, unless it is urgent"),
                        ],
                        max_length=8,
                    ),
                ),
                ("push", models.BooleanField(default=True)),
                ("mail", models.BooleanField(default=True)),
                ("sms", models.BooleanField(default=True)),
                ("muted_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Notification",
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
                            ("message", "Message"),
                            ("answer", "Answer"),
                            ("whisper", "Whisper"),
                            ("held", "Held"),
                            ("told", "Told"),
                            ("invited", "Invited"),
                            ("account", "Account"),
                            ("flag", "Flag"),
                            ("review", "Review"),
                            ("child_sick", "Child Sick"),
                            ("visit_soon", "Visit Soon"),
                            ("test", "Test"),
                        ],
                        max_length=10,
                    ),
                ),
                ("upto_seq", models.PositiveIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("planned", "Planned"), ("dropped", "Dropped")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="rooms.room",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("endpoint", models.TextField()),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=60)),
                ("session_key", models.CharField(max_length=40)),
                ("signature", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("renewed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("push", "phone or computer"), ("email", "e-mail"), ("sms", "text message")],
                        max_length=5,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Due"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("dead", "Dead"),
                            ("dropped", "Dropped"),
                        ],
                        default="due",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("last_error", models.CharField(blank=True, max_length=40)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "notification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="rooms.notification"
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliveries",
                        to="rooms.pushsubscription",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["next_at"], name="notification_due"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["person", "at"], name="notification_of_person"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("person", "room", "kind"),
                name="notification_waits_once",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["due", "sending", "failed"])), fields=["next_at"], name="delivery_due"
            ),
        ),
        # What was said before there was anybody to tell is no news.
        migrations.RunSQL(
            "INSERT INTO rooms_roomnotice (room_id, upto_seq) SELECT id, last_seq FROM rooms_room",
            migrations.RunSQL.noop,
        ),
    ]
