"""People may sign in by a name of their own, without an e-mail address."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("rooms", "0003_fewer_indexes")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="username",
            field=models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="user name"),
        ),
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name="e-mail"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(Lower("username"), name="person_username_any_case"),
        ),
    ]
