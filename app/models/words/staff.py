"""Disciplines, what a credential is, and how far a licence reaches."""

from enum import StrEnum


class Discipline(StrEnum):
    AUDIOLOGY = "audiology"
    EARLY_INTERVENTION = "early_intervention"
    FAMILY_SUPPORT = "family_support"
    MEDICINE = "medicine"
    NURSING = "nursing"
    NUTRITION = "nutrition"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    ORIENTATION_MOBILITY = "orientation_mobility"
    PHYSICAL_THERAPY = "physical_therapy"
    PSYCHOLOGY = "psychology"
    SERVICE_COORDINATION = "service_coordination"
    SOCIAL_WORK = "social_work"
    SPECIAL_INSTRUCTION = "special_instruction"
    SPEECH_LANGUAGE = "speech_language"
    VISION = "vision"


class StaffRole(StrEnum):
    """In which part somebody works for a program."""

    COORDINATOR = "coordinator"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    INTAKE = "intake"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class CredentialKind(StrEnum):
    """Only a licence lets anybody sign; the others are kept so that they do not run out unseen."""

    LICENCE = "licence"
    CERTIFICATE = "certificate"
    BACKGROUND_CHECK = "background_check"
    CPR = "cpr"


class CredentialLevel(StrEnum):
    """`licensed` signs alone; the others sign with a supervisor's co-signature, or not at all."""

    LICENSED = "licensed"
    ASSISTANT = "assistant"
    INTERN = "intern"


class LeaveKind(StrEnum):
    HOLIDAY = "holiday"
    SICK = "sick"
    FAMILY = "family"
    TRAINING = "training"
    OTHER = "other"
