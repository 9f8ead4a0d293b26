-- Follow-ups closed in the span of days.
-- from: follow_up_records
select kind, id, village, closed_on as day, subject, number
from follow_up_records
where closed_on between :first and :last
