"""the house"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('act_done',
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('outcome', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('verb', 'subject', 'day', name=op.f('pk_act_done'))
    )
    op.create_table('audit_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=80), nullable=False),
    sa.Column('act', sa.String(length=40), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('subject_kind', sa.String(length=32), nullable=False),
    sa.Column('subject_uid', sa.String(length=40), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_line'))
    )
    op.create_index('ix_audit_line_body', 'audit_line', ['body_id', 'at'], unique=False)
    op.create_index('ix_audit_line_subject', 'audit_line', ['subject_kind', 'subject_uid'], unique=False)
    op.create_table('body',
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('short', sa.String(length=40), nullable=False),
    sa.Column('zone', sa.String(length=40), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('opened', sa.Date(), nullable=True),
    sa.Column('closed', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body')),
    sa.UniqueConstraint('code', name=op.f('uq_body_code')),
    sa.UniqueConstraint('uid', name=op.f('uq_body_uid'))
    )
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_day'))
    )
    op.create_table('heartbeat',
    sa.Column('process', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('until', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('process', name=op.f('pk_heartbeat'))
    )
    op.create_table('job',
    sa.Column('verb', sa.String(length=60), nullable=False),
    sa.Column('arguments', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('step', sa.String(length=200), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('result', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('fault', sa.String(length=500), nullable=False),
    sa.Column('runs', sa.Integer(), nullable=False),
    sa.Column('cancel', sa.Boolean(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('heartbeat_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    sa.UniqueConstraint('uid', name=op.f('uq_job_uid'))
    )
    op.create_index('ix_job_state', 'job', ['state', 'heartbeat_at'], unique=False)
    op.create_table('person',
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('pinyin', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('sex', sa.String(length=32), nullable=True),
    sa.Column('birth', sa.Date(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('education', sa.String(length=40), nullable=False),
    sa.Column('occupation', sa.String(length=120), nullable=False),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.Column('district', sa.String(length=80), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=True),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('phone_hash', sa.String(length=64), nullable=True),
    sa.Column('phone_last4', sa.String(length=4), nullable=False),
    sa.Column('mail', sa.LargeBinary(), nullable=True),
    sa.Column('ethnicity', sa.LargeBinary(), nullable=True),
    sa.Column('social_origin', sa.LargeBinary(), nullable=True),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.Column('died', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('number', name=op.f('uq_person_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_person_uid'))
    )
    op.create_index(op.f('ix_person_employer'), 'person', ['employer'], unique=False)
    op.create_index(op.f('ix_person_phone_hash'), 'person', ['phone_hash'], unique=False)
    op.create_index('ix_person_district', 'person', ['district'], unique=False)
    op.create_index('ix_person_sort', 'person', ['sort_key', 'id'], unique=False)
    op.create_table('role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('permissions', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role')),
    sa.UniqueConstraint('name', name=op.f('uq_role_name'))
    )
    op.create_table('sending',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sending'))
    )
    op.create_table('stored_file',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('mime', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('packed', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file')),
    sa.UniqueConstraint('uid', name=op.f('uq_stored_file_uid'))
    )
    op.create_index(op.f('ix_stored_file_sha256'), 'stored_file', ['sha256'], unique=False)
    op.create_index(op.f('ix_stored_file_subject'), 'stored_file', ['subject'], unique=False)
    op.create_table('used_key',
    sa.Column('key', sa.String(length=48), nullable=False),
    sa.Column('led_to', sa.String(length=400), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_used_key'))
    )
    op.create_index(op.f('ix_used_key_at'), 'used_key', ['at'], unique=False)
    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('last_login_at', sa.DateTime(), nullable=True),
    sa.Column('current_login_at', sa.DateTime(), nullable=True),
    sa.Column('last_login_ip', sa.String(length=64), nullable=True),
    sa.Column('current_login_ip', sa.String(length=64), nullable=True),
    sa.Column('login_count', sa.Integer(), nullable=True),
    sa.Column('create_datetime', sa.DateTime(), nullable=True),
    sa.Column('update_datetime', sa.DateTime(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('name_en', sa.String(length=80), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('email', name=op.f('uq_user_account_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_user_account_fs_uniquifier')),
    sa.UniqueConstraint('person_id', name=op.f('uq_user_account_person_id'))
    )
    op.create_table('absence',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('half', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('note', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absence_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'day', 'half', name=op.f('pk_absence'))
    )
    op.create_index('ix_absence_day', 'absence', ['day', 'person_id'], unique=False)
    op.create_index('ix_absence_subject', 'absence', ['subject'], unique=False)
    op.create_table('act',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('organ', sa.String(length=160), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('adopted', sa.Date(), nullable=False),
    sa.Column('effective', sa.Date(), nullable=False),
    sa.Column('annulled_at', sa.DateTime(), nullable=True),
    sa.Column('annulled_why', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_act_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act')),
    sa.UniqueConstraint('body_id', 'organ', 'number', name='act_number'),
    sa.UniqueConstraint('uid', name=op.f('uq_act_uid'))
    )
    op.create_table('bar_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('barred', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('expires', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_bar_check_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bar_check'))
    )
    op.create_index('ix_bar_check_person', 'bar_check', ['person_id', 'kind', 'day'], unique=False)
    op.create_table('body_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('to_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint('body_id <> to_id', name=op.f('ck_body_link_not_itself')),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_body_link_span')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_body_link_body_id')),
    sa.ForeignKeyConstraint(['to_id'], ['body.id'], name=op.f('fk_body_link_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body_link'))
    )
    op.create_index('ix_body_link_down', 'body_link', ['to_id', 'kind'], unique=False)
    op.create_index('ix_body_link_up', 'body_link', ['body_id', 'kind'], unique=False)
    op.create_table('body_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=160), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_body_name_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body_name'))
    )
    op.create_index(op.f('ix_body_name_body_id'), 'body_name', ['body_id'], unique=False)
    op.create_table('district',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_district_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_district')),
    sa.UniqueConstraint('body_id', 'name', name=op.f('uq_district_body_id_name'))
    )
    op.create_index(op.f('ix_district_body_id'), 'district', ['body_id'], unique=False)
    op.create_table('identifier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('last4', sa.String(length=4), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_identifier_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identifier'))
    )
    op.create_index('ix_identifier_last4', 'identifier', ['last4'], unique=False)
    op.create_index(op.f('ix_identifier_person_id'), 'identifier', ['person_id'], unique=False)
    op.create_index('uq_identifier_current', 'identifier', ['hash'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    op.create_table('identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('pinyin', sa.String(length=200), nullable=False),
    sa.Column('sex', sa.String(length=32), nullable=True),
    sa.Column('birth', sa.Date(), nullable=True),
    sa.Column('birth_year', sa.Integer(), nullable=True),
    sa.Column('true_from', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_identity_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity'))
    )
    op.create_index(op.f('ix_identity_person_id'), 'identity', ['person_id'], unique=False)
    op.create_table('kinship',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kin_name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_kinship_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kinship'))
    )
    op.create_index(op.f('ix_kinship_kin_name'), 'kinship', ['kin_name'], unique=False)
    op.create_index(op.f('ix_kinship_person_id'), 'kinship', ['person_id'], unique=False)
    op.create_table('leaf_tree',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('tree', sa.Integer(), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.Column('leaves', sa.LargeBinary(), nullable=False),
    sa.Column('next_index', sa.Integer(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.Column('opened_late', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_leaf_tree_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leaf_tree')),
    sa.UniqueConstraint('body_id', 'day', 'tree', name=op.f('uq_leaf_tree_body_id_day_tree'))
    )
    op.create_index('ix_leaf_tree_day', 'leaf_tree', ['day', 'opened_at'], unique=False)
    op.create_table('local_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_local_rule_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_local_rule')),
    sa.UniqueConstraint('body_id', 'key', 'since', name=op.f('uq_local_rule_body_id_key_since'))
    )
    op.create_index(op.f('ix_local_rule_body_id'), 'local_rule', ['body_id'], unique=False)
    op.create_table('message',
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('subject_version', sa.Integer(), nullable=False),
    sa.Column('due_day', sa.Date(), nullable=False),
    sa.Column('recipient', sa.String(length=60), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('link', sa.LargeBinary(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('useful_until', sa.DateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('claimed_by', sa.String(length=40), nullable=False),
    sa.Column('claimed_until', sa.DateTime(), nullable=True),
    sa.Column('mail_id', sa.String(length=120), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_message_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('rule', 'subject', 'subject_version', 'due_day', 'recipient', 'channel', name='once'),
    sa.UniqueConstraint('uid', name=op.f('uq_message_uid'))
    )
    op.create_index('ix_message_inbox', 'message', ['recipient', 'channel', 'created_at'], unique=False)
    op.create_index('ix_message_subject', 'message', ['subject'], unique=False)
    op.create_index('ix_message_waiting', 'message', ['state', 'not_before'], unique=False)
    op.create_table('name_gram',
    sa.Column('gram', sa.String(length=60).with_variant(sa.String(length=60, collation='C'), 'postgresql'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_name_gram_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('gram', 'person_id', name=op.f('pk_name_gram'))
    )
    op.create_index(op.f('ix_name_gram_person_id'), 'name_gram', ['person_id'], unique=False)
    op.create_table('oath',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_oath_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oath')),
    sa.UniqueConstraint('uid', name=op.f('uq_oath_uid'))
    )
    op.create_index(op.f('ix_oath_body_id'), 'oath', ['body_id'], unique=False)
    op.create_table('panel',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('judges', sa.Integer(), nullable=False),
    sa.Column('assessors', sa.Integer(), nullable=False),
    sa.Column('form_rule', sa.String(length=80), nullable=False),
    sa.Column('presiding', sa.String(length=80), nullable=False),
    sa.Column('clerk_name', sa.String(length=80), nullable=False),
    sa.Column('clerk_phone', sa.String(length=40), nullable=False),
    sa.Column('roll_kind', sa.String(length=20), nullable=False),
    sa.Column('roll_subject', sa.String(length=80), nullable=False),
    sa.Column('composition', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('alternates', sa.Integer(), nullable=False),
    sa.Column('rulebook', sa.String(length=32), nullable=False),
    sa.Column('rulebook_version', sa.String(length=20), nullable=False),
    sa.Column('waivers', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('answer_by', sa.DateTime(), nullable=True),
    sa.Column('fresh_start', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_panel_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel')),
    sa.UniqueConstraint('uid', name=op.f('uq_panel_uid'))
    )
    op.create_index('ix_panel_state', 'panel', ['body_id', 'state'], unique=False)
    op.create_table('person_year',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('halves', sa.Integer(), nullable=False),
    sa.Column('assigned', sa.Integer(), nullable=False),
    sa.CheckConstraint('cases >= 0 AND halves >= 0', name=op.f('ck_person_year_not_negative')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_year_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'year', name=op.f('pk_person_year'))
    )
    op.create_index('ix_person_year_cases', 'person_year', ['year', 'cases', 'person_id'], unique=False)
    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_role_grant_body_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_role_grant_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    op.create_index('ix_role_grant_body', 'role_grant', ['body_id', 'role'], unique=False)
    op.create_index(op.f('ix_role_grant_user_id'), 'role_grant', ['user_id'], unique=False)
    op.create_table('roll',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_roll_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll')),
    sa.UniqueConstraint('uid', name=op.f('uq_roll_uid'))
    )
    op.create_index('ix_roll_body', 'roll', ['body_id', 'kind'], unique=False)
    op.create_table('roll_import',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('office', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('headings', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('mapping', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('counts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('notes', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('applied_at', sa.DateTime(), nullable=True),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_roll_import_body_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_roll_import_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_import')),
    sa.UniqueConstraint('uid', name=op.f('uq_roll_import_uid'))
    )
    op.create_index(op.f('ix_roll_import_body_id'), 'roll_import', ['body_id'], unique=False)
    op.create_table('rulebook_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('rulebook', sa.String(length=32), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_rulebook_assignment_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rulebook_assignment')),
    sa.UniqueConstraint('body_id', 'since', name=op.f('uq_rulebook_assignment_body_id_since'))
    )
    op.create_index(op.f('ix_rulebook_assignment_body_id'), 'rulebook_assignment', ['body_id'], unique=False)
    op.create_table('succession',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('before_id', sa.Integer(), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['after_id'], ['body.id'], name=op.f('fk_succession_after_id')),
    sa.ForeignKeyConstraint(['before_id'], ['body.id'], name=op.f('fk_succession_before_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_succession'))
    )
    op.create_index(op.f('ix_succession_after_id'), 'succession', ['after_id'], unique=False)
    op.create_index(op.f('ix_succession_before_id'), 'succession', ['before_id'], unique=False)
    op.create_table('trial_case',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=80), nullable=False),
    sa.Column('matter', sa.String(length=32), nullable=False),
    sa.Column('nature', sa.String(length=120), nullable=False),
    sa.Column('procedure', sa.String(length=32), nullable=False),
    sa.Column('instance', sa.Integer(), nullable=False),
    sa.Column('filed', sa.Date(), nullable=False),
    sa.Column('circumstances', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('requested_by_party', sa.Boolean(), nullable=False),
    sa.Column('juvenile', sa.Boolean(), nullable=False),
    sa.Column('earlier_case_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_trial_case_body_id')),
    sa.ForeignKeyConstraint(['earlier_case_id'], ['trial_case.id'], name=op.f('fk_trial_case_earlier_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trial_case')),
    sa.UniqueConstraint('body_id', 'number', name=op.f('uq_trial_case_body_id_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_trial_case_uid'))
    )
    op.create_index('ix_trial_case_filed', 'trial_case', ['body_id', 'filed', 'id'], unique=False)
    op.create_table('user_role',
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('fk_user_role_role_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_role_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'role_id', name=op.f('pk_user_role'))
    )
    op.create_table('act_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('annulled_at', sa.DateTime(), nullable=True),
    sa.Column('annulled_why', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_line_act_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_act_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_line')),
    sa.UniqueConstraint('act_id', 'n', name=op.f('uq_act_line_act_id_n'))
    )
    op.create_index(op.f('ix_act_line_person_id'), 'act_line', ['person_id'], unique=False)
    op.create_table('draw',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('tree_id', sa.Integer(), nullable=False),
    sa.Column('leaf_index', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('attempt', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('frozen', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('frozen_hash', sa.String(length=64), nullable=False),
    sa.Column('contribution', sa.String(length=200), nullable=True),
    sa.Column('record', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('tags', sa.LargeBinary(), nullable=False),
    sa.Column('excluded', sa.LargeBinary(), nullable=False),
    sa.Column('frozen_at', sa.DateTime(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=True),
    sa.Column('annulled_at', sa.DateTime(), nullable=True),
    sa.Column('annulled_why', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_draw_body_id')),
    sa.ForeignKeyConstraint(['tree_id'], ['leaf_tree.id'], name=op.f('fk_draw_tree_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw')),
    sa.UniqueConstraint('tree_id', 'leaf_index', name=op.f('uq_draw_tree_id_leaf_index')),
    sa.UniqueConstraint('uid', name=op.f('uq_draw_uid'))
    )
    op.create_index('ix_draw_body', 'draw', ['body_id', 'frozen_at'], unique=False)
    op.create_index('ix_draw_subject', 'draw', ['subject'], unique=False)
    op.create_table('import_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('cells', sa.LargeBinary(), nullable=False),
    sa.Column('faults', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('made', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['roll_import.id'], name=op.f('fk_import_row_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_row'))
    )
    op.create_index('ix_import_row_outcome', 'import_row', ['import_id', 'outcome', 'n'], unique=False)
    op.create_index(op.f('ix_import_row_person_id'), 'import_row', ['person_id'], unique=False)
    op.create_table('panel_case',
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['trial_case.id'], name=op.f('fk_panel_case_case_id')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_panel_case_panel_id')),
    sa.PrimaryKeyConstraint('panel_id', 'case_id', name=op.f('pk_panel_case'))
    )
    op.create_index(op.f('ix_panel_case_case_id'), 'panel_case', ['case_id'], unique=False)
    op.create_table('party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('employer', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['trial_case.id'], name=op.f('fk_party_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party'))
    )
    op.create_index(op.f('ix_party_case_id'), 'party', ['case_id'], unique=False)
    op.create_table('sitting_day',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('begins', sa.String(length=5), nullable=False),
    sa.Column('room', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('moved_to_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_sitting_day_body_id')),
    sa.ForeignKeyConstraint(['moved_to_id'], ['sitting_day.id'], name=op.f('fk_sitting_day_moved_to_id')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_sitting_day_panel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sitting_day')),
    sa.UniqueConstraint('uid', name=op.f('uq_sitting_day_uid'))
    )
    op.create_index('ix_sitting_day_body', 'sitting_day', ['body_id', 'day'], unique=False)
    op.create_index('ix_sitting_day_panel', 'sitting_day', ['panel_id', 'day'], unique=False)
    op.create_table('party_kin',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['party_id'], ['party.id'], name=op.f('fk_party_kin_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_party_kin'))
    )
    op.create_index(op.f('ix_party_kin_party_id'), 'party_kin', ['party_id'], unique=False)
    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('number >= 0', name=op.f('ck_post_number')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_post_body_id')),
    sa.ForeignKeyConstraint(['line_id'], ['act_line.id'], name=op.f('fk_post_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post'))
    )
    op.create_index('ix_post_body', 'post', ['body_id', 'office', 'since'], unique=False)
    op.create_table('seat',
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('draw_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('tag', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('seat_no', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('invited_at', sa.DateTime(), nullable=True),
    sa.Column('answer_by', sa.DateTime(), nullable=True),
    sa.Column('served_at', sa.DateTime(), nullable=True),
    sa.Column('served_how', sa.String(length=120), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('answered_how', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('other_days', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('link_hash', sa.String(length=64), nullable=True),
    sa.Column('link_until', sa.DateTime(), nullable=True),
    sa.Column('link_misses', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('seat_no IS NULL OR seat_no >= 1', name=op.f('ck_seat_seat_no')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_seat_draw_id')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_seat_panel_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seat_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_seat_link_hash')),
    sa.UniqueConstraint('panel_id', 'person_id', 'draw_id', name=op.f('uq_seat_panel_id_person_id_draw_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_seat_uid'))
    )
    op.create_index('ix_seat_person', 'seat', ['person_id', 'state'], unique=False)
    op.create_index('ix_seat_waiting', 'seat', ['state', 'answer_by'], unique=False)
    op.create_index('uq_seat_taken', 'seat', ['panel_id', 'seat_no'], unique=True, sqlite_where=sa.text("state IN ('drawn','invited','accepted')"), postgresql_where=sa.text("state IN ('drawn','invited','accepted')"))
    op.create_table('tenure',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(length=32), nullable=False),
    sa.Column('rank', sa.String(length=80), nullable=False),
    sa.Column('form', sa.String(length=32), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('ended', sa.Date(), nullable=True),
    sa.Column('ended_why', sa.String(length=300), nullable=False),
    sa.Column('earlier_terms', sa.Integer(), nullable=False),
    sa.Column('start_line_id', sa.Integer(), nullable=True),
    sa.Column('end_line_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('ended IS NULL OR ended >= since', name=op.f('ck_tenure_ended')),
    sa.CheckConstraint('until IS NULL OR until >= since', name=op.f('ck_tenure_span')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_tenure_body_id')),
    sa.ForeignKeyConstraint(['end_line_id'], ['act_line.id'], name=op.f('fk_tenure_end_line_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_tenure_person_id')),
    sa.ForeignKeyConstraint(['start_line_id'], ['act_line.id'], name=op.f('fk_tenure_start_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenure')),
    sa.UniqueConstraint('uid', name=op.f('uq_tenure_uid'))
    )
    op.create_index('ix_tenure_office', 'tenure', ['body_id', 'office', 'until'], unique=False)
    op.create_index('ix_tenure_person', 'tenure', ['person_id', 'since'], unique=False)
    op.create_index(op.f('ix_tenure_start_line_id'), 'tenure', ['start_line_id'], unique=False)
    op.create_index(op.f('ix_tenure_until'), 'tenure', ['until'], unique=False)
    op.create_table('attendance',
    sa.Column('day_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('halves', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.CheckConstraint('halves BETWEEN 0 AND 2', name=op.f('ck_attendance_halves')),
    sa.ForeignKeyConstraint(['day_id'], ['sitting_day.id'], name=op.f('fk_attendance_day_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_attendance_seat_id')),
    sa.PrimaryKeyConstraint('day_id', 'seat_id', name=op.f('pk_attendance'))
    )
    op.create_index(op.f('ix_attendance_person_id'), 'attendance', ['person_id'], unique=False)
    op.create_index(op.f('ix_attendance_seat_id'), 'attendance', ['seat_id'], unique=False)
    op.create_table('oath_tenure',
    sa.Column('oath_id', sa.Integer(), nullable=False),
    sa.Column('tenure_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['oath_id'], ['oath.id'], name=op.f('fk_oath_tenure_oath_id')),
    sa.ForeignKeyConstraint(['tenure_id'], ['tenure.id'], name=op.f('fk_oath_tenure_tenure_id')),
    sa.PrimaryKeyConstraint('oath_id', 'tenure_id', name=op.f('pk_oath_tenure'))
    )
    op.create_index(op.f('ix_oath_tenure_tenure_id'), 'oath_tenure', ['tenure_id'], unique=False)
    op.create_table('pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tenure_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['tenure_id'], ['tenure.id'], name=op.f('fk_pause_tenure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause'))
    )
    op.create_index(op.f('ix_pause_tenure_id'), 'pause', ['tenure_id'], unique=False)
    op.create_table('roll_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('roll_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('tenure_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_roll_entry_person_id')),
    sa.ForeignKeyConstraint(['roll_id'], ['roll.id'], name=op.f('fk_roll_entry_roll_id')),
    sa.ForeignKeyConstraint(['tenure_id'], ['tenure.id'], name=op.f('fk_roll_entry_tenure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_entry'))
    )
    op.create_index('ix_roll_entry_person', 'roll_entry', ['person_id'], unique=False)
    op.create_index(op.f('ix_roll_entry_roll_id'), 'roll_entry', ['roll_id'], unique=False)
    op.create_index(op.f('ix_roll_entry_tenure_id'), 'roll_entry', ['tenure_id'], unique=False)
    op.create_index('uq_roll_entry_current', 'roll_entry', ['roll_id', 'person_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
    op.create_table('seat_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_seat_event_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_event'))
    )
    op.create_index(op.f('ix_seat_event_seat_id'), 'seat_event', ['seat_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_seat_event_seat_id'), table_name='seat_event')
    op.drop_table('seat_event')
    op.drop_index('uq_roll_entry_current', table_name='roll_entry', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
    op.drop_index(op.f('ix_roll_entry_tenure_id'), table_name='roll_entry')
    op.drop_index(op.f('ix_roll_entry_roll_id'), table_name='roll_entry')
    op.drop_index('ix_roll_entry_person', table_name='roll_entry')
    op.drop_table('roll_entry')
    op.drop_index(op.f('ix_pause_tenure_id'), table_name='pause')
    op.drop_table('pause')
    op.drop_index(op.f('ix_oath_tenure_tenure_id'), table_name='oath_tenure')
    op.drop_table('oath_tenure')
    op.drop_index(op.f('ix_attendance_seat_id'), table_name='attendance')
    op.drop_index(op.f('ix_attendance_person_id'), table_name='attendance')
    op.drop_table('attendance')
    op.drop_index(op.f('ix_tenure_until'), table_name='tenure')
    op.drop_index(op.f('ix_tenure_start_line_id'), table_name='tenure')
    op.drop_index('ix_tenure_person', table_name='tenure')
    op.drop_index('ix_tenure_office', table_name='tenure')
    op.drop_table('tenure')
    op.drop_index('uq_seat_taken', table_name='seat', sqlite_where=sa.text("state IN ('drawn','invited','accepted')"), postgresql_where=sa.text("state IN ('drawn','invited','accepted')"))
    op.drop_index('ix_seat_waiting', table_name='seat')
    op.drop_index('ix_seat_person', table_name='seat')
    op.drop_table('seat')
    op.drop_index('ix_post_body', table_name='post')
    op.drop_table('post')
    op.drop_index(op.f('ix_party_kin_party_id'), table_name='party_kin')
    op.drop_table('party_kin')
    op.drop_index('ix_sitting_day_panel', table_name='sitting_day')
    op.drop_index('ix_sitting_day_body', table_name='sitting_day')
    op.drop_table('sitting_day')
    op.drop_index(op.f('ix_party_case_id'), table_name='party')
    op.drop_table('party')
    op.drop_index(op.f('ix_panel_case_case_id'), table_name='panel_case')
    op.drop_table('panel_case')
    op.drop_index(op.f('ix_import_row_person_id'), table_name='import_row')
    op.drop_index('ix_import_row_outcome', table_name='import_row')
    op.drop_table('import_row')
    op.drop_index('ix_draw_subject', table_name='draw')
    op.drop_index('ix_draw_body', table_name='draw')
    op.drop_table('draw')
    op.drop_index(op.f('ix_act_line_person_id'), table_name='act_line')
    op.drop_table('act_line')
    op.drop_table('user_role')
    op.drop_index('ix_trial_case_filed', table_name='trial_case')
    op.drop_table('trial_case')
    op.drop_index(op.f('ix_succession_before_id'), table_name='succession')
    op.drop_index(op.f('ix_succession_after_id'), table_name='succession')
    op.drop_table('succession')
    op.drop_index(op.f('ix_rulebook_assignment_body_id'), table_name='rulebook_assignment')
    op.drop_table('rulebook_assignment')
    op.drop_index(op.f('ix_roll_import_body_id'), table_name='roll_import')
    op.drop_table('roll_import')
    op.drop_index('ix_roll_body', table_name='roll')
    op.drop_table('roll')
    op.drop_index(op.f('ix_role_grant_user_id'), table_name='role_grant')
    op.drop_index('ix_role_grant_body', table_name='role_grant')
    op.drop_table('role_grant')
    op.drop_index('ix_person_year_cases', table_name='person_year')
    op.drop_table('person_year')
    op.drop_index('ix_panel_state', table_name='panel')
    op.drop_table('panel')
    op.drop_index(op.f('ix_oath_body_id'), table_name='oath')
    op.drop_table('oath')
    op.drop_index(op.f('ix_name_gram_person_id'), table_name='name_gram')
    op.drop_table('name_gram')
    op.drop_index('ix_message_waiting', table_name='message')
    op.drop_index('ix_message_subject', table_name='message')
    op.drop_index('ix_message_inbox', table_name='message')
    op.drop_table('message')
    op.drop_index(op.f('ix_local_rule_body_id'), table_name='local_rule')
    op.drop_table('local_rule')
    op.drop_index('ix_leaf_tree_day', table_name='leaf_tree')
    op.drop_table('leaf_tree')
    op.drop_index(op.f('ix_kinship_person_id'), table_name='kinship')
    op.drop_index(op.f('ix_kinship_kin_name'), table_name='kinship')
    op.drop_table('kinship')
    op.drop_index(op.f('ix_identity_person_id'), table_name='identity')
    op.drop_table('identity')
    op.drop_index('uq_identifier_current', table_name='identifier', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
    op.drop_index(op.f('ix_identifier_person_id'), table_name='identifier')
    op.drop_index('ix_identifier_last4', table_name='identifier')
    op.drop_table('identifier')
    op.drop_index(op.f('ix_district_body_id'), table_name='district')
    op.drop_table('district')
    op.drop_index(op.f('ix_body_name_body_id'), table_name='body_name')
    op.drop_table('body_name')
    op.drop_index('ix_body_link_up', table_name='body_link')
    op.drop_index('ix_body_link_down', table_name='body_link')
    op.drop_table('body_link')
    op.drop_index('ix_bar_check_person', table_name='bar_check')
    op.drop_table('bar_check')
    op.drop_table('act')
    op.drop_index('ix_absence_subject', table_name='absence')
    op.drop_index('ix_absence_day', table_name='absence')
    op.drop_table('absence')
    op.drop_table('user_account')
    op.drop_index(op.f('ix_used_key_at'), table_name='used_key')
    op.drop_table('used_key')
    op.drop_index(op.f('ix_stored_file_subject'), table_name='stored_file')
    op.drop_index(op.f('ix_stored_file_sha256'), table_name='stored_file')
    op.drop_table('stored_file')
    op.drop_table('sending')
    op.drop_table('role')
    op.drop_index('ix_person_sort', table_name='person')
    op.drop_index('ix_person_district', table_name='person')
    op.drop_index(op.f('ix_person_phone_hash'), table_name='person')
    op.drop_index(op.f('ix_person_employer'), table_name='person')
    op.drop_table('person')
    op.drop_index('ix_job_state', table_name='job')
    op.drop_table('job')
    op.drop_table('heartbeat')
    op.drop_table('calendar_day')
    op.drop_table('body')
    op.drop_index('ix_audit_line_subject', table_name='audit_line')
    op.drop_index('ix_audit_line_body', table_name='audit_line')
    op.drop_table('audit_line')
    op.drop_table('act_done')
