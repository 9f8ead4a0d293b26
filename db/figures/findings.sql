-- Finds of plants, by the day of the check; each row's number is how many plants.
-- from: finding_records
select kind, id, village, day, subject, number, reported_on from finding_records where day between :first and :last
