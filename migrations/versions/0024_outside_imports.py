"""which spreadsheet brought in a course elsewhere: it can be undone as one"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import UtcTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_import",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("made_name", sa.String(80), nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("undone_at", UtcTime, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_outside_import_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outside_import"),
        sa.UniqueConstraint("uid", name="uq_outside_import_uid"),
    )
    op.create_index("ix_outside_import_body", "outside_import", ["body_id", "made_at"])
    with op.batch_alter_table("outside_training") as table:
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_outside_training_import_id", "outside_import", ["import_id"], ["id"]
        )
        table.create_index("ix_outside_training_import_id", ["import_id"])


def downgrade() -> None:
    with op.batch_alter_table("outside_training") as table:
        table.drop_index("ix_outside_training_import_id")
        table.drop_constraint("fk_outside_training_import_id", type_="foreignkey")
        table.drop_column("import_id")
    op.drop_index("ix_outside_import_body", table_name="outside_import")
    op.drop_table("outside_import")
