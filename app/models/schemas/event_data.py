"""What an event must carry where the rules or the file read it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.models.fields import CaseDate, Code, Flag, Line

Services = Annotated[list[Code], Field(min_length=1, max_length=30)]


class Carried(BaseModel):
    """Any event; one that came late may say why, in a code of `GET /v1/indicators`."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)
    delay_reason: Code | None = None


class EligibilityDecided(Carried):
    eligible: Flag
    basis: Line | None = None


class ServicesConsented(Carried):
    services: Services


class ServicePlanned(Carried):
    service: Code
    planned_start: CaseDate | None = None


class ServiceDelivered(Carried):
    service: Code


class Exited(Carried):
    reason: Code


class Notified(Carried):
    district_id: UUID | None = None
    state_agency_id: UUID | None = None


class WaiverAgreed(Carried):
    """Names the duty that is waived: no other one is."""

    rule_id: Code
    occurrence: Line | None = None


SHAPES: dict[str, type[Carried]] = {
    "eligibility.partc.decided": EligibilityDecided,
    "partb.eligibility.decided": EligibilityDecided,
    "ifsp.consent.signed": ServicesConsented,
    "ifsp.service.planned": ServicePlanned,
    "ifsp.service.delivered": ServiceDelivered,
    "partc.exited": Exited,
    "transition.notified.lea": Notified,
    "transition.notified.sea": Notified,
    "waiver.agreed": WaiverAgreed,
}
