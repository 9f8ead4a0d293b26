-- Plots looked at in the span of days; each row's number is the plot's area in mu, counted once.
-- from: plots_checked
select kind, id, village, day, subject, area_mu as number from plots_checked where area_mu > 0
