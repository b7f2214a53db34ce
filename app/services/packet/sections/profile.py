"""Who the child is."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File, open_address
from app.services.packet.section import Document, Section
from app.services.packet.wording import address, day, language, said, yes_no
from app.typeset.block import Block, facts


def content(file: File) -> Any:
    s = file.student
    return {
        "first_name": s.first_name, "middle_name": s.middle_name, "last_name": s.last_name,
        "preferred_name": s.preferred_name, "born_on": s.born_on, "sex": s.sex, "languages": s.languages,
        "interpreter_needed": s.interpreter_needed, "gestation_weeks": s.gestation_weeks,
        "birth_weight_grams": s.birth_weight_grams,
        "address": open_address(s.address), "external_ids": s.external_ids,
    }  # fmt: skip


def blocks(frozen: Any) -> list[Block]:
    names = (frozen["first_name"], frozen["middle_name"], frozen["last_name"])
    weeks, grams = frozen["gestation_weeks"], frozen.get("birth_weight_grams")
    numbers = [f"{i['value']} ({i['system']})" for i in frozen["external_ids"]]
    rows = [
        ("Name", " ".join(n for n in names if n)),
        ("Called", frozen["preferred_name"]),
        ("Born on", day(frozen["born_on"])),
        ("Sex", said(frozen["sex"])),
        ("Languages", ", ".join(language(tag) for tag in frozen["languages"])),
        ("Interpreter needed", yes_no(frozen["interpreter_needed"])),
        ("Weeks of pregnancy", str(weeks) if weeks else None),
        ("Weight at birth", f"{grams} g" if grams else None),
        ("Address", address(frozen["address"])),
        ("Numbers", ", ".join(numbers)),
    ]
    return [facts([(label, value) for label, value in rows if value])]


SECTION = Section(PacketItem.PROFILE, "The child", Document.SUMMARY, content, blocks)
