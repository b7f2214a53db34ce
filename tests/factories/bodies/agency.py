"""Bodies about the directory of agencies."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "add_agency": {"name": "Valley Speech", "kind": "therapy_practice"},
    "add_agency_person": {"name": "R. Ito"},
    "add_agency_service": {"name": "Speech therapy", "kind": "speech_language"},
    "add_agency_site": {"name": "Main office"},
    "update_agency": {},
    "update_agency_person": {},
    "update_agency_service": {},
    "update_agency_site": {},
}
