-- Households in the register at the end of the month that were met in the span of days: what coverage counts.
-- from: households_active, households_met
select kind, id, village, day, subject, number
from households_active
where id in (select id from households_met)
