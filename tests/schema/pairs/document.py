"""Notes; what documents answer stands in two tables."""

from app.models import note
from app.models.schemas.note import NoteRead

PAIRS = [(NoteRead, note.Note)]
