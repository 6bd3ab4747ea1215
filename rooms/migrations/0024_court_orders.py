"""Pictures of a court's order, kept beside what it allows; and one allowance may take the place of several."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.attachment
import rooms.models.ids


def keep_what_was_replaced(apps, schema_editor):
    """Each allowance that took the place of another still does."""
    Approval = apps.get_model("rooms", "Approval")
    for newer in Approval.objects.filter(replaced_one__isnull=False):
        newer.replaces.add(newer.replaced_one_id)


class Migration(migrations.Migration):
    dependencies = [("rooms", "0023_weekly_heads")]

    operations = [
        migrations.RenameField(model_name="approval", old_name="replaces", new_name="replaced_one"),
        migrations.AlterField(
            model_name="approval",
            name="replaced_one",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.approval"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="replaces",
            field=models.ManyToManyField(blank=True, related_name="replaced_by", to="rooms.approval"),
        ),
        migrations.RunPython(keep_what_was_replaced, migrations.RunPython.noop),
        migrations.RemoveField(model_name="approval", name="replaced_one"),
        migrations.CreateModel(
            name="OrderPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("client_id", models.UUIDField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_under", models.CharField(blank=True, max_length=200)),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="rooms.approval"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rooms.membership"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("by", "client_id"), name="order_photo_client_id_once")],
            },
            bases=(rooms.models.attachment.Stored, models.Model),
        ),
    ]
