-- Valid answer sheets; each row's number is how many questions were asked.
-- from: sheets_valid
select kind, id, village, day, subject, asked as number from sheets_valid
