"""closed secrets that a restore made unusable"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leaf_tree", sa.Column("burned_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("leaf_tree", "burned_at")
