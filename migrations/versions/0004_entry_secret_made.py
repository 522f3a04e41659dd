"""when the secret of a roll entry was made: a draw marks those made after the day's root"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roll_entry", sa.Column("secret_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("roll_entry", "secret_at")
