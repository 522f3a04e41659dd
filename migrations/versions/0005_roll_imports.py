"""an import knows its file, what holds for every row, its rulebook, and what it made"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("roll_import") as table:
        table.add_column(sa.Column("sha256", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("rulebook", sa.String(32), nullable=False, server_default=""))
        table.add_column(sa.Column("rulebook_version", sa.Integer(), nullable=True))
        for name in ("given", "waivers", "made"):
            table.add_column(sa.Column(name, JSON, nullable=False, server_default="{}"))
    op.create_index(op.f("ix_roll_import_sha256"), "roll_import", ["sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_roll_import_sha256"), "roll_import")
    with op.batch_alter_table("roll_import") as table:
        for name in ("made", "waivers", "given", "rulebook_version", "rulebook", "sha256"):
            table.drop_column(name)
