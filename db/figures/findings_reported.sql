-- Finds of the span of days that had been reported to the police by the end of the month.
-- from: findings
select kind, id, village, day, subject, number from findings where reported_on <= :as_of
