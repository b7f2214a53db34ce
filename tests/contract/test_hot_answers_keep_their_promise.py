"""JSON that PostgreSQL writes goes out untouched: here it is held to the models the routes declare."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from app.models.schemas.deadline import DueRow
from app.models.schemas.referral import ReferralReceipt
from app.models.schemas.student import StudentRead, StudentRow
from app.models.schemas.transition import PacketContent
from app.pagination import Page
from tests.factories.county import handed_over
from tests.factories.referral import referral
from tests.factories.world import World


def _exactly(model: type[BaseModel], text: str) -> Any:
    """Validate strictly, and compare with what the model itself would write."""
    held = model.model_validate_json(text)
    assert _moments(json.loads(held.model_dump_json())) == _moments(json.loads(text))
    return held


def _moments(value: Any) -> Any:
    """PostgreSQL and Pydantic write one instant in two ways."""
    if isinstance(value, dict):
        return {k: _moments(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_moments(v) for v in value]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return datetime.fromisoformat(value)
    return value


async def test_caseload_file_due_list_and_packet_are_as_declared(world: World) -> None:
    furnished = await handed_over(world)
    student_id = furnished.ids["student_id"]
    caseload = _exactly(Page[StudentRow], (await world.coordinator.get("/v1/students")).text)
    assert len(caseload.items[0].next_deadlines) == 3
    file = _exactly(StudentRead, (await world.coordinator.get(f"/v1/students/{student_id}")).text)
    assert file.deadlines
    assert file.team
    due = _exactly(Page[DueRow], (await world.coordinator.get("/v1/deadlines")).text)
    assert [d.due_on for d in due.items] == sorted(d.due_on for d in due.items)
    assert all(d.title for d in due.items)
    pulled = await world.district.get(f"/v1/packets/{furnished.ids['packet_id']}")
    _exactly(PacketContent, pulled.text)
    receipt = await world.agency.post("/v1/referrals", referral(world))
    _exactly(ReferralReceipt, receipt.text)


async def test_pages_double_and_lose_nothing_while_others_insert(world: World) -> None:
    await handed_over(world)
    seen: list[tuple[str, str]] = []
    path: str | None = "/v1/deadlines?limit=2"
    pages = 0
    while path:
        response = await world.supervisor.get(path)
        seen += [(i["due_on"], i["id"]) for i in response.json()["items"]]
        link = response.headers.get("link")
        path = link[1 : link.index(">")] if link else None
        pages += 1
    assert pages > 2
    assert seen == sorted(set(seen))
    until = str(world.today + timedelta(days=30))
    filtered = await world.supervisor.get(f"/v1/deadlines?limit=1&due_until={until}")
    assert until in filtered.headers["link"]


async def test_a_cursor_belongs_to_its_list_and_its_caller(world: World) -> None:
    await handed_over(world)
    cursor = (await world.supervisor.get("/v1/deadlines?limit=1")).json()["next_cursor"]
    assert (await world.supervisor.get(f"/v1/deadlines?limit=1&cursor={cursor}")).status_code == 200
    for api, path in (
        (world.supervisor, f"/v1/students?cursor={cursor}"),
        (world.auditor, f"/v1/deadlines?cursor={cursor}"),
        (world.supervisor, f"/v1/deadlines?rule_id=x&cursor={cursor}"),
        (world.supervisor, "/v1/deadlines?cursor=AAAA"),
        (world.supervisor, "/v1/deadlines?cursor=e30"),
    ):
        assert (await api.get(path)).json()["type"] == "/problems/cursor-invalid"
