"""A world with one of everything, for tests that try every route, or with one file."""

from dataclasses import dataclass
from datetime import timedelta

import httpx

from tests.factories.document import uploaded
from tests.factories.furniture import FURNITURE
from tests.factories.judgement import judged
from tests.factories.referral import enrolled, happened, refer
from tests.factories.webhook import told
from tests.factories.world import World


@dataclass
class Furnished:
    """Ids by the names of path parameters."""

    world: World
    ids: dict[str, str]
    of_partners: dict[str, dict[str, str]]
    """What an agency or a district has of its own."""

    def ids_of(self, role: str) -> dict[str, str]:
        return {**self.ids, **self.of_partners.get(role, {})}


def _made(response: httpx.Response) -> dict[str, str]:
    assert response.status_code in {200, 201}, response.text
    found: dict[str, str] = response.json()
    return found


async def furnish(world: World) -> Furnished:
    """One of everything, which takes five times as long as `handed_over`."""
    ids = (await handed_over(world)).ids
    for more in FURNITURE:
        ids |= await more(world, ids)
    partners = {name: await told(world, name) for name in ("agency", "district")}
    partners["agency"]["upload_id"] = await uploaded(world.agency)
    begun = _made(await world.agency.post("/v1/referral-drafts", {"reason": "Walks late."}))
    partners["agency"]["referral_draft_id"] = begun["id"]
    return Furnished(world, ids, partners)


async def handed_over(world: World) -> Furnished:
    """A child whose packet a district may pull by the parent's consent, and what stands around the file."""
    today = world.today
    received = today - timedelta(days=60)
    student_id = await enrolled(world, received_on=received)
    student = f"/v1/students/{student_id}"
    event = await happened(world, student_id, "screening.completed", today)
    pause = _made(
        await world.coordinator.post(
            f"{student}/pauses",
            {
                "reason": "partc.family_circumstances",
                "from_on": str(today - timedelta(days=3)),
                "evidence": "called",
            },
        )
    )
    file = (await world.coordinator.get(student)).json()
    contact = file["contacts"][0]
    assignment = file["team"][0]
    consent = _made(
        await world.coordinator.post(
            f"{student}/consents",
            {
                "contact_id": contact["id"], "recipient_id": str(world.district_id), "covers": ["profile"],
                "authority": "parent", "language": "en", "method": "paper", "signed_on": str(today),
            },
        )
    )  # fmt: skip
    await judged(world.coordinator, student)
    _made(await world.coordinator.post(f"{student}/lea-notifications", {}))
    packet = _made(
        await world.coordinator.post(f"{student}/packets", {"consent_id": consent["id"]})
    )
    referral_id = await refer(world, child={"first_name": "Someone", "last_name": "Else"})
    duty = (await world.coordinator.get(student)).json()["deadlines"][0]
    years = (await world.supervisor.get("/v1/calendars/school")).json()["items"]
    holiday = _made(
        await world.supervisor.post(
            "/v1/calendars/holidays", {"on_date": str(today), "name": "Founders' Day"}
        )
    )
    ids = {
            "student_id": student_id, "event_id": event["id"], "pause_id": pause["id"], "contact_id": contact["id"],
            "assignment_id": assignment["id"], "consent_id": consent["id"], "packet_id": packet["id"],
            "referral_id": referral_id, "calendar_id": years[0]["id"], "holiday_id": holiday["id"],
            "deadline_id": duty["id"],
        }  # fmt: skip
    return Furnished(world, ids, {})
