"""A migration that carries rows over finds them, though policies hide every row from the owner too."""

import re
from uuid import uuid4

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.migrate import VERSIONS, config, migrate
from tests.factories.database import migrated

CHANGES = re.compile(r"\b(?:update|insert into|delete from) eb\.", re.IGNORECASE)
SEES = ("every_row(", "no force row level security")
SAID_AGAIN = {"0066", "0074", "0078", "0080", "0083"}
"""Did not see, and were said again by 0102."""
ONLY_BACK = {"0006", "0032", "0054"}
"""Change rows on the way back alone, where a constraint stops them."""
BEFORE = "0101"
LEFT_BEHIND = (
    """insert into eb.access_log (tenant_id, id, party, action, resource, purpose, student_ids)
       values (:t, :a, 'A coordinator', 'list', 'students', 'service', array[cast(:s as uuid)])""",
    """insert into eb.equipment_recall (tenant_id, id, manufacturer, model, model_key, serial_numbers, notice, published_on)
       values (:t, :a, 'Acme', 'Walker', 'acme walker', '["SN 12-3"]', 'Wheel', '2025-01-01')""",
)
FOUND = {
    "access_set": "select student_id from eb.access_set where tenant_id = :t",
    "access_of_set": "select access_id from eb.access_of_set where tenant_id = :t",
    "equipment_recall": "select serial_keys->>0 from eb.equipment_recall where tenant_id = :t",
}


def test_a_migration_that_changes_rows_lets_itself_see_them() -> None:
    blind = {
        path.name[:4]
        for path in VERSIONS.glob("[0-9]*.py")
        if CHANGES.search(said := path.read_text()) and not any(sees in said for sees in SEES)
    }
    assert blind == SAID_AGAIN | ONLY_BACK


def _go_back(connection: Connection) -> None:
    command.downgrade(config(connection), BEFORE)


async def test_what_earlier_migrations_did_not_see_is_carried_over(server_url: str) -> None:
    tenant, access, student = uuid4(), uuid4(), uuid4()
    async with migrated(server_url, f"eb_left_{access.hex[:8]}") as url:
        engine = create_async_engine(url)
        async with engine.connect() as db:
            await db.run_sync(_go_back)
            await db.commit()
        async with engine.begin() as db:
            # As it was left: nobody looked at the rows, and no trigger had noted them.
            await db.execute(text("set local session_replication_role = replica"))
            for statement in LEFT_BEHIND:
                await db.execute(text(statement), {"t": tenant, "a": access, "s": student})
        await migrate(url)
        async with engine.connect() as db:
            found = {
                name: (await db.execute(text(query), {"t": tenant})).scalars().all()
                for name, query in FOUND.items()
            }
            unforced = await db.scalar(
                text(
                    "select count(*) from pg_class where relnamespace = 'eb'::regnamespace"
                    " and relrowsecurity and not relforcerowsecurity"
                )
            )
        await engine.dispose()
    assert found == {
        "access_set": [student],
        "access_of_set": [access],
        "equipment_recall": ["sn123"],
    }
    assert unforced == 0
