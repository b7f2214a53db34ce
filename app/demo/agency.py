"""Plays the county's dealings with agencies, its meetings and tasks, through the services, so that each has its history."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.auth import Actor
from app.demo.county import County, StudentFile
from app.demo.county.dice import Dice
from app.demo.playing import playing
from app.models.schemas.agency import (
    AgencyCreate,
    AgencyPersonCreate,
    AgencyServiceCreate,
    AgencySiteCreate,
)
from app.models.schemas.agency_contact import (
    AgencyContactCreate,
    ResourceGivenCreate,
    ResourceGivenUpdate,
)
from app.models.schemas.meeting import MeetingCreate, MeetingStep
from app.models.schemas.outbound_referral import OutboundReferralCreate, OutboundStep
from app.models.schemas.task import TaskCreate
from app.services import (
    agency,
    agency_contact,
    meeting,
    outbound_referral,
    resource_given,
    task,
)
from app.services.duty import NOT_YET_DONE
from app.services.queries import case as cases
from app.services.queries import meeting as meetings

AGENCIES: tuple[tuple[str, str, str, str, str], ...] = (
    ("Redwood Speech and Hearing", "therapy_practice", "speech_language", "Speech therapy", "waitlist"),
    ("Lupine Audiology", "clinic", "audiology", "Hearing test", "has_capacity"),
    ("First Steps Play Groups", "community", "play_group", "Parent and child group", "has_capacity"),
    ("County Respite Network", "community", "respite", "Respite at home", "none"),
    ("Casa Familiar Legal Aid", "community", "legal_aid", "Advice on rights", "needs_assessment"),
    ("Harvest Food Bank", "community", "food", "Weekly food box", "has_capacity"),
)  # fmt: skip
"""Name, kind, what they offer, its name, and the room there is."""
PATHS: tuple[tuple[str, ...], ...] = (
    (), ("ask_consent",), ("send",), ("send", "acknowledge"), ("send", "accept"), ("send", "waitlist"),
    ("send", "decline"), ("send", "accept", "schedule"), ("send", "accept", "schedule", "miss"),
    ("send", "accept", "begin"), ("send", "accept", "begin", "complete"), ("send", "cancel"), ("send", "note"),
)  # fmt: skip
"""Steps of each referral out; `note`: nobody answered, which the timer says."""
PER_KIND = 24
OUTBOUND: TypeAdapter[OutboundStep] = TypeAdapter(OutboundStep)
STEP: TypeAdapter[MeetingStep] = TypeAdapter(MeetingStep)


async def play_agencies(
    connection: AsyncConnection, county: County, seed: int, today: date
) -> None:
    """As the program's supervisor would have recorded it; the same seed and day give the same."""
    async with playing(connection, county, "supervisor") as (db, actor, _):
        player = _Player(db, actor, Dice(f"agencies {seed} {today}"), today)
        await player.fill_directory()
        served = [f for f in county.files if f.enrolment.exited_on is None and f.assignments]
        for number, file in enumerate(served[:PER_KIND]):
            await player.play(file, number)


