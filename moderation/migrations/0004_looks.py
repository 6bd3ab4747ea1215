"""More kinds of looks: working on a summary is not reading one, nor is handing a room over looking at its people.

And how far the worker has read on in long messages.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_policy")]

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
                    ("trail", "looked at this list"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="LateReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upto", models.BigIntegerField(default=0)),
            ],
        ),
    ]
