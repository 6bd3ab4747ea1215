"""Invitations to a room, on a card."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0004_usernames")]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=5)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='rooms.membership')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('role', models.CharField(choices=[('birth_parent', 'birth parent'), ('foster_parent', 'foster parent'), ('kinship_caregiver', 'kinship caregiver'), ('relative', 'relative'), ('mentor', 'mentor'), ('advocate', 'advocate'), ('social_worker', 'social worker'), ('supervisor', 'supervisor')], max_length=20)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('language', models.CharField(default='en', max_length=5)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('code_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('word_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('wrong_words', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('client_id', models.UUIDField(editable=False, unique=True)),
                ('state', models.CharField(choices=[('open', 'not used yet'), ('opened', 'the code was typed in'), ('waiting', 'waits at the door'), ('confirmed', 'may come in'), ('accepted', 'came in'), ('revoked', 'taken back'), ('expired', 'too old')], default='open', max_length=9)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('is_new_person', models.BooleanField(default=False)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.household')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='rooms.membership')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='rooms.room')),
            ],
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['room', '-created_at'], name='invitation_by_room'),
        ),
    ]
