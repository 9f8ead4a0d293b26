-- Patrols of the span of days; each row's number is how many vehicles went out.
-- from: patrols
select kind, id, village, day, subject, vehicles as number from patrols where vehicles > 0
