"""Where the signed heads of the record go: the agency's address, and members who ask for theirs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rooms", "0022_going_home")]

    operations = [
        migrations.AddField(model_name="agency", name="heads_to", field=models.EmailField(blank=True, max_length=254)),
        migrations.AddField(model_name="reachsettings", name="heads", field=models.BooleanField(default=False)),
    ]
