"""A hot request is one statement, whatever the county's size."""

import re
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event

from app.db import Database
from tests.factories.county import handed_over
from tests.factories.referral import referral
from tests.factories.world import World


class Statements:
    """Everything that the hot pool and the session pool send while the block runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.seen: list[str] = []

    async def __aenter__(self) -> Self:
        held = [holder._con for holder in self._database._hot._holders]
        self._connections = [connection for connection in held if connection is not None]
        event.listen(self._database.engine.sync_engine, "before_cursor_execute", self._note_sql)
        for each in self._connections:
            each.add_query_logger(self._note)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for each in self._connections:
            each.remove_query_logger(self._note)
        event.remove(self._database.engine.sync_engine, "before_cursor_execute", self._note_sql)

    def _note_sql(self, *told: Any) -> None:
        self.seen.append(re.sub(r"\s+", " ", told[2])[:80])

    async def _note(self, record: Any) -> None:
        self.seen.append(re.sub(r"\s+", " ", record.query)[:80])


async def test_a_hot_read_is_one_statement(world: World) -> None:
    furnished = await handed_over(world)
    asked = {
        "/v1/students": world.coordinator,
        f"/v1/students/{furnished.ids['student_id']}": world.coordinator,
        "/v1/deadlines": world.coordinator,
        f"/v1/packets/{furnished.ids['packet_id']}": world.district,
    }
    for path, api in asked.items():
        assert (await api.get(path)).status_code == 200  # the token's tenant is known from here on
        async with Statements(world.app.state.database) as sent:
            assert (await api.get(path)).status_code == 200
        assert len(sent.seen) == 1, (path, sent.seen)


async def test_a_referral_is_taken_in_by_one_statement(world: World) -> None:
    first = await world.agency.post("/v1/referrals", referral(world))
    assert first.status_code == 201
    async with Statements(world.app.state.database) as sent:
        assert (await world.agency.post("/v1/referrals", referral(world))).status_code == 201
    assert len(sent.seen) == 1, sent.seen


async def test_an_ordinary_request_is_seen_to_be_several_statements(world: World) -> None:
    """Or the counting above would prove nothing."""
    assert (await world.intake.get("/v1/referrals")).status_code == 200
    async with Statements(world.app.state.database) as sent:
        assert (await world.intake.get("/v1/referrals")).status_code == 200
    assert len(sent.seen) > 1
