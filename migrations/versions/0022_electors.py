"""which kind of organ elects: an election assembly, a congress, the workers of a line"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("election", sa.Column("electors", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("election", "electors")
