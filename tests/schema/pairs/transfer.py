"""Moves between programs."""

from app.models import transfer
from app.models.schemas.transfer import IncomingTransferRow, TransferRead

PAIRS = [(TransferRead, transfer.Transfer), (IncomingTransferRow, transfer.IncomingTransfer)]
