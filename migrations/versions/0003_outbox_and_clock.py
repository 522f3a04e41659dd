"""deliverers read past no letters; the clock knows through which day it is done"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_message_waiting", table_name="message")
    op.create_index("ix_message_waiting", "message", ["channel", "state", "not_before"])
    op.create_table(
        "polled",
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_polled")),
    )


def downgrade() -> None:
    op.drop_table("polled")
    op.drop_index("ix_message_waiting", table_name="message")
    op.create_index("ix_message_waiting", "message", ["state", "not_before"])
