-- Finds made by the end of the month whose plants were not all uprooted by then.
-- from: finding_records
select kind, id, village, day, subject, number
from finding_records
where day <= :as_of and number > 0
  and (uprooted < number or uprooted_on is null or uprooted_on > :as_of)