class _Player:
    def __init__(self, db: AsyncSession, actor: Actor, dice: Dice, today: date) -> None:
        self.db, self.actor, self.dice, self.today = db, actor, dice, today
        self.agencies: list[UUID] = []
        self.services: list[UUID] = []

    async def fill_directory(self) -> None:
        for number, (name, kind, offer, title, room) in enumerate(AGENCIES):
            row = await agency.add(
                self.db, self.actor, AgencyCreate.model_validate({"name": name, "kind": kind})
            )
            await self.db.flush()  # its parts speak of it
            self.agencies.append(row.id)
            site = {"name": "Main office", "phone": f"(555) 555-01{number:02}", "hours": [
                {"days": ["MO", "TU", "TH"], "opens_at": "09:00", "closes_at": "16:30"}
            ]}  # fmt: skip
            person = {"name": "Intake desk", "role": "Intake", "preferred_channel": "phone"}
            service = {
                "name": title, "kind": offer, "capacity": room, "languages": ["en", "es"], "min_months": 0,
                "max_months": 36, "areas": ["Lupine County"],
            }  # fmt: skip
            await self._part(agency.SITE, row.id, AgencySiteCreate.model_validate(site))
            await self._part(agency.PERSON, row.id, AgencyPersonCreate.model_validate(person))
            body = AgencyServiceCreate.model_validate(service)
            self.services.append((await self._part(agency.OFFER, row.id, body)).id)

    async def _part(self, kind: Any, agency_id: UUID, body: Any) -> Any:
        return await agency.add_part(self.db, self.actor, kind, agency_id, body)

    async def play(self, file: StudentFile, number: int) -> None:
        """A talk, a resource, a referral out, a meeting and two tasks of one student."""
        student_id, at = file.student.id, number % len(AGENCIES)
        await self._talk(student_id, at, number)
        await self._resource(student_id, at, number)
        await self._refer(student_id, at, PATHS[number % len(PATHS)])
        await self._meet(file, number)
        await self._tasks(file, number)

    async def _talk(self, student_id: UUID, at: int, number: int) -> None:
        body = {
            "agency_id": str(self.agencies[at]), "student_id": str(student_id), "channel": "phone",
            "direction": "out" if number % 2 else "in", "topic": "How long families wait",
            "minutes": 5 + number % 20, "exception": "participating_agency",
            "follow_up_on": str(self.today + timedelta(days=3 + number)) if number % 3 == 0 else None,
        }  # fmt: skip
        await agency_contact.log(self.db, self.actor, AgencyContactCreate.model_validate(body))

    async def _resource(self, student_id: UUID, at: int, number: int) -> None:
        body = {
            "agency_id": str(self.agencies[at]), "agency_service_id": str(self.services[at]),
            "channel": "in_person", "need": "Asked for at a visit.",
        }  # fmt: skip
        given = await resource_given.give(
            self.db, self.actor, student_id, ResourceGivenCreate.model_validate(body)
        )
        await self.db.flush()  # read back by its key
        if number % 2:
            outcome = self.dice.one_of(("using", "no_room", "not_wanted", "contacted"))
            change = ResourceGivenUpdate.model_validate({"outcome": outcome})
            await resource_given.change(self.db, self.actor, student_id, given.id, change, '"1"')

    async def _refer(self, student_id: UUID, at: int, path: tuple[str, ...]) -> None:
        body = {
            "student_id": str(student_id), "agency_id": str(self.agencies[at]),
            "agency_service_id": str(self.services[at]), "reason": "The team asks for it.",
        }  # fmt: skip
        row = await outbound_referral.draft(
            self.db, self.actor, OutboundReferralCreate.model_validate(body)
        )
        await self.db.flush()  # read back by its key
        for act in path:
            if act == "note":
                await outbound_referral.note_silence(self.db, self.actor, [row])
                continue
            step = OUTBOUND.validate_python({"act": act, **self._evidence(act)})
            tag = f'"{row.version}"'
            row = await outbound_referral.move(self.db, self.actor, row.id, step, tag)

    def _evidence(self, act: str) -> dict[str, Any]:
        evidence: dict[str, dict[str, Any]] = {
            "send": {"channel": "fax", "covers": ["profile"], "exception": "participating_agency"},
            "waitlist": {"expected_on": str(self.today + timedelta(days=60))},
            "decline": {"reason_code": "no_room"},
            "schedule": {"appointment_on": str(self.today + timedelta(days=9))},
            "miss": {"reason_code": "child_ill"},
            "complete": {"outcome": "Hearing is within limits."},
            "cancel": {"reason_code": "family_moved"},
        }
        return evidence.get(act, {})

    async def _meet(self, file: StudentFile, number: int) -> None:
        """A meeting with the family: held, moved, called off or ahead."""
        zone = ZoneInfo(self.actor.home.time_zone)
        day = self.today + timedelta(days=number + 1 if number % 4 else -1 - number)
        start = datetime.combine(day, time(9 + number % 7), zone)
        asked = [{"role": "parent", "contact_id": str(file.contacts[0].id)}]
        body = {
            "student_id": str(file.student.id), "kind": "family", "title": "Talk about the next months",
            "starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat(),
            "invitees": asked,
        }  # fmt: skip
        row = await meeting.propose(self.db, self.actor, MeetingCreate.model_validate(body))
        await self.db.flush()  # read back by its key
        came = [str(i.id) for i in await meetings.invitees(self.db, self.actor, row.id)]
        later = start + timedelta(days=7)
        steps: dict[int, dict[str, Any]] = {
            0: {"act": "hold", "attended": came, "decisions": "Visits stay on Tuesdays."},
            1: {
                "act": "reschedule", "reason_code": "child_ill", "starts_at": later.isoformat(),
                "ends_at": (later + timedelta(hours=1)).isoformat(),
            },
            2: {"act": "cancel", "reason_code": "family_asked", "called_off_by": "family"},
            3: {"act": "confirm", "notice_sent_on": str(self.today)},
        }  # fmt: skip
        step = STEP.validate_python(steps[number % 4])
        await meeting.move(self.db, self.actor, row.id, step, '"1"')

    async def _tasks(self, file: StudentFile, number: int) -> None:
        """One that the coordinator made, and one for the next duty."""
        coordinator = next(a.principal_id for a in file.assignments if a.role == "coordinator")
        own = {
            "title": "Bring the pictures of the routine", "student_id": str(file.student.id),
            "due_on": str(self.today + timedelta(days=number - 5)), "assignee_id": str(coordinator),
        }  # fmt: skip
        await task.create(self.db, self.actor, TaskCreate.model_validate(own))
        owed = [
            d
            for d in await cases.deadlines(self.db, self.actor, file.student.id)
            if d.status in NOT_YET_DONE and d.due_on is not None and d.due_on >= self.today
        ]
        if owed:
            duty = min(owed, key=lambda d: (d.due_on or self.today, d.rule_id))
            of_duty = {
                "student_id": str(file.student.id), "deadline_id": str(duty.id),
                "assignee_id": str(coordinator),
            }  # fmt: skip
            await task.create(self.db, self.actor, TaskCreate.model_validate(of_duty))
