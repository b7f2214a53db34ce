"""The catalogue of instruments, and whether scores are ones that an instrument can give."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

import yaml

from app.errors import Unprocessable
from app.models.schemas.assessment import DomainScore, InstrumentRead, Source
from app.models.schemas.eligibility import DOMAINS
from app.services.vocabulary import require_known

OTHER = "other"
FIELDS = {
    "raw": "raw",
    "standard": "standard_score",
    "percentile": "percentile",
    "age_equivalent": "age_equivalent_months",
    "percent_delay": "percent_delay",
}
"""Kinds of scores in the catalogue, and the fields that carry them. Deviations may always be worked out."""


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, InstrumentRead]:
    """By id. Raises: pydantic.ValidationError for a catalogue that is not whole."""
    text = files(__package__).joinpath("instruments.yaml").read_text("utf-8")
    blank = {"standard": None, "raw": None}
    found = (
        InstrumentRead.model_validate({**blank, **entry, "scores": _known(entry["scores"])})
        for entry in yaml.safe_load(text)["instruments"]
    )
    return {instrument.id: instrument for instrument in found}


def _known(scores: Iterable[str]) -> list[str]:
    return [score for score in scores if score in FIELDS]


def check(sources: Iterable[Source]) -> None:
    """Raises: UnknownWord, Unprocessable for a score that the instrument cannot give."""
    errors = []
    for n, source in enumerate(sources):
        for m, score in enumerate(source.scores):
            require_known("domain", score.domain, DOMAINS, f"/sources/{n}/scores/{m}/domain")
        if source.instrument is None or source.instrument == OTHER:
            continue
        require_known("instrument", source.instrument, catalogue(), f"/sources/{n}/instrument")
        instrument = catalogue()[source.instrument]
        for m, score in enumerate(source.scores):
            errors += [
                {"pointer": f"/sources/{n}/scores/{m}", "detail": said}
                for said in _wrong(instrument, score)
            ]
    if errors:
        raise Unprocessable("Some scores do not fit their instrument; see `errors`.", errors=errors)


def _wrong(instrument: InstrumentRead, score: DomainScore) -> Iterable[str]:
    if score.domain not in instrument.domains:
        yield f"{instrument.id} does not measure {score.domain}"
    for kind, field in FIELDS.items():
        if getattr(score, field) is not None and kind not in instrument.scores:
            yield f"{instrument.id} gives no {kind} score"
    for field, bounds in (("standard_score", instrument.standard), ("raw", instrument.raw)):
        value = getattr(score, field)
        if value is not None and bounds is not None and not bounds[0] <= value <= bounds[1]:
            yield f"{field} of {instrument.id} lies between {bounds[0]} and {bounds[1]}"
