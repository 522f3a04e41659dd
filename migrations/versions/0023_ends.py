"""ends: resignations and removals, with their evidence"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import UtcTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('end_file',
    sa.Column('tenure_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('ground', sa.String(32), nullable=False),
    sa.Column('stage', sa.String(32), nullable=False),
    sa.Column('opened', sa.Date(), nullable=False),
    sa.Column('opened_by', sa.Integer(), nullable=True),
    sa.Column('opened_name', sa.String(80), nullable=False),
    sa.Column('wished', sa.Date(), nullable=True),
    sa.Column('reason', sa.LargeBinary(), nullable=False),
    sa.Column('answer', sa.LargeBinary(), nullable=True),
    sa.Column('answered_at', UtcTime, nullable=True),
    sa.Column('called_for', sa.Date(), nullable=True),
    sa.Column('place', sa.String(160), nullable=False),
    sa.Column('heard', sa.Date(), nullable=True),
    sa.Column('came', sa.Boolean(), nullable=True),
    sa.Column('heard_said', sa.LargeBinary(), nullable=True),
    sa.Column('moved', sa.Date(), nullable=True),
    sa.Column('moved_by', sa.Integer(), nullable=True),
    sa.Column('moved_name', sa.String(80), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(300), nullable=False),
    sa.Column('rulebook', sa.String(32), nullable=False),
    sa.Column('rulebook_version', sa.String(20), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('created_at', UtcTime, nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_end_file_act_id')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_end_file_body_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_end_file_person_id')),
    sa.ForeignKeyConstraint(['tenure_id'], ['tenure.id'], name=op.f('fk_end_file_tenure_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_end_file')),
    sa.UniqueConstraint('uid', name=op.f('uq_end_file_uid'))
    )
    op.create_index('ix_end_file_body', 'end_file', ['body_id', 'stage'], unique=False)
    op.create_index(op.f('ix_end_file_person_id'), 'end_file', ['person_id'], unique=False)
    op.create_index('uq_end_file_standing', 'end_file', ['tenure_id'], unique=True, sqlite_where=sa.text("stage IN ('open', 'heard', 'moved')"), postgresql_where=sa.text("stage IN ('open', 'heard', 'moved')"))
    op.create_table('end_evidence',
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.String(160), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('released', sa.Boolean(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(80), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(16), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['end_file.id'], name=op.f('fk_end_evidence_file_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['paper_id'], ['stored_file.id'], name=op.f('fk_end_evidence_paper_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_end_evidence')),
    sa.UniqueConstraint('uid', name=op.f('uq_end_evidence_uid'))
    )
    op.create_index(op.f('ix_end_evidence_file_id'), 'end_evidence', ['file_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_end_evidence_file_id'), table_name='end_evidence')
    op.drop_table('end_evidence')
    op.drop_index('uq_end_file_standing', table_name='end_file', sqlite_where=sa.text("stage IN ('open', 'heard', 'moved')"), postgresql_where=sa.text("stage IN ('open', 'heard', 'moved')"))
    op.drop_index(op.f('ix_end_file_person_id'), table_name='end_file')
    op.drop_index('ix_end_file_body', table_name='end_file')
    op.drop_table('end_file')
