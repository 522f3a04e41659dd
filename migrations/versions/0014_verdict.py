"""what a check of a record found, kept with the draw and with the version that found it"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draw", sa.Column("verdict", Json, nullable=True))
    code = sa.Column("verdict_code", sa.String(40), nullable=False, server_default="")
    op.add_column("draw", code)
    op.create_index("ix_draw_verdict", "draw", ["verdict_code", "id"])


def downgrade() -> None:
    op.drop_index("ix_draw_verdict", "draw")
    op.drop_column("draw", "verdict_code")
    op.drop_column("draw", "verdict")
