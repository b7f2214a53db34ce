"""What may be wrong with an equipment request and what belongs to it."""

from app.errors import NotFound, Problem


class EquipmentRequestNotFound(NotFound):
    code, title = "equipment-request-not-found", "There is no such equipment request"


class EquipmentItemNotFound(NotFound):
    code, title = "equipment-item-not-found", "There is no such item of this request"


class EquipmentTrialNotFound(NotFound):
    code, title = "equipment-trial-not-found", "There is no such trial of this request"


class EquipmentMeasurementNotFound(NotFound):
    code, title = "equipment-measurement-not-found", "There is no such measurement of this request"


class EquipmentLetterNotFound(NotFound):
    code, title = "equipment-letter-not-found", "There is no such letter of this request"


class EquipmentFunderNotFound(NotFound):
    code, title = "equipment-funder-not-found", "There is no such funder"


class EquipmentVendorNotFound(NotFound):
    code, title = "equipment-vendor-not-found", "There is no such vendor"


class EquipmentRecallNotFound(NotFound):
    code, title = "equipment-recall-not-found", "There is no such recall"


class NotRecalled(Problem):
    status, code, title = 409, "not-recalled", "The item does not fall under this recall"
    detail = "It is of another model or serial number, or was put right already; see its history."


class EquipmentDates(Problem):
    status, code, title = 409, "equipment-dates", "These days do not fit the request"


class SizeRange(Problem):
    status, code, title = 409, "size-range", "The size range is not one"
    detail = "Give `fits_part` with `fits_from` not above `fits_until`, or none of the three."


class AccessoryUnfit(Problem):
    status, code, title = 409, "accessory-unfit", "An accessory belongs to an item, not to another"
    detail = "Name in `part_of_id` an item of this request that is no accessory itself."


class ItemFixed(Problem):
    status, code, title = 409, "item-fixed", "A signed letter speaks of this item"
    detail = "Take the step `rework` first; then change the item and sign the letter anew."


class RequestFull(Problem):
    status, code, title = 409, "request-full", "The request holds as many of these as it may"


class FunderUnknown(Problem):
    status, code, title = 409, "funder-unknown", "There is no such active funder"
    detail = "See GET /v1/equipment-funders."


class VendorUnknown(Problem):
    status, code, title = 409, "vendor-unknown", "There is no such active vendor"
    detail = "See GET /v1/equipment-vendors."


class PayerOrder(Problem):
    status, code, title = 409, "payer-order", "An earlier source was not asked"


class InsuranceConsentMissing(Problem):
    status, code, title = 409, "insurance-consent-missing", "The parent has not agreed to this"
    detail = (
        "Private insurance is used only with the parent's consent (34 CFR 303.520(b)): "
        "POST /v1/students/{id}/consents (insurance_use)."
    )


class DecisionIncomplete(Problem):
    status, code, title = 409, "decision-incomplete", "The decision does not speak of every item"


class AnswerUnscanned(Problem):
    status, code, title = 409, "answer-unscanned", "The letter that refuses it is not on file"
    detail = (
        "An appeal answers this letter. Give in `answer` either `scan_id`, a document of the student "
        "(POST /v1/students/{id}/documents), or in `why_no_scan` why there is none."
    )


class AppealTooLate(Problem):
    status, code, title = 409, "appeal-too-late", "The last day of the appeal has passed"


class LetterChanged(Problem):
    status, code, title = 409, "letter-changed", "The letter is not the one that was read"
    detail = "Facts or text changed since. Read the letter again, then sign what it says now."


class LetterFixed(Problem):
    status, code, title = 409, "letter-fixed", "A signed letter is not changed"
    detail = "Write a new one: the step `rework`, or POST .../letters for a derived letter."


class LetterWaits(Problem):
    status, code, title = 409, "letter-waits", "This letter cannot be written now"


class LetterWordless(Problem):
    status, code, title = 409, "no-words-in-language", "A letter has no headings in that language"
    detail = "Nothing is translated by guessing. Choose one of `languages`."


class LetterIncomplete(Problem):
    status, code, title = 409, "letter-incomplete", "The letter is not complete"


class OrderUnpriced(Problem):
    status, code, title = 409, "order-unpriced", "It is not clear what the order costs"
    detail = "Give `price` with `why_no_quote`, or quotes of this vendor that hold for each item."


class CurrencyUnfit(Problem):
    status, code, title = 409, "currency-unfit", "This is not the program's currency"


class QuoteDates(Problem):
    status, code, title = 409, "quote-dates", "A quote ends before it begins, or is dated ahead"
    detail = "`quoted_on` lies not after today, and `valid_until` not before it."


class DeliveryIncomplete(Problem):
    status, code, title = 409, "delivery-incomplete", "Not everything that was ordered has come"
    detail = (
        "Record the delivery when all is there; until then the step `slip` notes the later day."
    )


class DeliveryUnnamed(Problem):
    status, code, title = 409, "delivery-unnamed", "A recall could not find what was delivered"
    detail = "Give `manufacturer` and `model` of each thing, or say in `no_maker` why it has none."


class FitUnexplained(Problem):
    status, code, title = 409, "fit-unexplained", "It is not said what does not fit"
    detail = "Give a `note` with each point that is not good."


class TrainingIncomplete(Problem):
    status, code, title = 409, "training-incomplete", "The training does not reach everybody yet"
    detail = (
        "Somebody of the family and somebody of the staff must have been shown, and have shown it "
        "themselves; `missing` says who has not. The step `show` records one of them."
    )


class PersonUnclear(Problem):
    status, code, title = 409, "person-unclear", "It is not clear who this was"
    detail = "Give exactly one of `contact_id`, `principal_id` and `name`; `is_relative` belongs to `name`."


class ReviewWindow(Problem):
    status, code, title = 409, "review-window", "The growth review lies outside its window"
