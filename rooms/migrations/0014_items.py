"""Children get a public id: what is told of a child of a room with several says of which one it is."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import rooms.models.ids


def give_ids(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An id for each child that is there already."""
    children = list(apps.get_model("rooms", "Child").objects.all())
    for child in children:
        child.public_id = rooms.models.ids.new_public_id()
    apps.get_model("rooms", "Child").objects.bulk_update(children, ["public_id"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("rooms", "0013_a_name_to_sign_in")]

    operations = [
        migrations.AddField(
            model_name="child",
            name="public_id",
            field=models.CharField(editable=False, max_length=12, null=True),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="child",
            name="public_id",
            field=models.CharField(default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True),
        ),
    ]
