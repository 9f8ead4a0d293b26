-- Valid answer sheets with at least :pass_mark per cent of the questions right.
-- from: sheets_valid
select kind, id, village, day, subject, number from sheets_valid where 100 * correct >= :pass_mark * asked
