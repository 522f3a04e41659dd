"""the names of the other judges of a panel, for its papers"""

import sqlalchemy as sa
from alembic import op

from app.shared.db import Json

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("panel", sa.Column("other_judges", Json, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("panel", "other_judges")
