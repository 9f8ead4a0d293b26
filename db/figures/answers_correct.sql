-- Valid answer sheets; each row's number is how many of its answers are right.
-- from: sheets_valid
select kind, id, village, day, subject, correct as number from sheets_valid
