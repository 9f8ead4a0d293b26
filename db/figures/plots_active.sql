-- Plots in the register at the end of the month.
select 'plot' as kind, id, village, active_from as day, name as subject, 1 as number, area_mu
from plot
where deleted = 0
  and village in (select value from json_each(:villages))
  and active_from <= :as_of
  and (inactive_from is null or inactive_from > :as_of)
