"""Examples for the contract: of each body one that holds, of each answer one in every state.

Made from the shapes, the same each time; what a shape cannot say of itself (one of
three members, two that go together) stands as `examples` at the shape.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Schema = Mapping[str, Any]
DAY, MOMENT, LATER = "2026-03-02", "2026-03-02T17:00:00Z", "2026-03-02T18:00:00Z"
WORDS = {
    "reason_code": "family_asked", "language": "en", "first_name": "Amina", "last_name": "Okafor", "name": "Lupine Clinic",
    "title": "Call the family", "phone": "(555) 555-0142", "email": "office@lupine.example", "url": "https://lupine.example/hook",
    "state": "CA", "city": "Lupine", "postal_code": "95501", "file_name": "report.pdf", "topic": "Transition", "place": "At home",
    "jurisdiction": "us-ca", "program": "partc", "service": "nursing", "text_sha256": "9f" * 32, "sha256": "9f" * 32,
    "notice_language": "en", "website": "https://lupine.example", "value": "7100042", "instrument": "bdi-3", "number": "OT-1042",
}  # fmt: skip
"""Words for members by their names, where a sentence would not do."""
CODE = "A-Za-z0-9_"
PATTERNS = {r"^[0-9a-f]{64}$": "9f" * 32, r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "10:30"}
SENTENCE = "As agreed with the family."
BESIDE: dict[str, dict[str, Any]] = {
    "HealthEntryCreate": {"kind": "allergy", "text": "Egg white."},
    "RedirectReferral": {"redirected_to": "Lupine County Early Start"},
    "ConsentCreate": {"kind": "evaluation"},
    "DisclosureCreate": {"exception": "participating_agency"},
    "TransferCreate": {"exception": "participating_agency"},
    "LatenessCause": {"evidence": "Letter of the family of 2 March, among the documents."},
    "Invitee": {"name": "Evaluator of the clinic"},
    "Participant": {"name": "Evaluator of the clinic"},
    "DelegationCreate": {"outside_name": "Aide of the class"},
    "SendReferral": {"exception": "participating_agency"},
    "TaskCreate": {"title": "Call the family", "due_on": DAY},
    "MeetingCreate": {"ends_at": LATER, "student_id": str(uuid5(NAMESPACE_URL, "student_id"))},
    "RescheduleMeeting": {"ends_at": LATER},
    "InviteeCreate": {"outside_name": "The grandmother"},
    "MeasurementCreate": {"value": "24.5"},
    "MeasurementUpdate": {"value": "24.5"},
    "CredentialCreate": {"discipline": "occupational_therapy", "level": "licensed"},
}
"""What stands beside the required members of a shape: one of several that it asks for, or two that go together."""
NUMBERS = {"minutes": 45, "version": 3, "check_every_days": 30, "byte_count": 48213}


def of_body(schema: Schema, components: Schema, *, is_patch: bool = False) -> dict[str, Any]:
    """Named examples: one for each act or kind where there are several, else one."""
    variants = list(_variants(schema, components))
    if len(variants) == 1:
        return {"example": {"value": _object(variants[0], components, whole=False, some=is_patch)}}
    return {
        _name(variant, at): {
            **({"summary": _first(variant["description"])} if variant.get("description") else {}),
            "value": _object(variant, components, whole=False),
        }
        for at, variant in enumerate(variants, 1)
    }


def in_states(
    schema: Schema, components: Schema, meanings: Callable[[Schema], Mapping[str, str]]
) -> dict[str, Any] | None:
    """An answer in each of its states, or in those of the record it holds; None for one that has none.

    Of several answers the first: the program's own people's before a partner's.
    """
    shape = _resolved(schema, components)
    shape = _resolved(shape.get("anyOf", [shape])[0], components)
    holder = _holder(shape, components)
    if holder is None:
        return None
    member, words = holder
    whole = _object(shape, components, whole=True)
    said = meanings(words)
    return {
        state: {
            **({"summary": said[state]} if state in said else {}),
            "value": _with_state(whole, member, state),
        }
        for state in words["enum"]
    }


def _holder(shape: Schema, components: Schema) -> tuple[str | None, Schema] | None:
    """Where the state stands, in the answer itself or in one member of it, and its words."""
    members = shape.get("properties", {})
    for name, member in [(None, shape), *((n, m) for n, m in members.items() if "$ref" in m)]:
        state = _resolved(member, components).get("properties", {}).get("state", {})
        words = _resolved(state, components)
        if "enum" in words:
            return name, words
    return None


def _with_state(whole: dict[str, Any], member: str | None, state: str) -> dict[str, Any]:
    if member is None:
        return {**whole, "state": state}
    return {**whole, member: {**whole[member], "state": state}}


def _variants(schema: Schema, components: Schema) -> Iterator[Schema]:
    schema = _resolved(schema, components)
    for part in schema.get("oneOf", ()):
        yield from _variants(part, components)
    if "oneOf" not in schema:
        yield schema


def _name(variant: Schema, at: int) -> str:
    for member in variant.get("properties", {}).values():
        if "const" in member:
            return str(member["const"])
    return f"example_{at}"


def _first(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].rstrip(".")


def _resolved(schema: Schema, components: Schema) -> Schema:
    while "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    return schema


def _value(schema: Schema, components: Schema, name: str, *, whole: bool) -> Any:
    schema = _resolved(schema, components)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            parts = [p for p in schema[several] if p.get("type") != "null"]
            return _value(parts[0], components, name, whole=whole)
    words = [schema["const"]] if "const" in schema else schema.get("enum", ())
    if given := [*schema.get("examples", ()), *words]:
        return given[0]
    match schema.get("type"):
        case "object":
            made: Any = _object(schema, components, whole=whole)
        case "array":
            one = _value(schema.get("items", {}), components, name.rstrip("s"), whole=whole)
            made = [one] * schema.get("minItems", 0)
        case "integer" | "number":
            made = NUMBERS.get(name, max(int(schema.get("minimum", 1)), 1))
        case "boolean":
            made = True
        case "string":
            made = _text(schema, name)
        case _:
            made = {}
    return made


def _object(schema: Schema, components: Schema, *, whole: bool, some: bool = False) -> Any:
    """`whole`: every member; else those that are required, and with `some` the first of the others."""
    if schema.get("examples"):
        return schema["examples"][0]
    members = schema.get("properties", {})
    wanted = list(members) if whole else list(schema.get("required", ()))
    if some and not wanted:
        wanted = list(members)[:1]
    made = {name: _value(members[name], components, name, whole=whole) for name in wanted}
    return made if whole else made | BESIDE.get(schema.get("title", ""), {})


def _text(schema: Schema, name: str) -> str:
    match schema.get("format"):
        case "date":
            return DAY
        case "date-time":
            return MOMENT
        case "uuid":
            return str(uuid5(NAMESPACE_URL, name))
        case _:
            pattern = schema.get("pattern", "")
            word = PATTERNS.get(pattern) or WORDS.get(
                name, "other" if CODE in pattern else SENTENCE
            )
            return word[: schema.get("maxLength")]
