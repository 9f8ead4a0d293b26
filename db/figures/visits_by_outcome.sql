-- Visits of the span of days that ended with the outcome :outcome.
-- from: visits
select kind, id, village, day, subject, number from visits where outcome = :outcome
