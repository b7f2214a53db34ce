"""One child's way through the system over HTTP, with the bodies in examples/: each request, answer, and what it proves."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app import clock
from app.client import Client, Refused
from app.demo import agencies, doors, evaluation, ifsp, wheelchair
from app.demo.people import read_people, sign_in
from app.demo.receiver import Receiver, receiving
from app.settings import ROOT
from app.signing import Signer

EXAMPLES = ROOT / "examples"
STEPS = (
    23
    + doors.STEPS
    + ifsp.STEPS
    + wheelchair.STEPS
    + evaluation.STEPS
    + agencies.REFERRED
    + agencies.MOVED
)
SHOWN = 420


class NotProven(Exception):
    """The service answered, and the answer is not what the journey must show."""


@dataclass
class Walk:
    """Sends, prints and checks. One client a person; systems get their tokens from the token endpoint."""

    url: str
    signer: Signer
    state_dir: Path
    console: Console
    clients: dict[str, Client] = field(default_factory=dict)

    async def client(self, name: str) -> Client:
        if name not in self.clients:
            person = read_people(self.state_dir)[name]
            if person["client_secret"]:
                token = await self._token_of(person["client_id"], person["client_secret"])
            else:
                token = sign_in(self.signer, self.state_dir, name)
            self.clients[name] = Client(self.url, token)
        return self.clients[name]

    async def _token_of(self, client_id: str, secret: str) -> str:
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            answer = await http.post(
                "/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret)
            )
            answer.raise_for_status()
            return str(answer.json()["access_token"])

    async def get(self, name: str, path: str, proves: str, **params: Any) -> Any:
        found = (await (await self.client(name)).get(path, **params)).json()
        self._show(name, f"GET {path}", None, found, proves)
        return found

    async def fetch(self, name: str, path: str, proves: str) -> bytes:
        answer = await (await self.client(name)).get(path)
        kind = answer.headers["content-type"]
        self._show(name, f"GET {path}", None, f"{len(answer.content)} bytes of {kind}", proves)
        return answer.content

    async def post(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        found = (await (await self.client(name)).post(path, body)).json()
        self._show(name, f"POST {path}", body, found, proves)
        return found

    async def step(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        """Take a step with the record's present version."""
        client = await self.client(name)
        tag = (await client.get(path)).headers["etag"]
        found = (await client.post(f"{path}/steps", body, if_match=tag)).json()
        self._show(name, f"POST {path}/steps", body, found, proves)
        return found

    async def patch(self, name: str, path: str, body: dict[str, Any], proves: str) -> Any:
        client = await self.client(name)
        tag = (await client.get(path)).headers["etag"]
        found = (await client.patch(path, body, tag)).json()
        self._show(name, f"PATCH {path}", body, found, proves)
        return found

    async def refused(self, name: str, path: str, status: int, proves: str) -> None:
        try:
            await (await self.client(name)).get(path)
        except Refused as exc:
            if exc.status == status:
                self._show(name, f"GET {path}", None, exc.problem, proves)
                return
        raise NotProven(proves)

    def check(self, holds: bool, proves: str) -> None:
        if not holds:
            raise NotProven(proves)
        self.console.print(f"   [green]✓[/] {proves}")

    def _show(self, name: str, line: str, body: Any, answer: Any, proves: str) -> None:
        self.console.print(f"\n[bold]{name}[/]  {line}")
        for mark, content in (("→", body), ("←", answer)):
            if content is not None:
                said = json.dumps(content, ensure_ascii=False)
                self.console.print(
                    f"   {mark} {said[:SHOWN]}{' …' if len(said) > SHOWN else ''}",
                    style="dim",
                    markup=False,
                    highlight=False,
                )
        self.console.print(f"   [green]✓[/] {proves}")

    async def close(self) -> None:
        for client in self.clients.values():
            await client.close()


