"""Early-intervention services: what was consented to, and since when it was given."""

from datetime import date
from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File
from app.services.packet.section import Document, Section
from app.services.packet.wording import day, said
from app.typeset.block import Block, table


def content(file: File) -> Any:
    first: dict[str, date] = {}
    consented = {
        s
        for e in file.events
        if e.type == "ifsp.consent.signed"
        for s in e.data.get("services", [])
    }
    for e in file.events:
        if e.type == "ifsp.service.delivered" and "service" in e.data:
            first[e.data["service"]] = min(first.get(e.data["service"], e.on_date), e.on_date)
    return [
        {"service": s, "first_delivered_on": first.get(s)} for s in sorted(consented | first.keys())
    ]


def blocks(frozen: Any) -> list[Block]:
    rows = [
        [said(s["service"]), day(s["first_delivered_on"]) if s["first_delivered_on"] else "not yet"]
        for s in frozen
    ]
    return [table(["Service", "First given on"], rows, [2, 1])]


SECTION = Section(PacketItem.SERVICES, "Services", Document.SERVICE_HISTORY, content, blocks)
