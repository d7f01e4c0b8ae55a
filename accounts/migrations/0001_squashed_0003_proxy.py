import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new database in one step; one made earlier goes on through the steps that this replaces."""

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_ways_levels'),
        ('accounts', '0003_proxy'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=30, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('shortcuts_enabled', models.BooleanField(default=True, verbose_name='启用单键快捷键')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'ordering': ['unit__path', 'name'],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalDelegation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(verbose_name='至')),
                ('reason', models.CharField(max_length=100, verbose_name='事由')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='提前收回时间')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('deputy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代班人')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('principal', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
            ],
            options={
                'verbose_name': '代班变更记录',
                'verbose_name_plural': 'historical 代班委托',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True, verbose_name='单位代码')),
                ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                ('short_name', models.CharField(help_text='用于文号和窄表格，例如“清信”。', max_length=20, unique=True, verbose_name='简称')),
                ('kind', models.CharField(choices=[('party', '党委'), ('government', '政府'), ('petition_office', '信访部门'), ('bureau', '局（部门）'), ('discipline', '纪检监察'), ('congress', '人大、政协'), ('justice', '法院、检察院'), ('township', '乡镇、街道'), ('village', '村、社区'), ('internal', '内设科室'), ('company', '企业、公司'), ('branch', '分公司'), ('department', '部门'), ('outside', '系统外单位'), ('political_legal', '政法委、公安、司法行政')], default='bureau', max_length=20, verbose_name='类别')),
                ('level', models.CharField(blank=True, choices=[('province', '省级'), ('city', '市级'), ('county', '县级'), ('township', '乡镇级'), ('village', '村级')], help_text='不填的，乡镇、村按类别，其他随上级单位。', max_length=10, verbose_name='层级')),
                ('is_reception_body', models.BooleanField(default=False, help_text='上级单位及其所有下级登记的来访，都归到本机构的登记册和待办。', verbose_name='常设接待机构')),
                ('path', models.CharField(editable=False, max_length=24, unique=True, verbose_name='路径')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('acceptor', models.ForeignKey(blank=True, help_text='交办件首先送到的人；未指定时送部门负责人。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accepts_for', to=settings.AUTH_USER_MODEL, verbose_name='受理人')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.unit', verbose_name='上级单位')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['path'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_reception_body', True)), fields=('parent',), name='unit_one_reception_body')],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('overall', '总责'), ('in_charge', '分管'), ('assists', '配合')], max_length=12, verbose_name='责任')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to=settings.AUTH_USER_MODEL, verbose_name='领导')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaders', to='accounts.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '责任关系',
                'verbose_name_plural': '责任关系',
                'ordering': ['unit__path', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('leader', 'unit', 'kind'), name='responsibility_once', violation_error_message='这条责任关系已经有了。')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('registrar', '登记员'), ('petition_officer', '信访专干'), ('handler', '承办人'), ('unit_head', '部门负责人'), ('deputy_leader', '分管领导'), ('chief_leader', '主要领导'), ('supervisor', '督查员'), ('auditor', '审计员'), ('agent', '信访代理员'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                ('title', models.CharField(blank=True, help_text='打印在签批上的职务，例如“局长”。', max_length=40, verbose_name='职务')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='任职日期')),
                ('ends_on', models.DateField(blank=True, help_text='当日仍有效；留空为现任。', null=True, verbose_name='免职日期')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='accounts.unit', verbose_name='任职单位')),
            ],
            options={
                'verbose_name': '任职',
                'verbose_name_plural': '任职',
                'ordering': ['unit__path', 'role', 'pk'],
                'indexes': [models.Index(fields=['unit', 'role'], name='post_unit_role')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='post_ends_after_start', violation_error_message='免职日期不能早于任职日期。'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('staff', 'unit', 'role'), name='post_one_current', violation_error_message='此人已在该单位任此角色。')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUnit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=24, verbose_name='单位代码')),
                ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                ('short_name', models.CharField(db_index=True, help_text='用于文号和窄表格，例如“清信”。', max_length=20, verbose_name='简称')),
                ('kind', models.CharField(choices=[('party', '党委'), ('government', '政府'), ('petition_office', '信访部门'), ('bureau', '局（部门）'), ('discipline', '纪检监察'), ('congress', '人大、政协'), ('justice', '法院、检察院'), ('township', '乡镇、街道'), ('village', '村、社区'), ('internal', '内设科室'), ('company', '企业、公司'), ('branch', '分公司'), ('department', '部门'), ('outside', '系统外单位'), ('political_legal', '政法委、公安、司法行政')], default='bureau', max_length=20, verbose_name='类别')),
                ('level', models.CharField(blank=True, choices=[('province', '省级'), ('city', '市级'), ('county', '县级'), ('township', '乡镇级'), ('village', '村级')], help_text='不填的，乡镇、村按类别，其他随上级单位。', max_length=10, verbose_name='层级')),
                ('is_reception_body', models.BooleanField(default=False, help_text='上级单位及其所有下级登记的来访，都归到本机构的登记册和待办。', verbose_name='常设接待机构')),
                ('path', models.CharField(db_index=True, editable=False, max_length=24, verbose_name='路径')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('acceptor', models.ForeignKey(blank=True, db_constraint=False, help_text='交办件首先送到的人；未指定时送部门负责人。', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受理人')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='上级单位')),
            ],
            options={
                'verbose_name': '单位变更记录',
                'verbose_name_plural': 'historical 单位',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStaff',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=30, verbose_name='姓名')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='下次登录须改密码')),
                ('shortcuts_enabled', models.BooleanField(default=True, verbose_name='启用单键快捷键')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='所在单位')),
            ],
            options={
                'verbose_name': '人员变更记录',
                'verbose_name_plural': 'historical 人员',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalResponsibilityLink',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('overall', '总责'), ('in_charge', '分管'), ('assists', '配合')], max_length=12, verbose_name='责任')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leader', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='领导')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '责任关系变更记录',
                'verbose_name_plural': 'historical 责任关系',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPost',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('registrar', '登记员'), ('petition_officer', '信访专干'), ('handler', '承办人'), ('unit_head', '部门负责人'), ('deputy_leader', '分管领导'), ('chief_leader', '主要领导'), ('supervisor', '督查员'), ('auditor', '审计员'), ('agent', '信访代理员'), ('administrator', '系统管理员')], max_length=20, verbose_name='角色')),
                ('title', models.CharField(blank=True, help_text='打印在签批上的职务，例如“局长”。', max_length=40, verbose_name='职务')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='任职日期')),
                ('ends_on', models.DateField(blank=True, help_text='当日仍有效；留空为现任。', null=True, verbose_name='免职日期')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit', verbose_name='任职单位')),
            ],
            options={
                'verbose_name': '任职变更记录',
                'verbose_name_plural': 'historical 任职',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='staff',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='accounts.unit', verbose_name='所在单位'),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(verbose_name='至')),
                ('reason', models.CharField(max_length=100, verbose_name='事由')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='提前收回时间')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_held', to=settings.AUTH_USER_MODEL, verbose_name='代班人')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
            ],
            options={
                'verbose_name': '代班委托',
                'verbose_name_plural': '代班委托',
                'ordering': ['-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_date_order', violation_error_message='“至”不能早于“自”。'), models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='delegation_not_self', violation_error_message='不能委托本人代班。')],
            },
        ),
    ]