def example(name: str, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def walk(url: str, signer: Signer, state_dir: Path, console: Console) -> None:
    """Raises: NotProven, Refused, httpx.HTTPError, NoDemo."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
    )
    going = Walk(url, signer, state_dir, console)
    try:
        async with receiving() as receiver:
            with bar:
                task = bar.add_task("one child's journey", total=STEPS)
                async for _ in _journey(going, receiver):
                    bar.advance(task)
    finally:
        await going.close()


async def _journey(w: Walk, receiver: Receiver) -> Any:
    """The steps in order; yields after each."""
    sent = await w.post(
        "agency",
        "/v1/referrals",
        example("01-referral", sender_ref=f"DEMO-{uuid4().hex[:8]}"),
        "a partner agency's referral is received, with a receipt at once",
    )
    yield
    status = await w.get(
        "agency",
        f"/v1/referrals/{sent['id']}",
        "the agency reads its referral's status and nothing else",
    )
    w.check("child_first_name" not in status, "no name, no clinical word goes back")
    yield
    async for step in doors.agency_door(w, receiver, sent["id"]):
        yield step
    phoned = await w.post(
        "intake",
        "/v1/referrals",
        example("02-referral-by-phone"),
        "intake records a referral that came by phone; its clock runs from that day",
    )
    yield
    referral = f"/v1/referrals/{phoned['id']}"
    await w.get("intake", "/v1/referrals", "intake's worklist shows it", state="submitted")
    yield
    twins = await w.get(
        "intake",
        f"{referral}/possible-duplicates",
        "possible duplicates come with reasons; nothing is merged without a person",
    )
    yield
    await w.step("intake", referral, example("03-acknowledge"), "the referral is acknowledged")
    yield
    reviewed = [d["student_id"] for d in twins]
    accepted = await w.step(
        "intake",
        referral,
        example("04-accept", duplicates_reviewed=reviewed),
        "accepted: student, contacts and enrolment exist",
    )
    yield
    student = f"/v1/students/{accepted['student_id']}"
    owed = await w.get(
        "supervisor",
        f"{student}/deadlines",
        "the deadlines are owed at once, each with citation and explanation",
    )
    _show_one(w, owed)
    yield
    await w.post(
        "supervisor",
        f"{student}/assignments",
        example("05-assign-coordinator"),
        "the student is on the coordinator's caseload",
    )
    yield
    async for step in _plan(w, student):
        yield step
    async for step in ifsp.ifsp(w, student):
        yield step
    async for step in _equipment(w, student):
        yield step
    async for step in evaluation.evaluated(w, student):
        yield step
    async for step in agencies.referred(w, student):
        yield step
    await doors.district_door(w, receiver)
    yield
    async for step in _hand_over(w, student, receiver):
        yield step
    async for step in agencies.moved(w, student):
        yield step


async def _equipment(w: Walk, student: str) -> Any:
    file = await w.get("coordinator", student, "the child's file")
    mother = next(c for c in file["contacts"] if c["may_sign"])
    today = clock.today("America/Los_Angeles")
    async for scene in wheelchair.wheelchair(w, file["id"], mother["id"], today):
        yield scene


def _show_one(w: Walk, owed: dict[str, Any]) -> None:
    plan = next((o for o in owed["obligations"] if "C7" in o["feeds"]), None)
    w.check(plan is not None, "the 45 days to the first plan are among them")
    assert plan is not None  # noqa: S101 - checked above
    w.console.print(
        f"     {plan['rule_id']}: due {plan['due_on']} ({'; '.join(plan['citations'])})",
        markup=False,
    )
    for sentence in plan["explanation"]:
        w.console.print(f"     {sentence}", style="italic", markup=False)


async def _plan(w: Walk, student: str) -> Any:
    events = f"{student}/events"
    await w.post(
        "coordinator",
        events,
        example("06-consent-to-evaluate"),
        "consent to evaluate is on the file",
    )
    yield
    await w.post(
        "coordinator",
        f"{student}/pauses",
        example("07-pause"),
        "ten days do not count, with their evidence",
    )
    moved = await w.get(
        "coordinator",
        f"{student}/deadlines",
        "the pause moved the due date in the same transaction",
    )
    _show_one(w, moved)
    yield
    for name, proves in (
        ("08-evaluation", "evaluated"),
        ("09-child-assessment", "assessed"),
        ("10-family-assessment", "the family's own view is on the file"),
    ):
        await w.post("coordinator", events, example(name), proves)
        yield
    await w.post(
        "coordinator",
        f"{student}/eligibility-decisions",
        example("11-eligibility", team=await evaluation.team(w)),
        "found eligible, by two licensed people of two disciplines",
    )
    yield
    for name, proves in (
        ("12-plan-meeting", "the first plan meeting was held: the 45-day duty is met"),
        (
            "13-consent-to-services",
            "the parent consented service by service: a clock runs for each",
        ),
        ("14-first-visit", "the first visit started the service"),
    ):
        await w.post("coordinator", events, example(name), proves)
        yield
    await w.patch(
        "coordinator", student, example("15-facts"), "facts the rules ask for are recorded"
    )
    yield


async def _hand_over(w: Walk, student: str, receiver: Receiver) -> Any:
    await w.post(
        "coordinator",
        f"{student}/lea-notifications",
        example("16-notify-district"),
        "the district is told name, birth date and parents' contacts, nothing else",
    )
    yield
    file = await w.get(
        "coordinator", student, "the file shows who, where they stand and what is owed"
    )
    mother = next(c for c in file["contacts"] if c["may_sign"])
    consent = await w.post(
        "coordinator",
        f"{student}/consents",
        example("17-consent-to-release", contact_id=mother["id"]),
        "the parent's consent names the recipient and what it covers",
    )
    packet = await w.post(
        "coordinator",
        f"{student}/packets",
        example("18-release-packet", consent_id=consent["id"]),
        "the packet is released: a frozen snapshot with its hash",
    )
    await doors.district_told(w, receiver, packet["id"])
    yield
    pulled = await w.get("district", f"/v1/packets/{packet['id']}", "the district pulls it as JSON")
    w.check(pulled["packet_id"] == packet["id"], "byte for byte what was released")
    w.check(
        "equipment" in pulled["items"], "the wheelchair comes with it: whose it is, who paid for it"
    )
    access = await w.get(
        "supervisor", f"{student}/access-log", "the pull is on the student's record of access"
    )
    w.check(
        any(
            a["action"] == "disclose" and a["purpose"] == "transition to Part B"
            for a in access["items"]
        ),
        "with party, date and purpose",
    )
    yield
    await doors.district_answers(w, student, packet["id"])
    yield
    await w.refused(
        "other-district",
        f"/v1/packets/{packet['id']}",
        404,
        "another county's district finds nothing there",
    )
    await w.refused("other-coordinator", student, 404, "another county's coordinator neither")
    yield
