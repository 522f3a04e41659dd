"""a tenure of form B names the one trial it is for"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    named = sa.Column("for_case", sa.String(length=80), nullable=False, server_default="")
    op.add_column("tenure", named)


def downgrade() -> None:
    op.drop_column("tenure", "for_case")
