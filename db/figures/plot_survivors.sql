-- Plots merged into another one by the end of the month, and the one that stands for each: the end of its chain, or the
-- smallest id of the ring that merges made on two sides closed. A merge without a day holds at all times.
with recursive merged(id, into_id) as (
  select id, merged_into from plot
  where merged_into is not null and (inactive_from is null or inactive_from <= :as_of)
  union
  select merged.id, plot.merged_into
  from merged join plot on plot.id = merged.into_id
  where plot.merged_into is not null and (plot.inactive_from is null or plot.inactive_from <= :as_of)
)
select 'plot' as kind, merged.id, plot.village, '' as day, '' as subject, 1 as number,
       coalesce(max(case when merged.into_id not in (select id from merged) then merged.into_id end),
                min(case when (merged.into_id, merged.into_id) in (select id, into_id from merged)
                         then merged.into_id end)) as survivor
from merged join plot on plot.id = merged.id
group by merged.id
