"""Plans, their meetings and parts, and the services they promise."""

from enum import StrEnum


class Program(StrEnum):
    """`partc`: an IFSP; `partb`: an IEP."""

    PARTC = "partc"
    PARTB = "partb"


class PlanType(StrEnum):
    INTERIM = "interim"
    INITIAL = "initial"
    PERIODIC_REVIEW = "periodic_review"
    ANNUAL = "annual"
    AMENDMENT = "amendment"
    TRANSITION = "transition"


class PlanState(StrEnum):
    DRAFT = "draft"
    """Being written."""
    MEETING_SET = "meeting_set"
    """The family and the team are invited."""
    MEETING_HELD = "meeting_held"
    """The meeting was held; its content is completed."""
    AWAITING_CONSENT = "awaiting_consent"
    """Complete; the parent has yet to sign."""
    DECLINED = "declined"
    """The parent declined all of it; what was in force goes on."""
    ACTIVE = "active"
    """An IFSP in force."""
    IN_REVIEW = "in_review"
    """An IFSP in force that is being reviewed."""
    OFFERED = "offered"
    """An IEP that the parent was offered."""
    CONSENTED = "consented"
    """The parent agreed to the whole IEP."""
    PARTIALLY_CONSENTED = "partially_consented"
    """The parent agreed to a part; that part may begin."""
    REFUSED = "refused"
    """The parent refused the IEP."""
    IN_EFFECT = "in_effect"
    """An IEP in force."""
    AMENDED = "amended"
    """A later version of the same plan took its place."""
    SUPERSEDED = "superseded"
    """Another plan took its place."""
    ENDED = "ended"
    """Over: the child left, or it was ended."""
    EXPIRED = "expired"
    """Its last day has passed."""
    WITHDRAWN = "withdrawn"
    """Taken back before a signature: opened by mistake, or the child left."""
    ENTERED_IN_ERROR = "entered_in_error"
    """It should never have been on this file; it counts no longer."""


EDITABLE = (PlanState.DRAFT, PlanState.MEETING_SET, PlanState.MEETING_HELD)
OPEN = (
    *EDITABLE, PlanState.AWAITING_CONSENT, PlanState.OFFERED, PlanState.CONSENTED, PlanState.PARTIALLY_CONSENTED,
)  # fmt: skip
LIVE = (PlanState.ACTIVE, PlanState.IN_REVIEW, PlanState.IN_EFFECT)


class LineState(StrEnum):
    PROPOSED = "proposed"
    """In a version that is not signed."""
    WITHDRAWN = "withdrawn"
    """Taken out of the draft."""
    DECLINED = "declined"
    """The parent declined this service."""
    CONSENTED = "consented"
    """The parent agreed to it; it may begin."""
    AUTHORISED = "authorised"
    """The payer authorised it."""
    STARTED = "started"
    """The first session was given."""
    CHANGED = "changed"
    """A later version changed it."""
    ENDED = "ended"
    """Over."""


IN_FORCE = (LineState.CONSENTED, LineState.AUTHORISED, LineState.STARTED)


class Domain(StrEnum):
    """Present levels. An IFSP speaks of the first eight (34 CFR 303.344(a)); the last two are of school age."""

    PHYSICAL = "physical"
    VISION = "vision"
    HEARING = "hearing"
    HEALTH = "health"
    COGNITIVE = "cognitive"
    COMMUNICATION = "communication"
    SOCIAL_EMOTIONAL = "social_emotional"
    ADAPTIVE = "adaptive"
    ACADEMIC = "academic"
    FUNCTIONAL = "functional"


class TransitionStep(StrEnum):
    """Parts of a transition plan, in the order of the rulebook's checklist (34 CFR 303.209(d), 303.344(h))."""

    OPTIONS_REVIEWED = "options_reviewed"
    FAMILY_TOOK_PART = "family_took_part"
    EXIT_STEPS = "exit_steps"
    PARENTS_PREPARED = "parents_prepared"
    CHILD_PREPARED = "child_prepared"
    CHILD_FIND_CONFIRMED = "child_find_confirmed"
    RECORDS_SENT = "records_sent"
    SERVICES_NEEDED = "services_needed"


