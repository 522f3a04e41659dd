"""who wrote an absence down for somebody else, at which desk and when"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = (("entered_by", sa.Integer), ("entered_in", sa.Integer), ("entered_at", sa.DateTime))


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("absence", sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("absence", name)
