-- Plots in the register at the end of the month that a round which ended in the month asked for and that were not looked
-- at in it, each once.
-- from: round_plots, plot_looks
select distinct kind, id, village, day, subject, number
from round_plots
where last <= :as_of
  and not exists (
    select 1 from plot_looks
    where plot_looks.plot_id = round_plots.id and plot_looks.day between round_plots.first and round_plots.last)
