-- Patrols of the span of days; each row's number is how many drone flights there were.
-- from: patrols
select kind, id, village, day, subject, flights as number from patrols where flights > 0
