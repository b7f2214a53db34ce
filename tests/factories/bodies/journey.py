"""Bodies of the first journey: referral, file, deadlines, hand-over."""

from typing import Any
from uuid import uuid4

EVENT = {"type": "screening.completed", "on": "2026-01-05"}
BODIES: dict[str, dict[str, Any]] = {
    "add_contact": {"first_name": "A", "relationship": "other"},
    "ask_what_if": {},
    "mark_assignment_in_error": {"reason": "Of another child."},
    "mark_contact_in_error": {"reason": "Of another child."},
    "assign_student": {"principal_id": str(uuid4()), "role": "therapist", "grounds": "On the team."},
    "begin_pause": {"reason": "partc.family_circumstances", "from_on": "2026-01-05", "evidence": "x"},
    "change_pause": {},
    "correct_event": {"reason": "typed twice"},
    "dismiss_deadline": {"reason": "x"},
    "end_assignment": {"to_on": "2026-01-05"},
    "give_lateness_cause": {"cause": "system", "reason": "x"},
    "move_referral": {"act": "acknowledge"},
    "notify_district": {},
    "record_event": EVENT,
    "reinstate_deadline": {"reason": "x"},
    "release_packet": {"consent_id": str(uuid4())},
    "revoke_consent": {},
    "sign_consent": {
        "contact_id": str(uuid4()), "recipient_id": str(uuid4()), "covers": ["profile"], "authority": "parent", "language": "en",
        "method": "paper", "signed_on": "2026-01-05",
    },
    "update_contact": {},
    "update_holiday": {},
    "update_school_year": {},
    "update_student": {},
    "waive_deadline": {"agreed_on": "2026-01-05", "contact_id": str(uuid4()), "text": "x"},
}  # fmt: skip
