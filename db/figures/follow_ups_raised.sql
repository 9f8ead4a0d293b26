-- Follow-ups raised in the span of days.
-- from: follow_up_records
select kind, id, village, raised_on as day, subject, number
from follow_up_records
where raised_on between :first and :last
