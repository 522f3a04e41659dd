"""calls that nobody picked up, on the seat that waits for an answer"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seat", sa.Column("missed_calls", sa.Integer, nullable=False, server_default="0"))
    op.add_column("seat", sa.Column("missed_call_at", UtcTime, nullable=True))


def downgrade() -> None:
    op.drop_column("seat", "missed_call_at")
    op.drop_column("seat", "missed_calls")
