"""schools: courses, cohorts, enrolments, certificates, training elsewhere"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import Json, UtcTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('course',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(24), nullable=False),
    sa.Column('title', sa.String(160), nullable=False),
    sa.Column('purpose', sa.String(32), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('subjects', Json, nullable=False),
    sa.Column('audience', Json, nullable=False),
    sa.Column('assessment', sa.String(32), nullable=False),
    sa.Column('pass_mark', sa.Integer(), nullable=True),
    sa.Column('retired_at', UtcTime, nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('hours >= 0', name=op.f('ck_course_hours')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_course_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('body_id', 'code', name=op.f('uq_course_body_id_code')),
    sa.UniqueConstraint('uid', name=op.f('uq_course_uid'))
    )
    op.create_table('outside_training',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(160), nullable=False),
    sa.Column('provider', sa.String(160), nullable=False),
    sa.Column('purpose', sa.String(32), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('evidence', sa.String(200), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', UtcTime, nullable=True),
    sa.Column('withdrawn_why', sa.String(300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('hours >= 0 AND days >= 0', name=op.f('ck_outside_training_hours')),
    sa.CheckConstraint('until >= since', name=op.f('ck_outside_training_span')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_outside_training_body_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_outside_training_file_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outside_training_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outside_training')),
    sa.UniqueConstraint('uid', name=op.f('uq_outside_training_uid'))
    )
    op.create_index('ix_outside_training_person', 'outside_training', ['person_id', 'until'], unique=False)
    op.create_table('cohort',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('host_id', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(40), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('nominate_by', sa.Date(), nullable=False),
    sa.Column('results_by', sa.Date(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(160), nullable=False),
    sa.Column('contact', sa.String(160), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('waivers', Json, nullable=False),
    sa.Column('rulebook', sa.String(32), nullable=False),
    sa.Column('rulebook_version', sa.String(20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('ends >= starts', name=op.f('ck_cohort_span')),
    sa.CheckConstraint('seats > 0 AND minimum >= 0 AND minimum <= seats', name=op.f('ck_cohort_seats')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_cohort_body_id')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_cohort_course_id')),
    sa.ForeignKeyConstraint(['host_id'], ['body.id'], name=op.f('fk_cohort_host_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('body_id', 'number', name=op.f('uq_cohort_body_id_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_cohort_uid'))
    )
    op.create_index(op.f('ix_cohort_course_id'), 'cohort', ['course_id'], unique=False)
    op.create_index('ix_cohort_open', 'cohort', ['state', 'nominate_by'], unique=False)
    op.create_index('ix_cohort_state', 'cohort', ['body_id', 'state', 'starts'], unique=False)
    op.create_table('cohort_quota',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats > 0', name=op.f('ck_cohort_quota_seats')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_cohort_quota_body_id')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_quota_cohort_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_quota')),
    sa.UniqueConstraint('cohort_id', 'body_id', name=op.f('uq_cohort_quota_cohort_id_body_id'))
    )
    op.create_index(op.f('ix_cohort_quota_body_id'), 'cohort_quota', ['body_id'], unique=False)
    op.create_table('cohort_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('half', sa.String(32), nullable=False),
    sa.Column('subject', sa.String(80), nullable=False),
    sa.Column('teacher', sa.String(80), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('closed_at', UtcTime, nullable=True),
    sa.CheckConstraint('hours > 0', name=op.f('ck_cohort_session_hours')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_session_cohort_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_session')),
    sa.UniqueConstraint('cohort_id', 'day', 'half', name=op.f('uq_cohort_session_cohort_id_day_half'))
    )
    op.create_table('enrolment',
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('quota_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('nominated_by', sa.Integer(), nullable=True),
    sa.Column('nominated_name', sa.String(80), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_name', sa.String(80), nullable=False),
    sa.Column('approved_at', UtcTime, nullable=True),
    sa.Column('decided_at', UtcTime, nullable=True),
    sa.Column('reason', sa.String(300), nullable=False),
    sa.Column('against', Json, nullable=False),
    sa.Column('waivers', Json, nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('result_at', UtcTime, nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('score IS NULL OR (score >= 0 AND score <= 100)', name=op.f('ck_enrolment_score')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_enrolment_body_id')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_enrolment_cohort_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_enrolment_person_id')),
    sa.ForeignKeyConstraint(['quota_id'], ['cohort_quota.id'], name=op.f('fk_enrolment_quota_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('uid', name=op.f('uq_enrolment_uid'))
    )
    op.create_index('ix_enrolment_body', 'enrolment', ['body_id', 'state'], unique=False)
    op.create_index(op.f('ix_enrolment_person_id'), 'enrolment', ['person_id'], unique=False)
    op.create_index('ix_enrolment_state', 'enrolment', ['cohort_id', 'state'], unique=False)
    op.create_index('uq_enrolment_standing', 'enrolment', ['cohort_id', 'person_id'], unique=True, sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn')"), postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn')"))
    op.create_table('certificate',
    sa.Column('number', sa.String(40), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('issued', sa.Date(), nullable=False),
    sa.Column('issued_at', UtcTime, nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('words', Json, nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('revoked_at', UtcTime, nullable=True),
    sa.Column('revoked_why', sa.String(300), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_certificate_body_id')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_certificate_enrolment_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_certificate_file_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_certificate_person_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['certificate.id'], name=op.f('fk_certificate_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_certificate_uid'))
    )
    op.create_index(op.f('ix_certificate_body_id'), 'certificate', ['body_id'], unique=False)
    op.create_index(op.f('ix_certificate_person_id'), 'certificate', ['person_id'], unique=False)
    op.create_index('uq_certificate_standing', 'certificate', ['enrolment_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.create_table('certificate_series',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_certificate_series_body_id')),
    sa.PrimaryKeyConstraint('body_id', 'year', name=op.f('pk_certificate_series'))
    )
    op.create_table('session_presence',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('presence', sa.String(32), nullable=False),
    sa.Column('note', sa.String(200), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_session_presence_enrolment_id')),
    sa.ForeignKeyConstraint(['session_id'], ['cohort_session.id'], name=op.f('fk_session_presence_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', 'enrolment_id', name=op.f('pk_session_presence'))
    )
    op.create_index(op.f('ix_session_presence_enrolment_id'), 'session_presence', ['enrolment_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_session_presence_enrolment_id'), table_name='session_presence')
    op.drop_table('session_presence')
    op.drop_table('certificate_series')
    op.drop_index('uq_certificate_standing', table_name='certificate', sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))
    op.drop_index(op.f('ix_certificate_person_id'), table_name='certificate')
    op.drop_index(op.f('ix_certificate_body_id'), table_name='certificate')
    op.drop_table('certificate')
    op.drop_index('uq_enrolment_standing', table_name='enrolment', sqlite_where=sa.text("state NOT IN ('refused', 'withdrawn')"), postgresql_where=sa.text("state NOT IN ('refused', 'withdrawn')"))
    op.drop_index('ix_enrolment_state', table_name='enrolment')
    op.drop_index(op.f('ix_enrolment_person_id'), table_name='enrolment')
    op.drop_index('ix_enrolment_body', table_name='enrolment')
    op.drop_table('enrolment')
    op.drop_table('cohort_session')
    op.drop_index(op.f('ix_cohort_quota_body_id'), table_name='cohort_quota')
    op.drop_table('cohort_quota')
    op.drop_index('ix_cohort_state', table_name='cohort')
    op.drop_index('ix_cohort_open', table_name='cohort')
    op.drop_index(op.f('ix_cohort_course_id'), table_name='cohort')
    op.drop_table('cohort')
    op.drop_index('ix_outside_training_person', table_name='outside_training')
    op.drop_table('outside_training')
    op.drop_table('course')
