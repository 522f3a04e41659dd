"""from where a kinship is known"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    source = sa.Column("source", sa.String(120), nullable=False, server_default="")
    op.add_column("kinship", source)


def downgrade() -> None:
    op.drop_column("kinship", "source")
