-- Looks at plots in the span of days, a row for each plot that one counts for: the plot itself, the one that it is merged
-- into by the end of the month, and those that it was split into later. Where nobody could look it counts for nothing,
-- nor does a check of a deleted patrol.
-- from: plot_survivors
with recursive heir(id, plot_id, until) as (
  select id, survivor, '9999' from plot_survivors
  union
  select split_from, id, active_from from plot where split_from is not null
  union
  select heir.id, plot_survivors.survivor, heir.until
  from heir join plot_survivors on plot_survivors.id = heir.plot_id
  union
  select heir.id, plot.id, min(heir.until, plot.active_from) from heir join plot on plot.split_from = heir.plot_id
),
look as (
  select id, village, checked_on as day, plot_id
  from plot_check
  where deleted = 0
    and not_looked is null
    and village in (select value from json_each(:villages))
    and checked_on between :first and :last
    and patrol_id not in (select id from patrol where deleted = 1)
)
select 'plot_check' as kind, id, village, day, '' as subject, 1 as number, plot_id from look
union all
select 'plot_check', look.id, village, day, '', 1, later.plot_id
from (select id, plot_id, max(until) as until from heir where plot_id <> id group by id, plot_id) later
join look on look.plot_id = later.id and look.day <= later.until
