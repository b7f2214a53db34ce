"""The public door: a referral form as a schema for any renderer, and what is sent by it."""

from app.services.form.paper import ATTACH_PROBLEMS, attach
from app.services.form.schema import LANGUAGES, Language, preferred, referral_form
from app.services.form.submit import SUBMIT_PROBLEMS, submit

__all__ = [
    "ATTACH_PROBLEMS",
    "LANGUAGES",
    "SUBMIT_PROBLEMS",
    "Language",
    "attach",
    "preferred",
    "referral_form",
    "submit",
]
