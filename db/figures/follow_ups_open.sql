-- Follow-ups raised by the end of the month and not closed by then.
-- from: follow_up_records
select kind, id, village, raised_on as day, subject, number, due_on
from follow_up_records
where raised_on <= :as_of and (closed_on is null or closed_on > :as_of)
