"""Agencies outside the program: what they are, what they offer, whether they have room."""

from enum import StrEnum


class AgencyKind(StrEnum):
    CHILD_CARE = "child_care"
    CHILD_WELFARE = "child_welfare"
    CLINIC = "clinic"
    COMMUNITY = "community"
    EARLY_HEAD_START = "early_head_start"
    HOSPITAL = "hospital"
    OTHER = "other"
    PUBLIC_HEALTH = "public_health"
    REGIONAL_CENTER = "regional_center"
    SCHOOL_DISTRICT = "school_district"
    THERAPY_PRACTICE = "therapy_practice"
    VENDOR = "vendor"


class AgencyStatus(StrEnum):
    """Nothing of the directory is ever deleted: what is no longer there is inactive."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class OfferStatus(StrEnum):
    """Words of HSDS 3.1 for a service."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class OfferKind(StrEnum):
    """Services of 34 CFR 303.13(b), and what families are sent to beside them."""

    ASSISTIVE_TECHNOLOGY = "assistive_technology"
    AUDIOLOGY = "audiology"
    CHILD_CARE = "child_care"
    DENTAL = "dental"
    FAMILY_TRAINING = "family_training"
    FOOD = "food"
    HEALTH = "health"
    HOUSING = "housing"
    LEGAL_AID = "legal_aid"
    MEDICAL = "medical"
    MENTAL_HEALTH = "mental_health"
    NURSING = "nursing"
    NUTRITION = "nutrition"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    OTHER = "other"
    PARENT_SUPPORT = "parent_support"
    PHYSICAL_THERAPY = "physical_therapy"
    PLAY_GROUP = "play_group"
    PSYCHOLOGY = "psychology"
    RESPITE = "respite"
    SIGN_CUED_LANGUAGE = "sign_cued_language"
    SOCIAL_WORK = "social_work"
    SPECIAL_INSTRUCTION = "special_instruction"
    SPEECH_LANGUAGE = "speech_language"
    TRANSPORT = "transport"
    VISION = "vision"


class Capacity(StrEnum):
    HAS_CAPACITY = "has_capacity"
    WAITLIST = "waitlist"
    NONE = "none"
    NEEDS_ASSESSMENT = "needs_assessment"


class Channel(StrEnum):
    """How people reach each other."""

    EMAIL = "email"
    FAX = "fax"
    IN_PERSON = "in_person"
    LETTER = "letter"
    PHONE = "phone"
    PORTAL = "portal"
    VIDEO = "video"


class Direction(StrEnum):
    """`out`: we turned to them."""

    IN = "in"
    OUT = "out"


class ResourceOutcome(StrEnum):
    """What became of a resource that a family was told of."""

    UNKNOWN = "unknown"
    CONTACTED = "contacted"
    USING = "using"
    FINISHED = "finished"
    NO_ROOM = "no_room"
    NOT_SUITABLE = "not_suitable"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"


class OutboundState(StrEnum):
    DRAFT = "draft"
    """Being written."""
    CONSENT_PENDING = "consent_pending"
    """Waits for the parent's consent to release."""
    SENT = "sent"
    """Sent; the answer is waited for."""
    ACKNOWLEDGED = "acknowledged"
    """The agency has it."""
    ACCEPTED = "accepted"
    """The agency takes the child."""
    WAITLISTED = "waitlisted"
    """The agency has no room yet."""
    DECLINED = "declined"
    """The agency does not take the child."""
    SCHEDULED = "scheduled"
    """A first appointment is set."""
    IN_SERVICE = "in_service"
    """The agency serves the child."""
    COMPLETED = "completed"
    """It served the child, and what came of it is known."""
    NO_SHOW = "no_show"
    """The family did not come."""
    CANCELLED = "cancelled"
    """Called off."""
    NO_RESPONSE = "no_response"
    """Nobody answered in the time that the program gives."""


class Weekday(StrEnum):
    """As iCalendar and HSDS write them."""

    MONDAY = "MO"
    TUESDAY = "TU"
    WEDNESDAY = "WE"
    THURSDAY = "TH"
    FRIDAY = "FR"
    SATURDAY = "SA"
    SUNDAY = "SU"
