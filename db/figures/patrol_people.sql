-- Patrols of the span of days; each row's number is how many people went out.
-- from: patrols
select kind, id, village, day, subject, people as number from patrols where people > 0
