"""What the parent allowed, what was told to whom, what the parent asks to see, and access in an emergency."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app import pagination
from app.auth import Actor, Db, Once, require
from app.errors import problems
from app.http import IfMatch, Route, etag
from app.models.fields import MOST_ON_FILE, Bounded
from app.models.schemas.consent import (
    ConsentCreate,
    ConsentRead,
    ConsentRevocation,
    ConsentUpdate,
    DisclosureCreate,
    DisclosureLine,
    DisclosureRead,
    EmergencyAccessCreate,
    EmergencyAccessRead,
    EmergencyAccessReview,
    RecordRequestCreate,
    RecordRequestRead,
    RecordRequestStep,
)
from app.models.schemas.record import ActionRead, ChangeRead, Correction, ScanAttach
from app.pagination import BY_DAY, BY_ID, Cursor, CursorInvalid, Limit, MostOnFile, Page
from app.services import case, consent, disclosure, emergency, record_request, scan

router = APIRouter(prefix="/v1", tags=["consent"], route_class=Route)
FILE = "/students/{student_id}"
Reader = Annotated[Actor, Depends(require("student:read"))]
Writer = Annotated[Actor, Depends(require("consent:write"))]
Auditor = Annotated[Actor, Depends(require("access-log:read"))]
Reviewer = Annotated[Actor, Depends(require("program:write"))]
_REQUEST = (*case.OPEN_PROBLEMS, record_request.RecordRequestNotFound)


@router.get(f"{FILE}/consents", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_consents(
    student_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: MostOnFile = MOST_ON_FILE,
    cursor: Cursor = None,
) -> Bounded[ConsentRead]:
    """The parent's decisions of every kind: live, refused, ended, entered in error."""
    rows = await consent.list_consents(
        db, actor, student_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.portion(
        request, response, rows, limit, ConsentRead.model_validate, lambda r: [r.id]
    )


@router.post(f"{FILE}/consents", status_code=201, responses=problems(*consent.SIGN_PROBLEMS))
async def sign_consent(
    student_id: UUID, body: ConsentCreate, actor: Writer, db: Once, response: Response
) -> ConsentRead:
    """Record a signed decision: who signed, by what right, what it covers, for whom, until when."""
    row = await consent.sign(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/consents/{row.id}"
    return ConsentRead.model_validate(row)


@router.get(
    f"{FILE}/consents/{{consent_id}}",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound),
)
async def get_consent(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db, response: Response
) -> ConsentRead:
    """One decision."""
    row = await consent.read(db, actor, student_id, consent_id)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.patch(f"{FILE}/consents/{{consent_id}}", responses=problems(*consent.CHANGE_PROBLEMS))
async def change_consent(
    student_id: UUID,
    consent_id: UUID,
    body: ConsentUpdate,
    actor: Writer,
    db: Db,
    if_match: IfMatch,
    response: Response,
) -> ConsentRead:
    """Complete what stands beside a decision: in which language, with whom it was given."""
    row = await consent.change(db, actor, student_id, consent_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.get(
    f"{FILE}/consents/{{consent_id}}/actions",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound),
)
async def list_consent_actions(
    student_id: UUID, consent_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be done with a decision now: change, revoke, mark as entered in error."""
    found = await consent.actions(db, actor, student_id, consent_id)
    return [ActionRead.model_validate(action) for action in found]


@router.post(
    f"{FILE}/consents/{{consent_id}}/correction", responses=problems(*consent.MARK_PROBLEMS)
)
async def mark_consent_in_error(
    student_id: UUID,
    consent_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> ConsentRead:
    """Say that this was never decided; what it released is taken back, and what it told the clocks."""
    row = await consent.mark(db, actor, student_id, consent_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return ConsentRead.model_validate(row)


@router.post(
    f"{FILE}/consents/{{consent_id}}/revocation", responses=problems(*consent.REVOKE_PROBLEMS)
)
async def revoke_consent(
    student_id: UUID, consent_id: UUID, body: ConsentRevocation, actor: Writer, db: Once
) -> ConsentRead:
    """End a consent; the recipient can read what it released no more."""
    return ConsentRead.model_validate(await consent.revoke(db, actor, student_id, consent_id, body))


@router.post(f"{FILE}/consents/{{consent_id}}/scan", responses=problems(*scan.CONSENT_PROBLEMS))
async def attach_scan_of_consent(
    student_id: UUID, consent_id: UUID, body: ScanAttach, actor: Writer, db: Once
) -> ConsentRead:
    """Name the scan of a paper that was signed before anybody scanned it."""
    row = await scan.of_consent(db, actor, student_id, consent_id, body)
    return ConsentRead.model_validate(row)


@router.get(
    f"{FILE}/consents/{{consent_id}}/history",
    responses=problems(*case.OPEN_PROBLEMS, consent.ConsentNotFound, CursorInvalid),
)
async def list_consent_history(
    student_id: UUID,
    consent_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChangeRead]:
    """Who recorded and who ended it."""
    rows = await consent.history(
        db, actor, student_id, consent_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.page(
        request, response, rows, limit, ChangeRead.model_validate, lambda r: [r.id]
    )


@router.get(f"{FILE}/disclosures", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def list_disclosures(
    student_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: MostOnFile = MOST_ON_FILE,
    cursor: Cursor = None,
) -> Bounded[DisclosureRead]:
    """Records given out by hand, with their ground."""
    rows = await disclosure.list_disclosures(
        db, actor, student_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.portion(
        request, response, rows, limit, DisclosureRead.model_validate, lambda r: [r.id]
    )


@router.get(f"{FILE}/disclosures/{{disclosure_id}}", responses=problems(*disclosure.READ_PROBLEMS))
async def get_disclosure(
    student_id: UUID, disclosure_id: UUID, actor: Reader, db: Db, response: Response
) -> DisclosureRead:
    """One giving out of records."""
    row = await disclosure.read(db, actor, student_id, disclosure_id)
    response.headers["ETag"] = etag(row.version)
    return DisclosureRead.model_validate(row)


@router.post(
    f"{FILE}/disclosures/{{disclosure_id}}/correction",
    responses=problems(*disclosure.MARK_PROBLEMS),
)
async def mark_disclosure_in_error(
    student_id: UUID,
    disclosure_id: UUID,
    body: Correction,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> DisclosureRead:
    """Say that nothing was given out; the line leaves the record that the parent reads."""
    row = await disclosure.mark(db, actor, student_id, disclosure_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return DisclosureRead.model_validate(row)


@router.get(
    f"{FILE}/disclosures/{{disclosure_id}}/history",
    responses=problems(*disclosure.READ_PROBLEMS, CursorInvalid),
)
async def list_disclosure_history(
    student_id: UUID,
    disclosure_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChangeRead]:
    """Who recorded it, and who said that it never was."""
    rows = await disclosure.history(
        db, actor, student_id, disclosure_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.page(
        request, response, rows, limit, ChangeRead.model_validate, lambda r: [r.id]
    )


@router.post(
    f"{FILE}/disclosures", status_code=201, responses=problems(*disclosure.DISCLOSE_PROBLEMS)
)
async def record_disclosure(
    student_id: UUID, body: DisclosureCreate, actor: Writer, db: Once
) -> DisclosureRead:
    """Note records given out by hand; refused without a live consent or a named exception of the law."""
    return DisclosureRead.model_validate(await disclosure.disclose(db, actor, student_id, body))


@router.get(f"{FILE}/disclosure-record", responses=problems(*case.OPEN_PROBLEMS, CursorInvalid))
async def get_disclosure_record(
    student_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: MostOnFile = MOST_ON_FILE,
    cursor: Cursor = None,
) -> Bounded[DisclosureLine]:
    """The record of access as the parent may read it: everybody outside who was given something."""
    after = pagination.after(request, cursor, *BY_DAY)
    rows = await disclosure.for_parent(db, actor, student_id, limit, after)
    return pagination.portion(
        request, response, rows, limit, DisclosureLine.model_validate,
        lambda line: [line["given_on"], line["id"]],
    )  # fmt: skip


@router.get(f"{FILE}/record-requests", responses=problems(*case.OPEN_PROBLEMS))
async def list_record_requests(
    student_id: UUID, actor: Reader, db: Db
) -> Bounded[RecordRequestRead]:
    """What parents asked about the record, and the answers."""
    rows = await record_request.list_requests(db, actor, student_id)
    return [RecordRequestRead.model_validate(row) for row in rows]


@router.post(
    f"{FILE}/record-requests",
    status_code=201,
    responses=problems(*record_request.CREATE_PROBLEMS),
)
async def receive_record_request(
    student_id: UUID, body: RecordRequestCreate, actor: Writer, db: Once, response: Response
) -> RecordRequestRead:
    """A parent asks to see, copy, amend or destroy the record; the law's clock starts."""
    row = await record_request.receive(db, actor, student_id, body)
    response.headers["Location"] = f"/v1/students/{student_id}/record-requests/{row.id}"
    return RecordRequestRead.model_validate(row)


@router.get(f"{FILE}/record-requests/{{record_request_id}}", responses=problems(*_REQUEST))
async def get_record_request(
    student_id: UUID, record_request_id: UUID, actor: Reader, db: Db, response: Response
) -> RecordRequestRead:
    """One request."""
    row = await record_request.read(db, actor, student_id, record_request_id)
    response.headers["ETag"] = etag(row.version)
    return RecordRequestRead.model_validate(row)


@router.get(f"{FILE}/record-requests/{{record_request_id}}/actions", responses=problems(*_REQUEST))
async def list_record_request_actions(
    student_id: UUID, record_request_id: UUID, actor: Reader, db: Db
) -> Bounded[ActionRead]:
    """What may be answered now."""
    found = await record_request.actions(db, actor, student_id, record_request_id)
    return [ActionRead.model_validate(action) for action in found]


@router.post(
    f"{FILE}/record-requests/{{record_request_id}}/steps",
    responses=problems(*record_request.TAKE_PROBLEMS),
)
async def answer_record_request(
    student_id: UUID,
    record_request_id: UUID,
    body: RecordRequestStep,
    actor: Writer,
    db: Once,
    if_match: IfMatch,
    response: Response,
) -> RecordRequestRead:
    """Show, amend, refuse with reason, attach the parent's statement, confirm a destruction."""
    row = await record_request.take(db, actor, student_id, record_request_id, body, if_match)
    response.headers["ETag"] = etag(row.version)
    return RecordRequestRead.model_validate(row)


@router.get(
    f"{FILE}/record-requests/{{record_request_id}}/history",
    responses=problems(*_REQUEST, CursorInvalid),
)
async def list_record_request_history(
    student_id: UUID,
    record_request_id: UUID,
    request: Request,
    response: Response,
    actor: Reader,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChangeRead]:
    """Every step of the request."""
    rows = await record_request.history(
        db, actor, student_id, record_request_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.page(
        request, response, rows, limit, ChangeRead.model_validate, lambda r: [r.id]
    )


@router.post(
    f"{FILE}/emergency-access", status_code=201, responses=problems(*emergency.OPEN_PROBLEMS)
)
async def open_emergency_access(
    student_id: UUID, body: EmergencyAccessCreate, actor: Reader, db: Once
) -> EmergencyAccessRead:
    """See and work a file that is not on one's caseload, for three hours; administrators are told at once."""
    row = await emergency.open_access(db, actor, student_id, body.reason)
    return EmergencyAccessRead.model_validate(row)


@router.get("/emergency-accesses", responses=problems(CursorInvalid))
async def list_emergency_accesses(
    request: Request,
    response: Response,
    actor: Auditor,
    db: Db,
    only_unreviewed: Annotated[
        bool, Query(description="Only those that wait for a review.")
    ] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EmergencyAccessRead]:
    """Every emergency access of the program, newest first."""
    rows = await emergency.list_all(
        db, actor, only_unreviewed, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.page(
        request, response, rows, limit, EmergencyAccessRead.model_validate, lambda r: [r.id]
    )


@router.get("/emergency-accesses/{access_id}", responses=problems(*emergency.READ_PROBLEMS))
async def get_emergency_access(
    access_id: UUID, actor: Auditor, db: Db, response: Response
) -> EmergencyAccessRead:
    """One emergency access: who, whose file, why, until when, and what the review found."""
    row = await emergency.read(db, actor, access_id)
    response.headers["ETag"] = etag(row.version)
    return EmergencyAccessRead.model_validate(row)


@router.get("/emergency-accesses/{access_id}/actions", responses=problems(*emergency.READ_PROBLEMS))
async def list_emergency_access_actions(
    access_id: UUID, actor: Auditor, db: Db
) -> Bounded[ActionRead]:
    """Whether it may be reviewed, and by the caller."""
    found = await emergency.actions(db, actor, access_id)
    return [ActionRead.model_validate(action) for action in found]


@router.get(
    "/emergency-accesses/{access_id}/history",
    responses=problems(*emergency.READ_PROBLEMS, CursorInvalid),
)
async def list_emergency_access_history(
    access_id: UUID,
    request: Request,
    response: Response,
    actor: Auditor,
    db: Db,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ChangeRead]:
    """Who opened it and who reviewed it."""
    rows = await emergency.history(
        db, actor, access_id, limit, pagination.after(request, cursor, *BY_ID)
    )
    return pagination.page(
        request, response, rows, limit, ChangeRead.model_validate, lambda r: [r.id]
    )


@router.post(
    "/emergency-accesses/{access_id}/review", responses=problems(*emergency.REVIEW_PROBLEMS)
)
async def review_emergency_access(
    access_id: UUID,
    body: EmergencyAccessReview,
    actor: Reviewer,
    db: Once,
    if_match: IfMatch,
) -> EmergencyAccessRead:
    """Say whether it was justified; If-Match takes the access's `version`."""
    row = await emergency.review(db, actor, access_id, body, if_match)
    return EmergencyAccessRead.model_validate(row)
