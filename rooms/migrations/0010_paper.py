"""Answers on paper."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rooms", "0009_staff_acts")]

    operations = []
