"""what a list shows of a child's enrolment and names is read from indexes alone

The state of the latest enrolment and whether a name is sealed are in the
indexes by which they are looked for, so that no row is visited for them: twenty
and more of each for a page of a search.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0104"
down_revision: str | None = "0103"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LATEST = "(tenant_id, student_id, referred_on, id) include (state)"
STUDENT = "(tenant_id, student_id, referred_on)"
SEALED = "(tenant_id, form, student_id) include (is_sealed)"
PLAIN = "(tenant_id, form, student_id)"


def upgrade() -> None:
    _exchange("ix_enrolment_latest", LATEST, instead_of="ix_enrolment_student")
    _key_of_names(SEALED)


def downgrade() -> None:
    _exchange("ix_enrolment_student", STUDENT, instead_of="ix_enrolment_latest")
    _key_of_names(PLAIN)


def _exchange(name: str, columns: str, *, instead_of: str) -> None:
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")  # it makes nobody wait
        # What an attempt that was cut off left half made.
        op.execute(f"drop index concurrently if exists eb.{name}")
        op.execute(f"create index concurrently if not exists {name} on eb.enrolment {columns}")
        op.execute(f"drop index concurrently if exists eb.{instead_of}")
        op.execute("set statement_timeout = '5s'")


def _key_of_names(columns: str) -> None:
    """The new index becomes the key in a moment, however many names there are."""
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")
        op.execute("drop index concurrently if exists eb.uq_name_form")
        op.execute(
            f"create unique index concurrently if not exists uq_name_form on eb.name_form {columns}"
        )
        op.execute("set statement_timeout = '5s'")
        op.execute(
            "-- squawk-ignore ban-drop-constraint\n"
            "alter table eb.name_form drop constraint pk_name_form, "
            "add constraint pk_name_form primary key using index uq_name_form"
        )
