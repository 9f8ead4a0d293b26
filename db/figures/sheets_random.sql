-- Valid answer sheets of a random sample; only these may stand for the village.
-- from: sheets_valid
select kind, id, village, day, subject, number from sheets_valid where sampling = 'random_household'
