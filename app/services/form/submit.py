"""A referral without an account: taken in like any other, answered with a number and nothing else."""

from app.db import Database
from app.directory import Directory
from app.errors import AttachmentUnknown, TooManyRequests
from app.idempotency import KeyReused
from app.models.fields import new_id
from app.models.schemas.form import ReferralSubmission, SubmissionReceipt
from app.services import turn
from app.services.queries import form as queries
from app.services.referral import first_plan_due
from app.services.referral.problems import ProgramNotFound, ReferralBeforeBirth

DOOR = turn.Door(
    name="form",
    burst=10.0,
    per_second=1 / 30,
    said="Too many referrals came from this address. Wait, then send it again, or call the program.",
)
PROGRAM = turn.Door(
    name="forms of a program",
    burst=240.0,
    per_second=1 / 10,
    said="Too many referrals came for this program. Wait, then send it again, or call the program.",
)
SUBMIT_PROBLEMS = (
    ProgramNotFound, ReferralBeforeBirth, AttachmentUnknown, KeyReused, TooManyRequests,
)  # fmt: skip


async def submit(
    base: Database,
    directory: Directory,
    body: ReferralSubmission,
    address: str,
    key: str,
    fingerprint: str,
) -> tuple[SubmissionReceipt, bool]:
    """The receipt, and whether it is that of an earlier request with this key. Raises: SUBMIT_PROBLEMS."""
    await turn.take(base, DOOR, turn.at(address))
    program = await directory.find(body.program_id)
    if program is None or program.kind != "program":
        raise ProgramNotFound
    await turn.take(base, PROGRAM, f"program:{program.id}")
    today = program.today()
    if body.child.born_on > today:
        raise ReferralBeforeBirth
    row = await queries.receive(
        base,
        body,
        key,
        fingerprint,
        new_id(),
        today,
        first_plan_due(program, body.child.born_on, today),
    )
    if row["outcome"] == "key_reused":
        raise KeyReused
    receipt = SubmissionReceipt(receipt_number=row["receipt_number"])
    return receipt, row["outcome"] == "replayed"
