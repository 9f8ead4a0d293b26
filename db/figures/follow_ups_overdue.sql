-- Follow-ups open at the end of the month whose due day is that day or earlier: the month's last day is over.
-- from: follow_ups_open
select kind, id, village, due_on as day, subject, number from follow_ups_open where due_on <= :as_of
