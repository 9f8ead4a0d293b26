-- Households in the register at the end of the month: entered by then, not left by then, not away at its end. One that
-- is merged into another counts until the day of its merge; of a ring of merges one household stays. What a split or a
-- merge changed later is as it was.
-- from: survivors
select 'household' as kind, id, village, active_from as day,
       case when was is null then group_no else was ->> 'group_no' end || '组' as subject, 1 as number,
       case when was is null then group_no else was ->> 'group_no' end as group_no,
       case when was is null then tenure else was ->> 'tenure' end as tenure,
       case when was is null then left_behind_children else was ->> 'left_behind_children' end as left_behind_children,
       case when was is null then left_behind_elderly else was ->> 'left_behind_elderly' end as left_behind_elderly,
       case when was is null then returned_workers else was ->> 'returned_workers' end as returned_workers,
       case when was is null then pupils else was ->> 'pupils' end as pupils,
       case when was is null then tenants else was ->> 'tenants' end as tenants
from (
  select household.*, case when earlier is not null then (
    select value -> 1 from json_each(earlier) where value ->> 0 > :as_of order by value ->> 0 limit 1) end as was
  from household
  where deleted = 0
    and village in (select value from json_each(:villages))
    and active_from <= :as_of
    and (inactive_from > :as_of or (inactive_from is null and merged_into is null)
         or (coalesce(inactive_reason, 'merged') = 'merged' and id in (select id from survivors where survivor = id)))
    and (away is null or not exists (
      select 1 from json_each(away) where value ->> 0 <= :as_of and value ->> 1 > :as_of))
)
