-- Households in the register whose latest calls, up to the end of the month, found nobody at home. On a day with
-- several calls one that was answered counts.
-- from: households_active, survivors, households_gone
select households_active.kind, households_active.id, households_active.village, substr(latest, 1, 10) as day,
       households_active.subject, 1 as number
from households_active
join (
  select coalesce(survivors.survivor, visit.household_id) as household_id,
         max(visit.visited_on || case visit.outcome when 'not_home' then '0' else '1' end) as latest
  from visit left join survivors on survivors.id = visit.household_id
  where visit.deleted = 0
    and visit.village in (select value from json_each(:villages))
    and visit.visited_on <= :as_of
    and visit.household_id not in (select id from households_gone)
  group by 1
) as calls on calls.household_id = households_active.id
where substr(latest, 11) = '0'
