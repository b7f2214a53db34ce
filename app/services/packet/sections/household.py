"""The people around the child who may receive information, and their rights as recorded."""

from typing import Any

from app.models.fields import PacketItem
from app.services.packet.file import File, open_address
from app.services.packet.section import Document, Section
from app.services.packet.wording import address, language, said, yes_no
from app.typeset.block import Block, facts, heading


def content(file: File) -> Any:
    return [
        {
            "contact_id": c.id, "first_name": c.first_name, "last_name": c.last_name, "relationship": c.relationship,
            "lives_with": c.lives_with, "holds_educational_rights": c.holds_educational_rights,
            "may_sign": c.may_sign, "language": c.language, "interpreter_needed": c.interpreter_needed,
            "phone": c.phone, "email": c.email, "address": open_address(c.address),
        }
        for c in file.contacts
        if c.may_receive_information is not False
    ]  # fmt: skip


def blocks(frozen: Any) -> list[Block]:
    return [block for person in frozen for block in _person(person)]


def _person(person: dict[str, Any]) -> list[Block]:
    name = " ".join(n for n in (person["first_name"], person["last_name"]) if n)
    rows = [
        ("Relationship", said(person["relationship"])),
        ("Lives with the child", yes_no(person["lives_with"])),
        ("Educational rights", yes_no(person["holds_educational_rights"])),
        ("May sign", yes_no(person["may_sign"])),
        ("Language", language(person["language"])),
        ("Interpreter needed", yes_no(person["interpreter_needed"])),
        ("Phone", person["phone"]),
        ("E-mail", person["email"]),
        ("Address", address(person["address"])),
    ]
    return [heading(name, 2), facts(rows)]


SECTION = Section(PacketItem.HOUSEHOLD, "Family and contacts", Document.CONTACTS, content, blocks)
