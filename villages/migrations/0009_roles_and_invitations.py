"""Helpers are called managers and stay able to do the daily work; invitations to a host's desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import common.models


def rename(apps, old, new):
    apps.get_model("villages", "Member").objects.filter(role=old).update(role=new)


def helpers_to_managers(apps, schema_editor):
    rename(apps, "helper", "manager")


def managers_to_helpers(apps, schema_editor):
    rename(apps, "manager", "helper")


class Migration(migrations.Migration):

    dependencies = [
        ('villages', '0008_contact_when_verified'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='member',
            name='role',
            field=models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('guide', 'guide')], default='owner', max_length=10, verbose_name='role'),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'owner'), ('manager', 'manager'), ('guide', 'guide')], max_length=10, verbose_name='role')),
                ('name', common.models.NFCCharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('key', models.UUIDField(editable=False)),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('good_until', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='villages.host', verbose_name='host')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('host', 'key'), name='invitation_once_per_key')],
            },
        ),
        migrations.RunPython(helpers_to_managers, managers_to_helpers),
    ]
