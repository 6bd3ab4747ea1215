"""Attorneys and the court's staff can be invited; being told that something was shared."""

from typing import Final

from django.db import migrations, models

ROLES: Final = [
    ("birth_parent", "birth parent"),
    ("foster_parent", "foster parent"),
    ("kinship_caregiver", "kinship caregiver"),
    ("relative", "relative"),
    ("mentor", "mentor"),
    ("advocate", "advocate"),
    ("attorney", "attorney"),
    ("court", "court staff"),
    ("social_worker", "social worker"),
    ("supervisor", "supervisor"),
]


class Migration(migrations.Migration):
    dependencies = [("rooms", "0025_video")]

    operations = [
        migrations.AlterField(
            model_name="invitation", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="membership", name="role", field=models.CharField(choices=ROLES, max_length=20)
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
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
                    ("tomorrow", "Tomorrow"),
                    ("shared", "Shared"),
                    ("test", "Test"),
                ],
                max_length=10,
            ),
        ),
    ]
