"""States and kinds of what a student's file holds."""

from enum import StrEnum


class LinkState(StrEnum):
    """What a person decided of two files."""

    LINKED = "linked"
    """The same child; both files go on."""
    MERGED = "merged"
    """The same child; the other file is read and worked on through this one."""
    DISTINCT = "distinct"
    """Two children, however alike."""
    SPLIT = "split"
    """No longer linked or merged."""


class Aside(StrEnum):
    """Where an enrolment stands besides its way to a plan."""

    ON_HOLD = "on_hold"
    """The family asked to wait until a day, on which it is asked again."""
    UNREACHABLE = "unreachable"
    """The family was tried as often as it takes, and not reached."""


class NameUse(StrEnum):
    FORMER = "former"
    ALIAS = "alias"
    """Also known by: a nickname, a name in another script, the order of another culture."""


class ResidenceUse(StrEnum):
    HOME = "home"
    SECOND_HOME = "second_home"
    """Where the other of two parents with shared rights lives."""
    MAILING = "mailing"


class HealthKind(StrEnum):
    DIAGNOSIS = "diagnosis"
    HEARING = "hearing"
    VISION = "vision"
    HEALTH = "health"
    MEDICATION = "medication"
    MEDICAL_HOME = "medical_home"
    ALLERGY = "allergy"
    ALERT = "alert"
    IMMUNISATION = "immunisation"
    """One a line: what was given on that day, or that it was not, and why."""


class Coding(StrEnum):
    ICD_10_CM = "icd-10-cm"
    SNOMED_CT = "snomed-ct"
    CVX = "cvx"
    """Vaccines administered (CDC)."""
    TEXT = "text"


class Forbidden(StrEnum):
    """What a court forbids a contact."""

    CONTACT = "contact"
    INFORMATION = "information"
    SIGNING = "signing"
