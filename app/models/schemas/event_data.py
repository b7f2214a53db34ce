"""What an event must carry where the rules or the file read it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.models.fields import CaseDate, Code, Flag, Line

Services = Annotated[list[Code], Field(min_length=1, max_length=30)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


class EligibilityDecided(_Data):
    eligible: Flag
    basis: Line | None = None


class ServicesConsented(_Data):
    services: Services


class ServicePlanned(_Data):
    service: Code
    planned_start: CaseDate | None = None


class ServiceDelivered(_Data):
    service: Code


class Exited(_Data):
    reason: Code


class WaiverAgreed(_Data):
    """Names the duty that is waived: no other one is."""

    rule_id: Code
    occurrence: Line | None = None


SHAPES: dict[str, type[BaseModel]] = {
    "eligibility.partc.decided": EligibilityDecided,
    "partb.eligibility.decided": EligibilityDecided,
    "ifsp.consent.signed": ServicesConsented,
    "ifsp.service.planned": ServicePlanned,
    "ifsp.service.delivered": ServiceDelivered,
    "partc.exited": Exited,
    "waiver.agreed": WaiverAgreed,
}
