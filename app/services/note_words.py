"""Words of a note's copy for the family, in the languages that there are."""

from collections.abc import Mapping

from app.models.words.note import NoteKind
from app.models.words.plan import Miss
from app.models.words.sheet import SheetLanguage
from app.models.words.staff import Discipline
from app.services.packet.wording import said

D, K, M = Discipline, NoteKind, Miss
WORDS: Mapping[SheetLanguage, Mapping[str, str]] = {
    SheetLanguage.EN: {
        K.VISIT: "Our visit", K.MISSED_VISIT: "A visit that did not take place", K.CONSULTATION: "Our consultation",
        K.COORDINATION: "Coordinating your services", K.CONTACT: "Our conversation", K.OTHER: "Our note",
        "copy": "Your family's copy of what we wrote down and signed. Do you remember something otherwise, or is something "
        "missing? Please tell us. You may also ask us to correct your child's record.",
        "child": "Child", "time": "Time", "minutes": "minutes", "place": "Place",
        "service": "Service", "missed_for": "Why not", "present": "Who was there",
        "since_last_time": "What your family told us", "therapist_did": "What the therapist did",
        "caregiver_did": "What your family did and tried", "child_responded": "How {child} responded",
        "outcomes": "What we work toward", "outcome": "Outcome", "progress": "How it is going",
        "strategies_left": "To go on with at home", "plan_until_next": "Until we meet again",
        "next_on": "Our next visit", "added": "Added on", "acknowledged_by": "Acknowledged by",
        "signed": "Signed", "author": "Signed by", "co-signer": "Co-signed by", "licence": "license",
        M.CHILD_UNAVAILABLE: "The child could not take part", M.FAMILY_CANCELLED: "The family called it off",
        M.FAMILY_NO_SHOW: "The family was not there", M.PROVIDER_ABSENT: "We could not come",
        M.AGENCY_CLOSED: "We were closed", M.WEATHER: "Weather", M.MEETING: "A meeting took its time",
        M.HOLIDAY: "Holiday", M.REFUSED: "The family did not want it", M.NOT_YET_SCHEDULED: "It had no time yet",
    },
    SheetLanguage.ES: {
        K.VISIT: "Nuestra visita", K.MISSED_VISIT: "Una visita que no se hizo", K.CONSULTATION: "Nuestra consulta",
        K.COORDINATION: "La coordinación de sus servicios", K.CONTACT: "Nuestra conversación", K.OTHER: "Nuestra nota",
        "copy": "Copia para su familia de lo que escribimos y firmamos. ¿Recuerda algo de otra manera, o falta algo? Por favor, "
        "díganos. También puede pedirnos que corrijamos el expediente de su hijo o hija.",
        "child": "Niño o niña", "time": "Hora", "minutes": "minutos", "place": "Lugar",
        "service": "Servicio", "missed_for": "Por qué no", "present": "Quiénes estuvieron",
        "since_last_time": "Lo que su familia nos contó", "therapist_did": "Lo que hizo el o la terapeuta",
        "caregiver_did": "Lo que su familia hizo e intentó", "child_responded": "Cómo respondió {child}",
        "outcomes": "Hacia dónde vamos", "outcome": "Resultado", "progress": "Cómo va",
        "strategies_left": "Para seguir en casa", "plan_until_next": "Hasta que nos volvamos a ver",
        "next_on": "Nuestra próxima visita", "added": "Añadido el", "acknowledged_by": "Confirmado por",
        "signed": "Firmas", "author": "Firmado por", "co-signer": "Firmado también por", "licence": "licencia",
        M.CHILD_UNAVAILABLE: "El niño o la niña no pudo participar", M.FAMILY_CANCELLED: "La familia la canceló",
        M.FAMILY_NO_SHOW: "La familia no estaba", M.PROVIDER_ABSENT: "No pudimos ir",
        M.AGENCY_CLOSED: "Estábamos cerrados", M.WEATHER: "El tiempo", M.MEETING: "Una reunión ocupó su hora",
        M.HOLIDAY: "Día feriado", M.REFUSED: "La familia no la quiso", M.NOT_YET_SCHEDULED: "Todavía no tenía hora",
    },
}  # fmt: skip
SERVICES = {
    "assistive_technology": "tecnología de apoyo", D.AUDIOLOGY: "audiología",
    D.EARLY_INTERVENTION: "intervención temprana", D.FAMILY_SUPPORT: "apoyo a la familia",
    "family_training_counseling_home_visits": "capacitación y consejería para la familia, visitas al hogar",
    "health": "servicios de salud", "medical_diagnostic": "diagnóstico médico", D.MEDICINE: "medicina",
    D.NURSING: "enfermería", D.NUTRITION: "nutrición", D.OCCUPATIONAL_THERAPY: "terapia ocupacional",
    D.ORIENTATION_MOBILITY: "orientación y movilidad", D.PHYSICAL_THERAPY: "fisioterapia",
    D.PSYCHOLOGY: "psicología", "psychological": "servicios psicológicos",
    D.SERVICE_COORDINATION: "coordinación de servicios",
    "sign_language_cued_language": "lengua de señas y palabra complementada", D.SOCIAL_WORK: "trabajo social",
    D.SPECIAL_INSTRUCTION: "instrucción especial", D.SPEECH_LANGUAGE: "terapia del habla y del lenguaje",
    "speech_language_pathology": "terapia del habla y del lenguaje", "transportation": "transporte",
    D.VISION: "servicios de la visión",
}  # fmt: skip
"""Of services (34 CFR 303.13(b)) and disciplines, in Spanish; English is made of the code."""


def service(code: str, language: SheetLanguage) -> str:
    """A service or discipline as the family reads it; a State's own one, without a word here, as it is called."""
    named = SERVICES.get(code) if language is SheetLanguage.ES else None
    return named.capitalize() if named else said(code)
