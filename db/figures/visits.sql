-- Visits made in the span of days, whatever came of them. A visit of a household that is gone does not count.
-- from: households_gone
select 'visit' as kind, id, village, visited_on as day, outcome as subject, 1 as number,
       household_id, outcome, materials_given
from visit
where deleted = 0
  and village in (select value from json_each(:villages))
  and visited_on between :first and :last
  and household_id not in (select id from households_gone)
