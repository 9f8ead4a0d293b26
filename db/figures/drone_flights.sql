-- Patrols of the span of days by drone; each row's number is how many flights there were.
-- from: patrols
select kind, id, village, day, subject, flights as number from patrols where method = 'drone' and flights > 0
