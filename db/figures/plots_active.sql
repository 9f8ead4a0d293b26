-- Plots in the register at the end of the month: entered by then, not left by then, not away at its end. One that is
-- merged into another counts until the day of its merge; of a ring of merges one plot stays. What a merge changed later
-- is as it was.
-- from: plot_survivors
select 'plot' as kind, id, village, active_from as day, name as subject, 1 as number,
       case when was is null then area_mu else was ->> 'area_mu' end as area_mu,
       case when was is null then group_no else was ->> 'group_no' end as group_no,
       case when was is null then land_kind else was ->> 'land_kind' end as land_kind,
       case when was is null then former_find else was ->> 'former_find' end as former_find
from (
  select plot.*, case when earlier is not null then (
    select value -> 1 from json_each(earlier) where value ->> 0 > :as_of order by value ->> 0 limit 1) end as was
  from plot
  where deleted = 0
    and village in (select value from json_each(:villages))
    and active_from <= :as_of
    and (inactive_from > :as_of or (inactive_from is null and merged_into is null)
         or (coalesce(inactive_reason, 'merged') = 'merged'
             and id in (select id from plot_survivors where survivor = id)))
    and (away is null or not exists (
      select 1 from json_each(away) where value ->> 0 <= :as_of and value ->> 1 > :as_of))
)
