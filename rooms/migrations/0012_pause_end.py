"""When a pause is lifted gets a column of its own; `until` is when the part ends, paused or not."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def keep_pauses(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So far a paused part's `until` was the end of its pause."""
    paused = apps.get_model("rooms", "Membership").objects.filter(state="suspended")
    paused.update(paused_until=F("until"), until=None)


def pauses_in_until(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As it was before; the date on which a paused part ends is lost."""
    apps.get_model("rooms", "Membership").objects.filter(state="suspended").update(until=F("paused_until"))


class Migration(migrations.Migration):
    dependencies = [("rooms", "0011_sign_in")]

    operations = [
        migrations.AddField(
            model_name="membership", name="paused_until", field=models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("until__isnull", False)), fields=["until"], name="membership_that_ends"
            ),
        ),
        migrations.RunPython(keep_pauses, pauses_in_until),
    ]
