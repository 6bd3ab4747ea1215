"""Staff's own remarks in a shared summary, where somebody's treatment is marked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0008_shared_papers")]

    operations = [
        migrations.AddField(model_name="sharedpaper", name="remarks", field=models.BooleanField(default=False)),
    ]