class DeliveryModel(StrEnum):
    HOME_VISIT = "home_visit"
    COMMUNITY_VISIT = "community_visit"
    CENTER_BASED = "center_based"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    CONSULTATIVE = "consultative"
    GROUP = "group"
    TELEHEALTH = "telehealth"


class Intensity(StrEnum):
    """Whether a service is given alone or with other children (34 CFR 303.344(d)(2)(i))."""

    INDIVIDUAL = "individual"
    GROUP = "group"


class Per(StrEnum):
    """The period of a frequency; `plan`: so many in all."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PLAN = "plan"


class Setting(StrEnum):
    """Where the child is served. The first two are natural environments (34 CFR 303.26)."""

    HOME = "home"
    COMMUNITY = "community"
    OTHER = "other"
    REGULAR_CLASS = "regular_class"
    SPECIAL_CLASS = "special_class"
    SEPARATE_SCHOOL = "separate_school"
    SERVICE_PROVIDER_LOCATION = "service_provider_location"


NATURAL = (Setting.HOME, Setting.COMMUNITY)


class Payer(StrEnum):
    PART_C = "part_c"
    PUBLIC_INSURANCE = "public_insurance"
    PRIVATE_INSURANCE = "private_insurance"
    REGIONAL_CENTER = "regional_center"
    DISTRICT = "district"
    FAMILY_FEE = "family_fee"
    OTHER = "other"


class Role(StrEnum):
    """In which part somebody is at a plan meeting (34 CFR 303.343, 300.321)."""

    PARENT = "parent"
    SERVICE_COORDINATOR = "service_coordinator"
    EVALUATOR = "evaluator"
    PROVIDER = "provider"
    TEACHER = "teacher"
    SPECIAL_EDUCATOR = "special_educator"
    LEA_REPRESENTATIVE = "lea_representative"
    FAMILY_MEMBER = "family_member"
    ADVOCATE = "advocate"
    INTERPRETER = "interpreter"
    OTHER = "other"


class Attendance(StrEnum):
    """How somebody took part; by other means as 34 CFR 303.343(a)(2) allows. `excused`: in writing."""

    PRESENT = "present"
    BY_PHONE = "by_phone"
    REPRESENTED = "represented"
    BY_RECORDS = "by_records"
    EXCUSED = "excused"
    ABSENT = "absent"


class MeetingKind(StrEnum):
    PLAN = "plan"
    REVIEW = "review"


class MeetingState(StrEnum):
    SET = "set"
    """Invited to."""
    HELD = "held"
    """Held."""
    CANCELLED = "cancelled"
    """Called off or moved; its day and reason stay."""


class Miss(StrEnum):
    """Why a session was not given."""

    CHILD_UNAVAILABLE = "child_unavailable"
    FAMILY_CANCELLED = "family_cancelled"
    FAMILY_NO_SHOW = "family_no_show"
    PROVIDER_ABSENT = "provider_absent"
    AGENCY_CLOSED = "agency_closed"
    WEATHER = "weather"
    MEETING = "meeting"
    HOLIDAY = "holiday"
    REFUSED = "refused"
    NOT_YET_SCHEDULED = "not_yet_scheduled"


OWED_FOR = (Miss.PROVIDER_ABSENT, Miss.AGENCY_CLOSED, Miss.MEETING, Miss.NOT_YET_SCHEDULED)
"""Reasons that are the agency's: what was missed for them is owed until it is made up."""


class Indirect(StrEnum):
    """Time for the child without the child."""

    RECORD_REVIEW = "record_review"
    MATERIALS = "materials"
    EQUIPMENT_SETUP = "equipment_setup"
    TEAM_CONSULTATION = "team_consultation"
    TRAINING_AN_AIDE = "training_an_aide"
    REPORT_WRITING = "report_writing"
    TRAVEL = "travel"
