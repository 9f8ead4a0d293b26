-- Plots in the register at the end of the month that were looked at in the span of days, each once.
-- from: plots_active, plot_looks
select kind, id, village, day, subject, number, area_mu
from plots_active
where id in (select plot_id from plot_looks)
