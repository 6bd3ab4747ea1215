"""One more kind of look: staff read a room's pages (what to know of the child, the days, the dates)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_retention")]

    operations = [
        migrations.AlterField(
            model_name="look",
            name="kind",
            field=models.CharField(
                choices=[
                    ("board", "saw the last line on the desk"),
                    ("read", "read the room"),
                    ("step_in", "wrote in the room"),
                    ("people", "looked at who is in the room"),
                    ("search", "searched"),
                    ("flag", "looked into a flag"),
                    ("held", "looked at what waits for review"),
                    ("whisper", "wrote to one side alone"),
                    ("summary", "read a summary"),
                    ("draft", "worked on a summary"),
                    ("exports", "looked at what was exported"),
                    ("export", "exported the record"),
                    ("step", "took a step"),
                    ("handover", "handed the room over to a colleague"),
                    ("pages", "read the room’s pages"),
                    ("trail", "looked at this list"),
                ],
                max_length=8,
            ),
        ),
    ]
