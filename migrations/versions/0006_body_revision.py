"""a number rises with every change of bodies, links, areas, books and own values"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# A later migration that rebuilds one of these on SQLite (batch_alter_table) makes its triggers anew.
TABLES = (
    "body",
    "body_name",
    "body_link",
    "succession",
    "district",
    "rulebook_assignment",
    "local_rule",
)
RAISE = "UPDATE body_revision SET number = number + 1"
FUNCTION = f"""
CREATE FUNCTION raise_body_revision() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {RAISE}; RETURN NULL; END $$
"""
ON_POSTGRESQL = """
CREATE TRIGGER body_revision AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION raise_body_revision()
"""
ON_SQLITE = "CREATE TRIGGER body_revision_{table}_{when} AFTER {when} ON {table} BEGIN {act}; END"


def upgrade() -> None:
    made = op.create_table(
        "body_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_revision")),
    )
    op.bulk_insert(made, [{"id": 1, "number": 1}])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for table in TABLES:
            op.execute(ON_POSTGRESQL.format(table=table))
        return
    for table in TABLES:
        for when in ("INSERT", "UPDATE", "DELETE"):
            op.execute(ON_SQLITE.format(table=table, when=when, act=RAISE))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER body_revision ON {table}")
        op.execute("DROP FUNCTION raise_body_revision()")
    else:
        for table in TABLES:
            for when in ("INSERT", "UPDATE", "DELETE"):
                op.execute(f"DROP TRIGGER body_revision_{table}_{when}")
    op.drop_table("body_revision")
