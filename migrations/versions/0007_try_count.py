"""tries of passwords and digits are counted, and have to wait after several misses"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "try_count",
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("kept_until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("what", "who", name=op.f("pk_try_count")),
    )
    op.create_index(op.f("ix_try_count_kept_until"), "try_count", ["kept_until"])


def downgrade() -> None:
    op.drop_index(op.f("ix_try_count_kept_until"), "try_count")
    op.drop_table("try_count")
