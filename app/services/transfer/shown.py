"""An offer as the receiver reads it: without what only opens the file."""

import json
from uuid import UUID

from app.models.schemas.transfer import IncomingTransferRead, IncomingTransferRow, TransferContent
from app.models.transfer import IncomingTransfer


def incoming(row: IncomingTransfer) -> IncomingTransferRead:
    offer = None
    if row.content is not None:
        frozen = json.loads(row.content)
        offer = TransferContent.model_validate({k: frozen[k] for k in TransferContent.model_fields})
    listed = IncomingTransferRow.model_validate(row)
    return IncomingTransferRead(
        **listed.model_dump(),
        duplicates_reviewed=[UUID(id_) for id_ in row.duplicates_reviewed],
        offer=offer,
    )
