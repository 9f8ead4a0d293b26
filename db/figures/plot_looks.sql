-- Looks at plots in the span of days, a row for each plot that one counts for: the plot itself, the one that it is merged
-- into by the end of the month, and those that it was split into later. Where nobody could look it counts for nothing,
-- nor does a check of a deleted patrol.
-- from: plot_survivors
with recursive look(id, village, day, plot_id) as (
  select id, village, checked_on, plot_id
  from plot_check
  where deleted = 0
    and not_looked is null
    and village in (select value from json_each(:villages))
    and checked_on between :first and :last
    and patrol_id not in (select id from patrol where deleted = 1)
  union
  select look.id, look.village, look.day, plot_survivors.survivor
  from look join plot_survivors on plot_survivors.id = look.plot_id
  union
  select look.id, look.village, look.day, plot.id
  from look join plot on plot.split_from = look.plot_id and plot.active_from >= look.day
)
select 'plot_check' as kind, id, village, day, '' as subject, 1 as number, plot_id from look
