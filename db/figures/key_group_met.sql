-- Households in the register with at least one person of the key group :key_group that were met in the span of days.
-- from: key_group_people, households_met
select kind, id, village, day, subject, 1 as number
from key_group_people
where id in (select id from households_met)
