-- Groups (村民小组) with a household in the register; each is shown by one of its households.
-- from: households_active
select kind, min(id) as id, village, min(day) as day, subject, 1 as number
from households_active
where group_no is not null
group by village, group_no
