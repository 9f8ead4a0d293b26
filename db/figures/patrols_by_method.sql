-- Patrols of the span of days done by the method :method.
-- from: patrols
select kind, id, village, day, subject, number from patrols where method = :method
