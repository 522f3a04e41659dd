"""who takes part in a case may stand in the register; a case may ask for special knowledge"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    asked = sa.Column("special_knowledge", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("trial_case", asked)
    with op.batch_alter_table("party") as party:
        party.add_column(sa.Column("number", sa.String(24), nullable=False, server_default=""))
        party.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        party.add_column(sa.Column("day", sa.Date(), nullable=True))
        party.create_foreign_key("fk_party_person_id", "person", ["person_id"], ["id"])
        party.create_index("ix_party_person_id", ["person_id"])


def downgrade() -> None:
    with op.batch_alter_table("party") as party:
        party.drop_index("ix_party_person_id")
        party.drop_constraint("fk_party_person_id", type_="foreignkey")
        party.drop_column("day")
        party.drop_column("person_id")
        party.drop_column("number")
    op.drop_column("trial_case", "special_knowledge")
