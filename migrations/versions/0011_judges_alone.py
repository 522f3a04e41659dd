"""a panel of judges alone has a state of its own: it was kept as closed before it sat"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE panel SET state = 'judges_alone' WHERE state = 'closed' AND assessors = 0")


def downgrade() -> None:
    op.execute("UPDATE panel SET state = 'closed' WHERE state = 'judges_alone'")
