"""The packet under the names and values of the Common Education Data Standards 13, for spreadsheets."""

from typing import Any

from app.services import rulebook
from app.services.packet.archive.ed_fi import student_id
from app.services.packet.archive.happening import first, last
from app.services.packet.archive.loss import Losses

Table = list[dict[str, str | None]]
CATEGORIES = {
    "developmental_delay": "DevelopmentalDelay",
    "established_condition": "DiagnosedCondition",
    "diagnosed_condition": "DiagnosedCondition",
    "at_risk": "AtRisk",
}
SERVICES = {
    "assistive_technology": "01", "audiology": "02", "family_training_counseling_home_visits": "03",
    "health": "04", "medical_diagnostic": "05", "nursing": "06", "nutrition": "07", "occupational_therapy": "08",
    "physical_therapy": "09", "psychological": "10", "sign_language_cued_language": "11",
    "service_coordination": "12", "social_work": "13", "special_instruction": "14",
    "speech_language_pathology": "15", "vision": "16",
}  # fmt: skip
OTHER_SERVICE = "99"
IFSP = "02198"
MEETINGS = ("ifsp.initial.held", "ifsp.review.held", "ifsp.annual.held")
RELATIONSHIPS = {"guardian": "CourtAppointedGuardian"}
HELD = {"profile", "household", "eligibility", "services", "plan", "transition", "timeline"}
"""Items that these tables can hold; of the others the manifest says that they are in packet.json."""


def tables(packet: dict[str, Any], losses: Losses) -> dict[str, Table]:
    """Rows by file; a file without a row is left out."""
    for item in sorted(packet["items"].keys() - HELD):
        losses.tell("csv/", None, f"{item} has no CEDS table: it is in packet.json")
    found = {
        "Child": _child(packet, losses),
        "Contact": _contacts(packet),
        "EarlyIntervention": _early_intervention(packet, losses),
        "IndividualizedProgram": _plans(packet),
        "PlannedService": _services(packet, losses),
    }
    return {name: rows for name, rows in found.items() if rows}


def _child(packet: dict[str, Any], losses: Losses) -> Table:
    profile = packet["items"].get("profile")
    if profile is None:
        return []
    if profile.get("birth_weight_grams"):
        losses.tell("csv/Child.csv", None, "the weight at birth is in packet.json")
    return [
        {
            "ChildIdentifier": student_id(packet),
            "FirstName": profile["first_name"],
            "MiddleName": profile["middle_name"],
            "LastOrSurname": profile["last_name"],
            "PreferredFirstName": profile["preferred_name"],
            "Birthdate": profile["born_on"],
            "Sex": {"female": "Female", "male": "Male"}.get(profile["sex"], "NotSelected"),
            "LanguageCode": " ".join(profile["languages"]),
            "WeeksOfGestation": str(profile["gestation_weeks"] or ""),
            **_address(profile["address"]),
        }
    ]


def _contacts(packet: dict[str, Any]) -> Table:
    return [
        {
            "ChildIdentifier": student_id(packet),
            "FirstName": person["first_name"],
            "LastOrSurname": person["last_name"],
            "PersonRelationshipType": RELATIONSHIPS.get(
                person["relationship"], person["relationship"].title().replace("_", "")
            ),
            "LanguageCode": person["language"],
            "TelephoneNumber": person["phone"],
            "ElectronicMailAddress": person["email"],
            **_address(person["address"]),
        }
        for person in packet["items"].get("household", [])
    ]


def _address(address: dict[str, Any] | None) -> dict[str, str | None]:
    known = address or {}
    return {
        "AddressStreetNumberAndName": ", ".join(known.get("lines", [])),
        "AddressCity": known.get("city"),
        "StateAbbreviation": known.get("state"),
        "AddressPostalCode": known.get("postal_code"),
    }


def _early_intervention(packet: dict[str, Any], losses: Losses) -> Table:
    if not {"eligibility", "transition", "timeline"} & packet["items"].keys():
        return []
    decided = last(packet, "eligibility.partc.decided", "eligibility")
    stay = packet["items"].get("timeline") or {}
    steps = {
        name: first(packet, f"transition.{event}", "transition")
        for name, event in (
            ("IDEAPartCToPartBNotificationDate", "notified.lea"),
            ("DateOfTransitionPlan", "plan.established"),
            ("TransitionConferenceDate", "conference.held"),
            ("TransitionConferenceDeclineDate", "conference.declined"),
        )
    }
    return [
        {
            "ChildIdentifier": student_id(packet),
            "ReferralDate": stay.get("referred_on"),
            "IDEAPartCEligibilityCategory": _category(decided, losses),
            "EligibilityDeterminationDate": decided["on"] if decided else None,
            **steps,
            "ServiceExitDate": stay.get("exited_on"),
            "PartCExitReason": _exit(stay.get("exit_reason")),
        }
    ]


def _category(decided: dict[str, Any] | None, losses: Losses) -> str | None:
    basis = decided and decided["data"].get("basis")
    if basis and basis not in CATEGORIES:
        losses.tell(
            "csv/EarlyIntervention.csv",
            "IDEAPartCEligibilityCategory",
            "the basis has no CEDS value",
        )
    return CATEGORIES.get(basis or "")


def _exit(reason: str | None) -> str | None:
    known = {str(r["code"]): str(r["ceds"]) for r in rulebook.load().exit_reasons}
    return known.get(reason) if reason else None


def _plans(packet: dict[str, Any]) -> Table:
    """A row a meeting: of the plans on record where there are, else of the meetings that are known."""
    plan = packet["items"].get("plan") or {"versions": [], "events": []}
    held = [(v["held_on"], v["signed_on"], v["ends_on"]) for v in plan["versions"]]
    known = [(e["on"], None, None) for e in plan["events"] if e["type"] in MEETINGS]
    return [
        {
            "ChildIdentifier": student_id(packet),
            "IndividualizedProgramType": IFSP,
            "IndividualizedProgramServicePlanMeetingDate": met_on,
            "IndividualizedProgramServicePlanDate": signed_on,
            "IndividualizedProgramServicePlanEndDate": ends_on,
        }
        for met_on, signed_on, ends_on in held or known
    ]


def _services(packet: dict[str, Any], losses: Losses) -> Table:
    rows: Table = []
    for service in packet["items"].get("services", []):
        code = SERVICES.get(service["service"], OTHER_SERVICE)
        if code == OTHER_SERVICE:
            losses.tell(
                "csv/PlannedService.csv",
                "PlannedServiceType",
                "a service without a CEDS value is 99",
            )
        rows.append(
            {
                "ChildIdentifier": student_id(packet),
                "PlannedServiceType": code,
                "PlannedServiceDescription": service["service"],
                "ServiceEntryDate": service["first_delivered_on"],
            }
        )
    return rows
