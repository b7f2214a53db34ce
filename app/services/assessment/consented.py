"""Whether the parents agreed to an assessment, and still do."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.auth import Actor
from app.models.assessment import Assessment
from app.models.student import Enrolment
from app.models.words.assessment import AssessmentKind
from app.models.words.consent import ConsentKind
from app.services import consent
from app.services.enrolment import of_episode
from app.services.queries import case as cases
from app.services.queries import consent as consents
from app.services.queries import student as students

CONSENT_EVENTS = ("consent.evaluation.signed", "consent.evaluation.refused")


async def has_consent(
    db: AsyncSession, actor: Actor, row: Assessment, consent_id: UUID | None
) -> bool:
    """A live consent of this stay that nobody gainsays, or the event of a file that came without its papers.

    Raises: ConsentNotFound.
    """
    kinds = {ConsentKind.EVALUATION}
    if row.kind == AssessmentKind.SCREENING:
        kinds.add(ConsentKind.SCREENING)
    if consent_id is not None:
        named = await consents.one(db, actor, row.student_id, consent_id)
        if named is None:
            raise consent.ConsentNotFound
        kinds = kinds.intersection({ConsentKind(named.kind)})
        if not consent.is_live(named, actor.today()):
            return False
    stay = await students.latest_enrolment(db, actor, row.student_id)
    since = stay.referred_on if stay is not None else date.min
    said = {k: await consent.agreed(db, actor, row.student_id, k, since) for k in kinds}
    if ConsentKind.EVALUATION in said and said[ConsentKind.EVALUATION] is None:
        return any(said.values()) or await _was_told(db, actor, row.student_id, stay)
    return any(said.values())


async def _was_told(
    db: AsyncSession, actor: Actor, student_id: UUID, stay: Enrolment | None
) -> bool:
    """Whether the last that the events of this stay say of a consent to evaluate is that it was signed."""
    on_file = [e for e in await cases.events(db, actor, student_id) if not e.entered_in_error]
    events = of_episode(on_file, stay) if stay is not None else on_file
    said = [e.type for e in events if e.type in CONSENT_EVENTS]
    return said[-1:] == [CONSENT_EVENTS[0]]
