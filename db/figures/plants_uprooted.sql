-- Finds whose plants were uprooted in the span of days, whenever they were found; each row's number is how many plants.
-- from: finding_records
select kind, id, village, uprooted_on as day, subject, uprooted as number
from finding_records
where uprooted_on between :first and :last and uprooted > 0
