"""Visits, appointments and celebrations, what the court allows, and what both sides ask of the worker together."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import rooms.models.ids


class Migration(migrations.Migration):
    dependencies = [("rooms", "0016_days_and_book")]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('everyone', models.BooleanField(default=False)),
                ('supervised', models.CharField(choices=[('nobody', 'nobody needs to watch'), ('agency', 'somebody of the agency is there'), ('foster_parent', 'the foster parent is there'), ('relative', 'a relative is there')], max_length=13)),
                ('times', models.PositiveSmallIntegerField()),
                ('per', models.CharField(choices=[('week', 'a week'), ('month', 'a month')], max_length=5)),
                ('minutes', models.PositiveIntegerField()),
                ('places', models.JSONField(default=list)),
                ('earliest', models.TimeField(null=True)),
                ('latest', models.TimeField(null=True)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('staff_decides', models.BooleanField(default=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seq', models.PositiveIntegerField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.membership')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.membership')),
                ('people', models.ManyToManyField(blank=True, related_name='+', to='rooms.membership')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced', to='rooms.approval')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='rooms.room')),
            ],
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('visit', 'a visit'), ('call', 'a call'), ('doctor', 'a doctor’s appointment'), ('dentist', 'a dentist’s appointment'), ('therapy', 'a therapist’s appointment'), ('school', 'a school date'), ('court', 'a court date'), ('celebration', 'a celebration'), ('outing', 'an outing'), ('service', 'a service'), ('holiday', 'a holiday'), ('siblings', 'time for brothers and sisters')], max_length=11)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('whole_day', models.BooleanField(default=False)),
                ('place_kind', models.CharField(choices=[('agency', 'at the agency'), ('foster_home', 'at the foster home'), ('birth_home', 'at the parent’s home'), ('public', 'in a public place'), ('relative', 'at a relative’s home'), ('remote', 'by phone or video'), ('office', 'at the office, school or court')], max_length=11)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('asked', 'waits for an answer'), ('agreed', 'waits for the worker’s yes'), ('set', 'is settled'), ('declined', 'was not possible'), ('called_off', 'was called off'), ('stopped', 'was stopped by the worker')], default='asked', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('series', models.CharField(blank=True, max_length=12)),
                ('seq', models.PositiveIntegerField()),
                ('soon_seq', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('approval', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='rooms.approval')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.membership')),
                ('place_for', models.ManyToManyField(blank=True, related_name='+', to='rooms.membership')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='rooms.room')),
            ],
        ),
        migrations.CreateModel(
            name='OccasionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('step', 'what happened'), ('seen', 'seen'), ('coach', 'who helps and coaches'), ('bring', 'what to bring'), ('snacks', 'snacks and meals'), ('hello', 'how we say hello'), ('goodbye', 'how we say goodbye'), ('ride', 'rides and vouchers'), ('topic', 'what I would like help with'), ('well', 'what went well'), ('try', 'one thing to try')], max_length=7)),
                ('seq', models.PositiveIntegerField()),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='rooms.occasion')),
            ],
        ),
        migrations.CreateModel(
            name='OccasionPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('says', models.CharField(choices=[('nothing', 'has not answered yet'), ('yes', 'is coming'), ('no', 'cannot come')], default='nothing', max_length=7)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasion_parts', to='rooms.membership')),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='rooms.occasion')),
            ],
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=rooms.models.ids.new_public_id, editable=False, max_length=12, unique=True)),
                ('what', models.CharField(choices=[('longer', 'longer visits'), ('often', 'more frequent visits'), ('natural', 'visits in a more natural place')], max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seq', models.PositiveIntegerField()),
                ('joined_seq', models.PositiveIntegerField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_seq', models.PositiveIntegerField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.membership')),
                ('joined_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rooms.membership')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='rooms.room')),
            ],
        ),
        migrations.AddIndex(
            model_name='approval',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['room'], name='approval_in_force'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='approval_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gt', 0), ('times__gt', 0)), name='approval_allows_something'),
        ),
        migrations.AddIndex(
            model_name='occasion',
            index=models.Index(fields=['room', 'starts'], name='occasion_by_start'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='occasion_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='occasionline',
            constraint=models.UniqueConstraint(fields=('occasion', 'seq'), name='occasion_line_once'),
        ),
        migrations.AddConstraint(
            model_name='occasionpart',
            constraint=models.UniqueConstraint(fields=('occasion', 'member'), name='occasion_part_once'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('room', 'what'), name='wish_open_once'),
        ),
    ]
