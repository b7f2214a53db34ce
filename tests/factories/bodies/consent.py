"""Bodies about consents, disclosures, requests about the record, emergency access."""

from typing import Any
from uuid import uuid4

BODIES: dict[str, dict[str, Any]] = {
    "attach_scan_of_consent": {"scan_id": str(uuid4())},
    "attach_scan_of_signature": {"scan_id": str(uuid4())},
    "change_consent": {"witness": "A. Neighbour"},
    "mark_consent_in_error": {"reason": "Of another child."},
    "mark_disclosure_in_error": {"reason": "Never sent."},
    "answer_record_request": {"act": "withdraw", "answer": "taken back"},
    "open_emergency_access": {"reason": "Found on the street"},
    "receive_record_request": {
        "contact_id": str(uuid4()), "kind": "inspect", "channel": "phone", "asks": "to read it",
    },
    "record_disclosure": {
        "recipient_name": "Court", "purpose": "care_coordination", "covers": ["profile"],
        "exception": "court_order", "channel": "letter",
    },
    "review_emergency_access": {"finding": "justified"},
}  # fmt: skip
