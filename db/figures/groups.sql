-- Groups (村民小组) with a household in the register; each is shown by one of its households; the subject is its number.
-- from: households_active
select kind, min(id) as id, village, min(day) as day, cast(group_no as text) as subject, 1 as number
from households_active
where group_no is not null
group by village, group_no
