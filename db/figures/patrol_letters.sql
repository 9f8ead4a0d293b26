-- Patrols of the span of days; each row's number is how many letters of notice were handed out.
-- from: patrols
select kind, id, village, day, subject, letters as number from patrols where letters > 0
