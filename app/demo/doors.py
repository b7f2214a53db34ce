"""Both doors from outside: an agency and a district are told by signed webhooks, and read what they may."""

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from standardwebhooks import WebhookVerificationError

from app import clock
from app.demo.chapter import Body, Walker
from app.demo.receiver import Received, Receiver, tampered
from app.settings import ROOT

EXAMPLES = ROOT / "examples" / "doors"
STEPS = 4
TOLD = (
    "referral.acknowledged",
    "referral.info_requested",
    "referral.milestone",
    "referral.accepted",
)
ENDPOINTS = "/v1/webhook-endpoints"


def example(name: str, **changes: Any) -> Body:
    body: Body = json.loads((EXAMPLES / f"{name}.json").read_text())
    return {**body, **changes}


async def agency_door(w: Walker, receiver: Receiver, referral_id: str) -> AsyncIterator[None]:
    """The sender of this referral is asked, answers and is told; yields after each scene."""
    await _listen(w, receiver, "agency", "01-webhook-endpoint")
    yield
    await _work(w, f"/v1/referrals/{referral_id}")
    yield
    events = await receiver.until("/agency", referral_id, *TOLD)
    for got, event in receiver.verified:
        said = f"webhook {event['type']} ({event['data']['state']}): its signature verifies"
        w.check(_verifies(receiver, got), said)
    w.check(receiver.refused == 0, "each came signed, checked by the standardwebhooks package")
    w.check(
        all(set(e["data"]) == {"resource", "id", "state", "version", "url"} for e in events),
        "they carry ids and states: no name, no birth date, no clinical word",
    )
    got, event = receiver.verified[0]
    w.check(
        not _verifies(receiver, replace(got, body=tampered(event))),
        "one word changed, and it is refused",
    )
    told_here = {g.headers["webhook-id"] for g, _ in receiver.verified if g.path == "/agency"}
    first = min(told_here)  # ids are in the order of events; arrivals need not be
    listed = await w.get("agency", "/v1/events", "the same events can be asked for", after=first)
    told = {e["id"] for e in listed["items"]}
    w.check(told_here - {first} <= told, "with the same ids")
    yield


def _verifies(receiver: Receiver, got: Received) -> bool:
    try:
        got.content(receiver.secrets[got.path])
    except WebhookVerificationError:
        return False
    return True


async def _listen(w: Walker, receiver: Receiver, who: str, body: str) -> None:
    made = await w.post(
        who, ENDPOINTS, example(body, url=receiver.url(f"/{who}")), "the secret is shown once, here"
    )  # fmt: skip
    receiver.secrets[f"/{who}"] = made["secret"]


async def _work(w: Walker, referral: str) -> None:
    """Intake asks, the agency answers, the family is reached, the child is taken in."""
    await w.step(
        "intake", referral, example("02-acknowledge"), "somebody answers for the child from now on"
    )
    await w.step(
        "intake",
        referral,
        example("03-ask"),
        "the sender is asked; the child's clock keeps running",
    )
    await w.get(
        "agency", f"{referral}/actions", "the agency sees what it may do: answer, or withdraw"
    )
    await w.step(
        "agency",
        referral,
        example("04-answer"),
        "its answer is added; what it sent stays as it was",
    )
    today = str(clock.today("America/Los_Angeles"))
    await w.step(
        "intake",
        referral,
        example("05-attempt", on=today),
        "each try to reach the family is on record",
    )
    alike = await w.get("intake", f"{referral}/possible-duplicates", "who may be the same child")
    reviewed = [d["student_id"] for d in alike]
    accepted = await w.step(
        "intake", referral, example("06-accept", duplicates_reviewed=reviewed), "the file is open"
    )
    file = await w.get(
        "intake", f"/v1/students/{accepted['student_id']}", "and has its coordinator"
    )
    w.check(bool(file["team"]), "who answered for the child is the coordinator of the file")
    w.check(
        file["enrolment"]["referred_on"] == accepted["received_on"],
        "the clock runs from the day the agency sent it",
    )


async def district_door(w: Walker, receiver: Receiver) -> None:
    """The district listens before anything is released."""
    await _listen(w, receiver, "district", "07-district-endpoint")


async def district_told(w: Walker, receiver: Receiver, packet_id: str) -> None:
    """The packet's release has reached the district by the time it pulls."""
    await receiver.until("/district", packet_id, "packet.released")
    w.check(receiver.refused == 0, "the district was told of the packet by a webhook that verified")
    for who in ("agency", "district"):
        for endpoint in await w.get(who, ENDPOINTS, f"the endpoints of the {who}"):
            if endpoint["url"] == receiver.url(f"/{who}"):
                off = {"is_enabled": False}
                path = f"{ENDPOINTS}/{endpoint['id']}"
                await w.patch(who, path, off, "switched off; events wait until it is on again")


async def district_answers(w: Walker, student: str, packet_id: str) -> None:
    """The district takes the archive, says that it has it, and what it found; the program's file follows at once."""
    packet = f"/v1/packets/{packet_id}"
    archive = await w.fetch(
        "district", f"{packet}/archive", "the same as an archive: documents, Ed-Fi rows, tables"
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        listed = json.loads(files.read("manifest.json"))["files"]
        same = [hashlib.sha256(files.read(f["path"])).hexdigest() == f["sha256"] for f in listed]
    w.check(bool(same) and all(same), "each of its files has the hash that the manifest says")
    today = str(clock.today("America/Los_Angeles"))
    receipt = example("08-receipt", received_on=today)
    await w.post("district", f"{packet}/receipt", receipt, "the district says that it has it")
    result = example("09-result", on=today)
    await w.post("district", f"{packet}/results", result, "and, when it knows, what it found")
    told = await w.get("coordinator", f"{student}/transition", "the program sees where it stands")
    w.check(told["state"] == "evaluating", "without anybody typing it: the loop is closed")
