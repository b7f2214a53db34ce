"""What PostgreSQL says it did, statement by statement, inside functions too."""

import json
from typing import Any

import asyncpg


class Plans:
    """A session with the application's rights that is told every plan, with what each node really did."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def of(self, statement: str, arguments: list[Any]) -> list[dict[str, Any]]:
        """Plans of the statements inside a function, as they settle after the first few calls."""
        for _ in range(6):
            await self._connection.fetch(statement, *arguments)
        said: list[str] = []

        def listen(_: object, message: asyncpg.PostgresLogMessage) -> None:
            said.append(message.message)

        self._connection.add_log_listener(listen)
        await self._connection.fetch(statement, *arguments)
        self._connection.remove_log_listener(listen)
        plans = [json.loads(m[m.index("{") :])["Plan"] for m in said if "plan:" in m]
        return [plan for plan in plans if plan["Node Type"] != "Function Scan"]


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A plan's node and all below it that ran."""
    if not plan["Actual Loops"]:
        return []
    return [plan, *(node for child in plan.get("Plans", []) for node in nodes(child))]
