"""What is to be done next in each stage that has not ended."""

from app.models.words.equipment import EquipmentState as S

NEXT_ACTS: tuple[tuple[S, str, str], ...] = (
    (S.IDENTIFIED, "a need is found", "Try an item out, or begin the letter"),
    (S.TRIAL, "on trial", "Record the trial, then begin the letter"),
    (S.DRAFTING, "letter to finish", "Complete the letter and sign it"),
    (S.THERAPIST_SIGNED, "signed", "Ask the family, then send it to the prescriber"),
    (S.PRESCRIBER_PENDING, "with the prescriber", "Ask for the order and the co-signature"),
    (S.READY, "ready", "Send it to the next funder in payer order"),
    (S.SUBMITTED, "with a funder", "Ask the funder for its answer"),
    (S.INFO_REQUESTED, "a funder asks", "Answer the funder"),
    (S.DENIED, "denied", "Appeal, or turn to the next funder"),
    (S.APPEALED, "appealed", "Ask the funder for its decision"),
    (S.NEXT_FUNDER, "another funder's turn", "Send it to the next funder in payer order"),
    (S.APPROVED, "approved", "Order it"),
    (S.PART_APPROVED, "approved in part", "Order what is approved, or appeal the rest"),
    (S.ORDERED, "on order", "Record the delivery, or the later day that the vendor names"),
    (S.DELAYED, "delayed", "Ask the vendor for the day, or order from another"),
    (S.DELIVERED, "delivered", "Check the fit"),
    (S.FITTED, "fitted", "Show the family and staff how to use it"),
    (S.TRAINED, "family trained", "Set the follow-up and take it into use"),
    (S.IN_USE, "in use", "Follow up, and review the growth"),
    (S.REPAIR, "in repair", "Ask when it comes back, and lend one meanwhile"),
    (S.OUTGROWN, "outgrown", "Give it back or retire it, and look at the next size"),
    (S.RETURNED, "given back", "Order it otherwise, retire it, or close the request"),
)
