"""Rows of the Ed-Fi Data Standard 5 and 6: what a district's student system takes in.

Source: Ed-Fi Unifying Data Model v5 (Student, Contact, StudentContactAssociation,
StudentSpecialEducationProgramEligibilityAssociation). What is not known is left
out; what a row cannot do without keeps the row out, and the manifest says so.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.services.packet.archive.happening import first, last
from app.services.packet.archive.loss import Losses
from app.services.packet.wording import said

Row = dict[str, Any]
NAME, CITY, STREET, PHONE, EMAIL, PROGRAM, PART_NAME = 75, 30, 150, 24, 128, 60, 75
ELIGIBILITY = "studentSpecialEducationProgramEligibilityAssociations"


def resources(packet: Row, losses: Losses) -> dict[str, list[Row]]:
    """Rows by resource; a resource without a row is left out."""
    found = {
        "students": _students(packet, losses),
        "contacts": _contacts(packet, losses),
        "studentContactAssociations": _associations(packet),
        ELIGIBILITY: _eligibility(packet, losses),
    }
    return {name: rows for name, rows in found.items() if rows}


def descriptor(kind: str, code: str) -> str:
    return f"uri://ed-fi.org/{kind}Descriptor#{code}"


def student_id(packet: Row) -> str:
    """The State's number of the student where it is known, else ours as 32 hexadecimal digits."""
    profile = packet["items"].get("profile") or {}
    numbers = {i["system"]: i["value"] for i in profile.get("external_ids", [])}
    return numbers.get("ssid") or UUID(packet["student_id"]).hex


def _known(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if value not in (None, [], "")}


def _students(packet: Row, losses: Losses) -> list[Row]:
    profile = packet["items"].get("profile")
    if profile is None:
        return []
    names = _names(profile, "ed-fi/students.jsonl", losses)
    return [
        _known({"studentUniqueId": student_id(packet), **names, "birthDate": profile["born_on"]})
    ]


def _names(person: Row, file: str, losses: Losses) -> Row:
    return {
        ours: losses.shortened(file, ours, value, PART_NAME)
        for ours, value in (
            ("firstName", person["first_name"]),
            ("middleName", person.get("middle_name")),
            ("lastSurname", person["last_name"]),
        )
        if value
    }


def _contacts(packet: Row, losses: Losses) -> list[Row]:
    rows = []
    file = "ed-fi/contacts.jsonl"
    for person in packet["items"].get("household", []):
        if not person["last_name"]:
            losses.tell(file, "lastSurname", "a contact without a family name is left out")
            continue
        rows.append(
            _known(
                {
                    "contactUniqueId": UUID(person["contact_id"]).hex,
                    **_names(person, file, losses),
                    "telephones": _telephones(person, file, losses),
                    "electronicMails": _mails(person, file, losses),
                    "addresses": _addresses(person, file, losses),
                }
            )
        )
    return rows


def _telephones(person: Row, file: str, losses: Losses) -> list[Row]:
    if not person["phone"]:
        return []
    losses.tell(file, "telephoneNumberTypeDescriptor", "the kind of number is not recorded: Other")
    number = losses.shortened(file, "telephoneNumber", person["phone"], PHONE)
    kind = descriptor("TelephoneNumberType", "Other")
    return [{"telephoneNumber": number, "telephoneNumberTypeDescriptor": kind}]


def _mails(person: Row, file: str, losses: Losses) -> list[Row]:
    if not person["email"]:
        return []
    if len(person["email"]) > EMAIL:
        losses.tell(file, "electronicMailAddress", "an address too long for the format is left out")
        return []
    kind = descriptor("ElectronicMailType", "Home/Personal")
    return [{"electronicMailAddress": person["email"], "electronicMailTypeDescriptor": kind}]


def _addresses(person: Row, file: str, losses: Losses) -> list[Row]:
    address = person["address"]
    if address is None:
        return []
    if not address.get("postal_code"):
        losses.tell(file, "postalCode", "an address without a postal code is left out")
        return []
    street = ", ".join(address["lines"])
    return [
        {
            "addressTypeDescriptor": descriptor("AddressType", "Home"),
            "streetNumberName": losses.shortened(file, "streetNumberName", street, STREET),
            "city": losses.shortened(file, "city", address["city"], CITY),
            "stateAbbreviationDescriptor": descriptor("StateAbbreviation", address["state"]),
            "postalCode": address["postal_code"],
        }
    ]


def _associations(packet: Row) -> list[Row]:
    rows = []
    for person in packet["items"].get("household", []):
        if not person["last_name"]:
            continue
        has_rights = person["holds_educational_rights"]
        rows.append(
            _known(
                {
                    "contactReference": {"contactUniqueId": UUID(person["contact_id"]).hex},
                    "studentReference": {"studentUniqueId": student_id(packet)},
                    "relationDescriptor": descriptor("Relation", said(person["relationship"])),
                    "livesWith": person["lives_with"],
                    "legalGuardian": True
                    if has_rights and person["relationship"] == "guardian"
                    else None,
                }
            )
        )
    return rows


def _eligibility(packet: Row, losses: Losses) -> list[Row]:
    file = f"ed-fi/{ELIGIBILITY}.jsonl"
    if "eligibility" not in packet["items"]:
        return []
    consented = first(packet, "consent.evaluation.signed", "eligibility")
    number = packet["district"].get("number")
    if consented is None or number is None:
        lacking = (
            "consentToEvaluationReceivedDate"
            if consented is None
            else "educationOrganizationReference"
        )
        losses.tell(file, lacking, "not known, and part of the key: the row is left out")
        return []
    evaluated = last(packet, "evaluation.completed", "eligibility")
    decided = last(packet, "eligibility.partc.decided", "eligibility")
    held = last(packet, "transition.conference.held", "transition")
    begun = [s["first_delivered_on"] for s in packet["items"].get("services", [])]
    lea = {"educationOrganizationId": int(number) if number.isdecimal() else number}
    program = losses.shortened(file, "programName", packet["program"]["name"], PROGRAM)
    return [
        _known(
            {
                "educationOrganizationReference": lea,
                "programReference": {
                    **lea,
                    "programName": program,
                    "programTypeDescriptor": descriptor(
                        "ProgramType", "Early Intervention Services Part C"
                    ),
                },
                "studentReference": {"studentUniqueId": student_id(packet)},
                "consentToEvaluationReceivedDate": consented,
                "ideaPartDescriptor": descriptor("IDEAPart", "IDEA Part C"),
                "eligibilityEvaluationTypeDescriptor": descriptor(
                    "EligibilityEvaluationType", "Initial Evaluation"
                ),
                "eligibilityEvaluationDate": evaluated and evaluated["on"],
                "evaluationCompleteIndicator": True if evaluated else None,
                "eligibilityDeterminationDate": decided and decided["on"],
                "ideaIndicator": decided and decided["data"].get("eligible"),
                "originalECIServicesDate": min((b for b in begun if b), default=None),
                "transitionNotificationDate": first(
                    packet, "transition.notified.lea", "transition"
                ),
                "transitionConferenceDate": held and held["on"],
            }
        )
    ]
