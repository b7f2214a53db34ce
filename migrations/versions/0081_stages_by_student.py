"""the stays of a caseload are found by its students"""

from collections.abc import Sequence

from alembic import op

revision: str = "0081"
down_revision: str | None = "0080"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_equipment_stage_student"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        _drop()  # what an attempt that was cut off left half made
        op.create_index(
            INDEX,
            "equipment_stage",
            ["tenant_id", "student_id", "from_on", "id"],
            schema="eb",
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.execute("set statement_timeout = '5s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _drop()


def _drop() -> None:
    op.execute(f"drop index concurrently if exists eb.{INDEX}")
