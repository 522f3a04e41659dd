"""what the database refuses by itself: one person twice in one office at once"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OFFICES = "'assessor', 'judge', 'president'"
HOLDS = f"superseded_at IS NULL AND office IN ({OFFICES}) AND coalesce(form, '') <> 'B'"
# Without btree_gist: the person and the office as one number, the number as a range.
KEY = "person_id * 4 + CASE office WHEN 'assessor' THEN 0 WHEN 'judge' THEN 1 ELSE 2 END"
EXCLUDE = f"""
ALTER TABLE tenure ADD CONSTRAINT tenure_no_overlap EXCLUDE USING gist (
    int8range({KEY}, {KEY}, '[]') WITH &&,
    daterange(since, coalesce(ended, until), '[]') WITH &&
) WHERE ({HOLDS})
"""
TRIGGER = """
CREATE TRIGGER tenure_no_overlap_{when} BEFORE {when} ON tenure
WHEN NEW.superseded_at IS NULL AND NEW.office IN ({offices}) AND coalesce(NEW.form, '') <> 'B'
BEGIN
  SELECT RAISE(ABORT, 'tenure_no_overlap') WHERE EXISTS (
    SELECT 1 FROM tenure t
    WHERE t.person_id = NEW.person_id AND t.office = NEW.office AND t.id IS NOT NEW.id
      AND t.superseded_at IS NULL AND coalesce(t.form, '') <> 'B'
      AND t.since <= coalesce(NEW.ended, NEW.until, '9999-12-31')
      AND NEW.since <= coalesce(t.ended, t.until, '9999-12-31'));
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(EXCLUDE)
        return
    for when in ("INSERT", "UPDATE"):
        op.execute(TRIGGER.format(when=when, offices=OFFICES))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE tenure DROP CONSTRAINT tenure_no_overlap")
        return
    for when in ("INSERT", "UPDATE"):
        op.execute(f"DROP TRIGGER tenure_no_overlap_{when}")
