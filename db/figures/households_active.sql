-- Households in the register at the end of the month: entered by then, not left by then, not merged into another one.
select 'household' as kind, id, village, active_from as day, group_no || '组' as subject, 1 as number,
       group_no, tenure, left_behind_children, left_behind_elderly, returned_workers, pupils, tenants
from household
where deleted = 0
  and village in (select value from json_each(:villages))
  and active_from <= :as_of
  and (inactive_from is null or inactive_from > :as_of)
  and merged_into is null
