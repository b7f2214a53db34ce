"""What the plans of the county say. Invented, and the same for many children: nobody is meant by it."""

from collections.abc import Mapping
from typing import Any

LEVELS: tuple[Mapping[str, Any], ...] = tuple(
    {"domain": domain, "description": said, "source": "Evaluation and observation at home"}
    for domain, said in (
        ("physical", "Moves about the home; needs help on stairs."),
        ("vision", "Follows faces and toys; screened without findings."),
        ("hearing", "Turns to voices; hearing tested."),
        ("health", "Well; sees the doctor as planned."),
        ("cognitive", "Looks for a hidden toy and tries again."),
        ("communication", "Points and uses a few words or signs."),
        ("social_emotional", "Is comforted by the family; plays beside other children."),
        ("adaptive", "Eats with the fingers; drinks from a cup with help."),
    )
)
FAMILY: Mapping[str, Any] = {
    "is_agreed": True,
    "concerns": "Whether the child will catch up before preschool.",
    "priorities": "To be understood, and to join in at meals and play.",
    "resources": "Grandparents near by; a playgroup on Tuesdays.",
}
SILENT: Mapping[str, Any] = {
    "is_agreed": False,
    "concerns": None,
    "priorities": None,
    "resources": None,
}
"""A family that does not want its view written down."""
OUTCOMES: tuple[Mapping[str, Any], ...] = (
    {
        "number": 1,
        "is_family": False,
        "statement": "Takes part in meals and play with the family.",
        "criterion": "On five days of seven, without being asked twice.",
        "procedure": "The family's notes, looked at together on visits.",
        "timeline": "In six months.",
    },
)
OTHER_SERVICES: tuple[Mapping[str, Any], ...] = (
    {
        "service": "Dental check",
        "steps": "The coordinator gives the family three addresses.",
        "who": None,
    },
)
STEPS = (
    ("options_reviewed", "Preschool choices were gone through with the family."),
    ("family_took_part", "The family took part in planning."),
    ("exit_steps", "Services end the day before the third birthday."),
    ("parents_prepared", "The family visited two classrooms."),
    ("child_prepared", "Playgroup twice a week from spring on."),
    ("child_find_confirmed", "The district has the child find information."),
    ("records_sent", "Reports go to the district with the family's consent."),
    ("services_needed", "The team finds no further transition service needed."),
)


def transition(is_established: bool) -> tuple[Mapping[str, Any], ...]:
    """The first step of every plan, or all of them once the transition is planned."""
    steps = STEPS if is_established else STEPS[:1]
    return tuple({"step": s, "text": t, "due_on": None, "done_on": None} for s, t in steps)
