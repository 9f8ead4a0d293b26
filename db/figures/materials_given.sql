-- Visits of the span of days on which printed matter was handed out; each row's number is how many pieces.
-- from: visits
select kind, id, village, day, subject, materials_given as number from visits where materials_given > 0
