"""draws are counted by case; what a draw fills stands beside it"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_CASE = """
UPDATE draw SET subject = (
    SELECT 'case:' || MIN(panel_case.case_id) FROM panel_case
    WHERE panel_case.panel_id = CAST(SUBSTR(draw.drawn_for, 7) AS INTEGER)
)
WHERE drawn_for LIKE 'panel:%' AND EXISTS (
    SELECT 1 FROM panel_case
    WHERE panel_case.panel_id = CAST(SUBSTR(draw.drawn_for, 7) AS INTEGER)
)
"""


def upgrade() -> None:
    named = sa.Column("drawn_for", sa.String(60), nullable=False, server_default="")
    op.add_column("draw", named)
    op.execute("UPDATE draw SET drawn_for = subject")
    op.execute(OF_CASE)
    op.create_index("ix_draw_drawn_for", "draw", ["drawn_for"])


def downgrade() -> None:
    op.drop_index("ix_draw_drawn_for", "draw")
    op.execute("UPDATE draw SET subject = drawn_for")
    op.drop_column("draw", "drawn_for")
