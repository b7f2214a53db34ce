"""Names in the letters that account names and mail addresses allow."""

from unicodedata import normalize

_STROKES = str.maketrans("ĐđØø", "DdOo")  # letters that Unicode does not take apart


def latin(name: str) -> str:
    """The letters of `name` without their marks."""
    return "".join(c for c in normalize("NFKD", name.translate(_STROKES)) if c.isascii())


def subject(name: str) -> str:
    """Account name of a person or an organisation: `Lorna O'Keefe` is `lorna.okeefe`."""
    return ".".join(latin(name).lower().replace("'", "").split())
