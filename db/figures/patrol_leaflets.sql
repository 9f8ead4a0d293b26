-- Patrols of the span of days; each row's number is how many leaflets were handed out.
-- from: patrols
select kind, id, village, day, subject, leaflets as number from patrols where leaflets > 0
