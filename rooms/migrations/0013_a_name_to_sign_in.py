"""Nobody has neither an e-mail address nor a user name: there would be nothing to sign in with."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Cast, Concat


def name_the_nameless(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give whoever has neither a user name that staff can tell them, and change in the admin."""
    people = apps.get_model("rooms", "Person").objects.filter(email=None, username=None)
    people.update(username=Concat(models.Value("person."), Cast("pk", models.CharField())))


class Migration(migrations.Migration):
    dependencies = [("rooms", "0012_pause_end")]

    operations = [
        migrations.RunPython(name_the_nameless, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("email__isnull", False), ("username__isnull", False), _connector="OR"),
                name="person_signs_in_somehow",
            ),
        ),
    ]
