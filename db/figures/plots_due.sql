-- Plots in the register at the end of the month that a round with a day in the month asks for, each once.
-- from: round_plots
select distinct kind, id, village, day, subject, number from round_plots
