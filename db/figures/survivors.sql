-- Households merged into another one by the end of the month, and the one that stands for each: the end of its chain,
-- or the smallest id of the ring that merges made on two sides closed. A merge without a day holds at all times.
with recursive merged(id, into_id) as (
  select id, merged_into from household
  where merged_into is not null and (inactive_from is null or inactive_from <= :as_of)
  union
  select merged.id, household.merged_into
  from merged join household on household.id = merged.into_id
  where household.merged_into is not null and (household.inactive_from is null or household.inactive_from <= :as_of)
)
select 'household' as kind, merged.id, household.village, '' as day, '' as subject, 1 as number,
       coalesce(max(case when merged.into_id not in (select id from merged) then merged.into_id end),
                min(case when (merged.into_id, merged.into_id) in (select id, into_id from merged)
                         then merged.into_id end)) as survivor
from merged join household on household.id = merged.id
group by merged.id
