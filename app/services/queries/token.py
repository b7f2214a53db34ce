"""What the token endpoint asks the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.db import Database


async def credentials(
    base: Database, tenant_id: UUID, principal_id: UUID
) -> Sequence[Mapping[str, Any]]:
    """Credentials of a live client: `subject`, `roles`, `secret_sha256`, `public_keys` (JSON text)."""
    return await base.fetch_outside(
        "select * from eb.client_credentials($1, $2)", tenant_id, principal_id
    )


async def use_assertion(
    base: Database, tenant_id: UUID, principal_id: UUID, jti: str, expires_at: datetime
) -> bool:
    """Whether this assertion was never used before."""
    rows = await base.fetch_outside(
        "select eb.use_assertion($1, $2, $3, $4) as fresh", tenant_id, principal_id, jti, expires_at
    )
    return bool(rows[0]["fresh"])
