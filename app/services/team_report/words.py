"""Words of the printed report, in the languages of its headings; what the team wrote stays as it was typed."""

from collections.abc import Mapping

from app.models.words.sheet import SheetLanguage
from app.models.words.team_report import ReportOccasion

EN, ES = SheetLanguage.EN, SheetLanguage.ES
WORDS: Mapping[SheetLanguage, Mapping[str, str]] = {
    EN: {
        "child": "Child", "born_on": "Born", "occasion": "For", "meeting": "Meeting", "place": "Place",
        "no_meeting": "Not set yet",
        "period": "Tells of", "to": "{} to {}", "progress": "Progress, outcome by outcome", "outcome": "Outcome",
        "discipline": "Told by", "how_far": "How it is going", "done": "What was done", "seen": "What we saw",
        "recommendations": "What we recommend", "author": "Written by", "signed": "Written and signed by",
        "co_signed": "Read and co-signed by", "on": "{}, on\N{NO-BREAK SPACE}{}", "unsigned": "{}, not signed yet",
        "together": "Put together by", "whole": "The report as a whole",
        "issued": "Given to the family", "mark": "DRAFT",
        "draft": "This is a draft. It may still change, and it was not given to the family.",
        "licence": "license {}",
    },
    ES: {
        "child": "Niño o niña", "born_on": "Nacimiento", "occasion": "Para", "meeting": "Reunión", "place": "Lugar",
        "no_meeting": "Aún sin fecha", "period": "Abarca", "to": "del {} al {}", "progress": "Progreso, resultado por resultado",
        "outcome": "Resultado", "discipline": "Lo informa", "how_far": "Cómo va", "done": "Lo que se hizo",
        "seen": "Lo que observamos", "recommendations": "Lo que recomendamos", "author": "Escrito por",
        "signed": "Escrito y firmado por", "co_signed": "Leído y firmado también por", "on": "{}, el\N{NO-BREAK SPACE}{}",
        "unsigned": "{}, aún sin firma", "together": "Reunido por", "whole": "El informe en su conjunto",
        "issued": "Entregado a la familia", "mark": "BORRADOR",
        "draft": "Esto es un borrador. Aún puede cambiar y no se ha entregado a la familia.",
        "licence": "licencia {}",
    },
}  # fmt: skip
OCCASIONS: Mapping[SheetLanguage, Mapping[ReportOccasion, str]] = {
    EN: {
        ReportOccasion.REVIEW: "The review of the plan", ReportOccasion.ANNUAL: "The annual meeting on the plan",
        ReportOccasion.ELIGIBILITY: "The meeting on eligibility", ReportOccasion.TRANSITION: "The meeting on what comes next",
    },
    ES: {
        ReportOccasion.REVIEW: "La revisión del plan", ReportOccasion.ANNUAL: "La reunión anual sobre el plan",
        ReportOccasion.ELIGIBILITY: "La reunión sobre la elegibilidad",
        ReportOccasion.TRANSITION: "La reunión sobre lo que sigue",
    },
}  # fmt: skip
