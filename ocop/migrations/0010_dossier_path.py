import common.models
import django.core.validators
import django.db.models.deletion
import ocop.models.register_import
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ocop', '0009_evidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='idea',
            field=common.models.NFCTextField(blank=True, db_default='', max_length=2000, verbose_name='idea'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='plan',
            field=common.models.NFCTextField(blank=True, db_default='', max_length=4000, verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='state',
            field=models.CharField(choices=[('idea', 'idea registered'), ('plan', 'plan registered'), ('draft', 'being prepared'), ('handed_in', 'handed in, waits for the commune'), ('commune', 'checked by the commune'), ('requested', 'sent to the province'), ('province', 'with the advisory team of the province'), ('council', 'before the council'), ('scored', 'scored, waits for the decision'), ('ministry', 'forwarded to the ministry'), ('returned', 'returned for completion'), ('recognised', 'recognised'), ('not_recognised', 'not recognised')], db_default='draft', default='draft', max_length=15, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='state_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='officemember',
            name='role',
            field=models.CharField(choices=[('province', 'officer of the province'), ('commune', 'officer of the commune'), ('council', 'council member'), ('inspector', 'inspector')], max_length=10, verbose_name='role'),
        ),
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', common.models.NFCCharField(max_length=160, verbose_name='name')),
                ('decision_number', common.models.NFCCharField(max_length=60, verbose_name='number of the decision that set it up')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('quorum_percent', models.PositiveSmallIntegerField(default=75, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='at least so many percent of members score')),
                ('largest_spread', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='largest distance of two totals')),
                ('decimals', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='decimals of the average')),
                ('regulation', common.models.NFCTextField(blank=True, max_length=1000, verbose_name='where the regulation says so')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='councils', to='ocop.office')),
            ],
            options={
                'verbose_name': 'council',
                'verbose_name_plural': 'councils',
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CouncilMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('chair', "chair: a leader of the provincial People's Committee"), ('agriculture', 'Department of Agriculture and Environment'), ('trade', 'Department of Industry and Trade'), ('health', 'Department of Health'), ('science', 'Department of Science and Technology'), ('culture', 'Department of Culture, Sports and Tourism'), ('food_safety', 'Department of Food Safety'), ('ocop_office', 'OCOP office of the province'), ('unit', 'specialised unit of Agriculture and Environment'), ('invited', 'invited: consultant, association or other body')], max_length=15, verbose_name='seat')),
                ('title', common.models.NFCCharField(blank=True, max_length=160, verbose_name='position')),
                ('scores', models.BooleanField(default=True, verbose_name='gives points')),
                ('left_on', models.DateField(blank=True, null=True)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='ocop.council')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_seats', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'council member',
                'verbose_name_plural': 'council members',
                'ordering': ['council', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('council', 'user'), name='council_member_once'), models.UniqueConstraint(condition=models.Q(('left_on__isnull', True), ('seat', 'chair')), fields=('council',), name='council_one_chair')],
            },
        ),
        migrations.CreateModel(
            name='EvaluationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='round')),
                ('requests_before', models.DateField(verbose_name='requests before')),
                ('decide_before', models.DateField(verbose_name='decisions before')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='ocop.office')),
            ],
            options={
                'verbose_name': 'round of evaluation',
                'verbose_name_plural': 'rounds of evaluation',
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('office', 'year', 'number'), name='round_once'), models.CheckConstraint(condition=models.Q(('decide_before__gt', models.F('requests_before'))), name='round_days')],
            },
        ),
        migrations.CreateModel(
            name='CouncilSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('meeting', 'meeting'), ('written', 'written opinions')], default='meeting', max_length=10, verbose_name='how')),
                ('held_on', models.DateField(verbose_name='held on')),
                ('place', common.models.NFCCharField(blank=True, max_length=160, verbose_name='place')),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('minutes_number', common.models.NFCCharField(blank=True, max_length=60, verbose_name='number of the minutes')),
                ('minutes', common.models.NFCTextField(blank=True, max_length=6000, verbose_name='minutes')),
                ('minutes_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='ocop.council')),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='ocop.evaluationround')),
            ],
            options={
                'verbose_name': 'session of the council',
                'verbose_name_plural': 'sessions of the council',
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('total', models.DecimalField(decimal_places=2, max_digits=5)),
                ('stars', models.PositiveSmallIntegerField()),
                ('handed_in_at', models.DateTimeField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='ocop.dossier')),
                ('handed_in_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['dossier', '-version'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'version'), name='submission_version_once')],
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('average', models.DecimalField(decimal_places=4, editable=False, max_digits=7, null=True)),
                ('averages', models.JSONField(default=dict, editable=False)),
                ('outcome', models.CharField(blank=True, choices=[('5', 'five stars'), ('4', 'four stars'), ('3', 'three stars'), ('2', 'two stars, no certificate'), ('1', 'one star, no certificate'), ('ineligible', 'not eligible')], editable=False, max_length=10)),
                ('sheets_counted', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='ocop.councilsession')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='item', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'item of the agenda',
                'verbose_name_plural': 'items of the agenda',
                'ordering': ['session', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField(default=dict)),
                ('opinions', models.JSONField(default=dict)),
                ('stopped_by', models.JSONField(default=list)),
                ('opinion', common.models.NFCTextField(blank=True, max_length=2000, verbose_name='opinion')),
                ('version', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('saved_at', models.DateTimeField()),
                ('signed_at', models.DateTimeField(editable=False, null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='ocop.agendaitem')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='ocop.councilmember')),
            ],
            options={
                'verbose_name': 'score sheet',
                'verbose_name_plural': 'score sheets',
                'ordering': ['item', 'member'],
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='sheet_once_a_member')],
            },
        ),
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('commune', 'commune'), ('province', 'province')], max_length=10)),
                ('number', common.models.NFCCharField(max_length=60, verbose_name='slip number')),
                ('serial', models.PositiveIntegerField()),
                ('year', models.PositiveSmallIntegerField()),
                ('received_on', models.DateField(verbose_name='received on')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='ocop.office')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='intakes', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'intake slip',
                'verbose_name_plural': 'intake slips',
                'ordering': ['-received_on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'level'), name='intake_once_a_level'), models.UniqueConstraint(fields=('office', 'year', 'serial'), name='intake_serial_once'), models.UniqueConstraint(fields=('office', 'number'), name='intake_number_once')],
            },
        ),
        migrations.CreateModel(
            name='DossierStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('idea', 'registered the idea'), ('plan', 'registered the plan'), ('hand_in', 'handed the dossier in'), ('take_back', 'took the dossier back'), ('commune_intake', 'the commune took the dossier in'), ('return', 'returned the dossier for completion'), ('request', 'the commune asked the province to evaluate'), ('province_intake', 'the province took the dossier in'), ('report', 'the advisory team reported'), ('agenda', 'put before the council'), ('off_agenda', "taken off the council's agenda"), ('open_sheet', 'opened a signed sheet again'), ('close', 'the council closed its scoring'), ('recognise', 'recognised by decision'), ('refuse', 'not recognised'), ('forward', 'forwarded to the ministry')], max_length=20, verbose_name='act')),
                ('state', models.CharField(choices=[('idea', 'idea registered'), ('plan', 'plan registered'), ('draft', 'being prepared'), ('handed_in', 'handed in, waits for the commune'), ('commune', 'checked by the commune'), ('requested', 'sent to the province'), ('province', 'with the advisory team of the province'), ('council', 'before the council'), ('scored', 'scored, waits for the decision'), ('ministry', 'forwarded to the ministry'), ('returned', 'returned for completion'), ('recognised', 'recognised'), ('not_recognised', 'not recognised')], max_length=15, verbose_name='state')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('note', common.models.NFCTextField(blank=True, max_length=2000)),
                ('reasons', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='ocop.dossier')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ocop.office')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'step of a dossier',
                'verbose_name_plural': 'steps of a dossier',
                'ordering': ['dossier', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('5', 'five stars'), ('4', 'four stars'), ('3', 'three stars'), ('2', 'two stars, no certificate'), ('1', 'one star, no certificate'), ('ineligible', 'not eligible')], max_length=10, verbose_name='outcome')),
                ('number', common.models.NFCCharField(blank=True, max_length=60, verbose_name='decision number')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('issuer', common.models.NFCCharField(blank=True, max_length=160, verbose_name='issued by')),
                ('note', common.models.NFCTextField(blank=True, max_length=2000, verbose_name='note')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('certificate', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='ocop.certificate')),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-decided_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CommuneReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('materials', common.models.NFCTextField(max_length=1000, verbose_name='use of local materials')),
                ('labour', common.models.NFCTextField(max_length=1000, verbose_name='use of local labour')),
                ('origin', models.CharField(choices=[('traditional', 'traditional product'), ('new', 'new product')], max_length=15, verbose_name='origin of the product idea')),
                ('origin_note', common.models.NFCTextField(blank=True, max_length=1000, verbose_name='about the idea')),
                ('identity', common.models.NFCTextField(max_length=1000, verbose_name='local identity and wisdom')),
                ('request_number', common.models.NFCCharField(max_length=60, verbose_name='number of the request to the province')),
                ('requested_on', models.DateField(verbose_name='requested on')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='commune_report', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'report of the commune',
                'verbose_name_plural': 'reports of communes',
            },
        ),
        migrations.CreateModel(
            name='AdvisoryReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survey', common.models.NFCTextField(blank=True, max_length=2000, verbose_name='what was seen on site')),
                ('findings', common.models.NFCTextField(max_length=4000, verbose_name='what the dossier shows')),
                ('reported_on', models.DateField(verbose_name='reported on')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='advisory_report', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'report of the advisory team',
                'verbose_name_plural': 'reports of the advisory team',
            },
        ),
        migrations.CreateModel(
            name='SubmittedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=10)),
                ('title', common.models.NFCCharField(max_length=200)),
                ('name', common.models.NFCCharField(max_length=200)),
                ('file', models.FileField(max_length=160, storage=ocop.models.register_import.private_storage, upload_to='ocop/submissions')),
                ('media_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='ocop.submission')),
            ],
            options={
                'verbose_name': 'file of a submission',
                'verbose_name_plural': 'files of a submission',
                'ordering': ['submission', 'pk'],
            },
        ),
    ]
