-- Plots in the register at the end of the month; each row's number is the plot's area in mu.
-- from: plots_active
select kind, id, village, day, subject, area_mu as number from plots_active where area_mu > 0
