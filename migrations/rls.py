"""The one place that emits tenant policies, grants and append-only guards."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

MINE = "(select nullif(current_setting('app.tenant_id', true), '')::uuid)"


def tenant_table(table: str, *, may: str = "select, insert, update, delete") -> None:
    """Fence a table: its rows are seen and written by their own tenant only.

    The sub-select is evaluated once a statement, not once a row.
    """
    op.execute(f"alter table eb.{table} enable row level security")
    op.execute(f"alter table eb.{table} force row level security")
    op.execute(
        f"create policy tenant on eb.{table} to eb_app using (tenant_id = {MINE}) with check (tenant_id = {MINE})"
    )
    op.execute(f"grant {may} on eb.{table} to eb_app")


def append_only(table: str) -> None:
    """Forbid UPDATE, DELETE and TRUNCATE for everybody, the owner included."""
    op.execute(
        f"create trigger append_only before update or delete on eb.{table} "
        "for each row execute function eb.refuse_change()"
    )
    op.execute(
        f"create trigger append_only_whole before truncate on eb.{table} "
        "for each statement execute function eb.refuse_change()"
    )


def relay_may(table: str, *grants: str, where: str = "true") -> None:
    """Let the relay's role reach rows of every tenant, those of `where` alone, by these grants."""
    op.execute(
        f"create policy relay on eb.{table} to eb_relay using ({where}) with check ({where})"
    )
    for grant in grants:
        op.execute(f"grant {grant} on eb.{table} to eb_relay")


@contextmanager
def every_row(*tables: str) -> Iterator[None]:
    """Lets a migration read and change rows of every tenant, each statement by itself, so that nobody waits for all.

    Policies are forced, and hide all rows from the owner too: without this a
    statement that carries rows over finds none, and says nothing.
    """
    with op.get_context().autocommit_block():
        op.execute("set statement_timeout = 0")
        for table in tables:
            op.execute(f"alter table eb.{table} no force row level security")
        try:
            yield
        finally:
            for table in tables:
                op.execute(f"alter table eb.{table} force row level security")
            op.execute("set statement_timeout = '5s'")
