-- Plots in the register at the end of the month that were looked at in the span of days, each once. A check of a
-- deleted patrol does not count.
-- from: plots_active
select kind, id, village, day, subject, number, area_mu
from plots_active
where id in (
  select plot_id
  from plot_check
  where deleted = 0
    and village in (select value from json_each(:villages))
    and checked_on between :first and :last
    and patrol_id not in (select id from patrol where deleted = 1)
)
