"""Bodies about the directory of agencies."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "add_agency": {"name": "Valley Speech", "kind": "therapy_practice"},
    "add_agency_person": {"name": "R. Ito"},
    "add_agency_service": {"name": "Speech therapy", "kind": "speech_language"},
    "add_agency_site": {"name": "Main office"},
    "draft_outbound_referral": {
        "student_id": str(uuid4()),
        "agency_id": str(uuid4()),
        "reason": "x",
    },
    "give_resource": {"agency_id": str(uuid4()), "channel": "phone", "need": "x"},
    "log_agency_contact": {
        "agency_id": str(uuid4()),
        "channel": "phone",
        "direction": "out",
        "topic": "x",
    },
    "move_outbound_referral": {"act": "ask_consent"},
    "update_agency": {},
    "update_agency_contact": {},
    "update_outbound_referral": {},
    "update_resource_given": {},
    "update_agency_person": {},
    "update_agency_service": {},
    "update_agency_site": {},
}
