"""elections with their candidates, the service record, proposals for promotion"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import Json, UtcTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('appraisal',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(32), nullable=False),
    sa.Column('source', sa.String(160), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('withdrawn_at', UtcTime, nullable=True),
    sa.Column('withdrawn_why', sa.String(300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('year > 1900', name=op.f('ck_appraisal_year')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_appraisal_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_appraisal_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appraisal')),
    sa.UniqueConstraint('uid', name=op.f('uq_appraisal_uid'))
    )
    op.create_index(op.f('ix_appraisal_body_id'), 'appraisal', ['body_id'], unique=False)
    op.create_index('uq_appraisal_standing', 'appraisal', ['person_id', 'year'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_table('sanction',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('decided', sa.Date(), nullable=False),
    sa.Column('source', sa.String(160), nullable=False),
    sa.Column('withdrawn_at', UtcTime, nullable=True),
    sa.Column('withdrawn_why', sa.String(300), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_sanction_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sanction_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sanction')),
    sa.UniqueConstraint('uid', name=op.f('uq_sanction_uid'))
    )
    op.create_index(op.f('ix_sanction_body_id'), 'sanction', ['body_id'], unique=False)
    op.create_index(op.f('ix_sanction_person_id'), 'sanction', ['person_id'], unique=False)
    op.create_table('election',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(40), nullable=False),
    sa.Column('form', sa.String(32), nullable=False),
    sa.Column('stage', sa.String(32), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('called', sa.Date(), nullable=False),
    sa.Column('moved', sa.Date(), nullable=False),
    sa.Column('begins', sa.Date(), nullable=True),
    sa.Column('chosen_by', sa.String(160), nullable=False),
    sa.Column('region', sa.String(80), nullable=False),
    sa.Column('case_number', sa.String(80), nullable=False),
    sa.Column('case_nature', sa.String(120), nullable=False),
    sa.Column('notice_from', sa.Date(), nullable=True),
    sa.Column('notice_until', sa.Date(), nullable=True),
    sa.Column('submitted', sa.Date(), nullable=True),
    sa.Column('voted', sa.Date(), nullable=True),
    sa.Column('present', sa.Integer(), nullable=True),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('rulebook', sa.String(32), nullable=False),
    sa.Column('rulebook_version', sa.String(20), nullable=False),
    sa.Column('waivers', Json, nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('notice_until IS NULL OR notice_until >= notice_from', name=op.f('ck_election_notice')),
    sa.CheckConstraint('present IS NULL OR present >= 0', name=op.f('ck_election_present')),
    sa.CheckConstraint('seats > 0', name=op.f('ck_election_seats')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_election_act_id')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_election_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_election')),
    sa.UniqueConstraint('body_id', 'number', name=op.f('uq_election_body_id_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_election_uid'))
    )
    op.create_index('ix_election_stage', 'election', ['body_id', 'stage'], unique=False)
    op.create_table('proposal',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('office', sa.String(32), nullable=False),
    sa.Column('rank', sa.String(80), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=True),
    sa.Column('proposed_name', sa.String(80), nullable=False),
    sa.Column('reviewed_by', sa.Integer(), nullable=True),
    sa.Column('reviewed_name', sa.String(80), nullable=False),
    sa.Column('reviewed_at', UtcTime, nullable=True),
    sa.Column('review', sa.String(300), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_name', sa.String(80), nullable=False),
    sa.Column('decided_at', UtcTime, nullable=True),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('seen', Json, nullable=False),
    sa.Column('waivers', Json, nullable=False),
    sa.Column('rulebook', sa.String(32), nullable=False),
    sa.Column('rulebook_version', sa.String(20), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_proposal_act_id')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_proposal_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_proposal_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('uid', name=op.f('uq_proposal_uid'))
    )
    op.create_index('ix_proposal_body', 'proposal', ['body_id', 'state'], unique=False)
    op.create_index(op.f('ix_proposal_person_id'), 'proposal', ['person_id'], unique=False)
    op.create_index('uq_proposal_standing', 'proposal', ['person_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'reviewed', 'approved')"), postgresql_where=sa.text("state IN ('proposed', 'reviewed', 'approved')"))
    op.create_table('candidate',
    sa.Column('election_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('number_hash', sa.String(64), nullable=True),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('said', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.String(32), nullable=False),
    sa.Column('standing', sa.String(32), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('consented', sa.Date(), nullable=True),
    sa.Column('noticed', sa.Date(), nullable=True),
    sa.Column('votes_for', sa.Integer(), nullable=False),
    sa.Column('votes_against', sa.Integer(), nullable=False),
    sa.Column('votes_blank', sa.Integer(), nullable=False),
    sa.Column('by_lot', sa.Boolean(), nullable=False),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('against', Json, nullable=False),
    sa.Column('waivers', Json, nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.CheckConstraint('votes_for >= 0 AND votes_against >= 0 AND votes_blank >= 0', name=op.f('ck_candidate_votes')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_candidate_election_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_candidate_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate')),
    sa.UniqueConstraint('election_id', 'n', name=op.f('uq_candidate_election_id_n')),
    sa.UniqueConstraint('election_id', 'number_hash', name=op.f('uq_candidate_election_id_number_hash')),
    sa.UniqueConstraint('uid', name=op.f('uq_candidate_uid'))
    )
    op.create_index(op.f('ix_candidate_number_hash'), 'candidate', ['number_hash'], unique=False)
    op.create_index(op.f('ix_candidate_person_id'), 'candidate', ['person_id'], unique=False)
    op.create_index('ix_candidate_standing', 'candidate', ['election_id', 'standing'], unique=False)
    op.create_table('candidate_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('found', sa.Boolean(), nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('source', sa.String(160), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('expires', sa.Date(), nullable=True),
    sa.Column('by_name', sa.String(80), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_candidate_check_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_check'))
    )
    op.create_index(op.f('ix_candidate_check_candidate_id'), 'candidate_check', ['candidate_id'], unique=False)
    op.create_table('objection',
    sa.Column('election_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=False),
    sa.Column('received', sa.Date(), nullable=False),
    sa.Column('by_whom', sa.LargeBinary(), nullable=True),
    sa.Column('text', sa.LargeBinary(), nullable=False),
    sa.Column('upheld', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.String(300), nullable=False),
    sa.Column('answered_at', UtcTime, nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate.id'], name=op.f('fk_objection_candidate_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_objection_election_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection')),
    sa.UniqueConstraint('uid', name=op.f('uq_objection_uid'))
    )
    op.create_index(op.f('ix_objection_candidate_id'), 'objection', ['candidate_id'], unique=False)
    op.create_index(op.f('ix_objection_election_id'), 'objection', ['election_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_objection_election_id'), table_name='objection')
    op.drop_index(op.f('ix_objection_candidate_id'), table_name='objection')
    op.drop_table('objection')
    op.drop_index(op.f('ix_candidate_check_candidate_id'), table_name='candidate_check')
    op.drop_table('candidate_check')
    op.drop_index('ix_candidate_standing', table_name='candidate')
    op.drop_index(op.f('ix_candidate_person_id'), table_name='candidate')
    op.drop_index(op.f('ix_candidate_number_hash'), table_name='candidate')
    op.drop_table('candidate')
    op.drop_index('uq_proposal_standing', table_name='proposal', sqlite_where=sa.text("state IN ('proposed', 'reviewed', 'approved')"), postgresql_where=sa.text("state IN ('proposed', 'reviewed', 'approved')"))
    op.drop_index(op.f('ix_proposal_person_id'), table_name='proposal')
    op.drop_index('ix_proposal_body', table_name='proposal')
    op.drop_table('proposal')
    op.drop_index('ix_election_stage', table_name='election')
    op.drop_table('election')
    op.drop_index(op.f('ix_sanction_person_id'), table_name='sanction')
    op.drop_index(op.f('ix_sanction_body_id'), table_name='sanction')
    op.drop_table('sanction')
    op.drop_index('uq_appraisal_standing', table_name='appraisal', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index(op.f('ix_appraisal_body_id'), table_name='appraisal')
    op.drop_table('appraisal')
