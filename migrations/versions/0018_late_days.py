"""sitting days that wait to be written down, for whoever oversees many courts"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    waits = sa.text("state = 'set'")
    op.create_index(
        "ix_sitting_day_late",
        "sitting_day",
        ["day", "id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def downgrade() -> None:
    op.drop_index("ix_sitting_day_late", "sitting_day")
