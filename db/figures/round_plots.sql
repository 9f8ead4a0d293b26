-- Plots in the register at the end of the month, once for each round of `:rounds` that asks for them and at whose end,
-- where that has come, they were in it too.
-- from: plots_active
select 'plot' as kind, plots_active.id, plots_active.village, plots_active.day, plots_active.subject, 1 as number,
       plots_active.group_no, plots_active.land_kind, plots_active.area_mu, round.first, round.last
from (
  select value ->> 'first' as first, value ->> 'last' as last, value ->> 'former_only' as former_only,
         value -> 'land_kinds' as land_kinds, min(value ->> 'last', :as_of) as ended
  from json_each(:rounds)
) round
join plots_active on plots_active.day <= round.ended
  and (round.former_only = 0 or plots_active.former_find = 1)
  and (round.land_kinds = '[]' or plots_active.land_kind in (select value from json_each(round.land_kinds)))
join plot on plot.id = plots_active.id
  and (plot.away is null or not exists (
    select 1 from json_each(plot.away) where value ->> 0 <= round.ended and value ->> 1 > round.ended))
