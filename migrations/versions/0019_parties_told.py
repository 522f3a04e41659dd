"""since when the parties of a panel have not been told who sits and when, and when they were"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("panel", sa.Column("parties_wait", sa.Date, nullable=True))
    op.add_column("panel", sa.Column("parties_told", sa.Date, nullable=True))


def downgrade() -> None:
    op.drop_column("panel", "parties_told")
    op.drop_column("panel", "parties_wait")
