-- Valid answer sheets: at least 80 % of the questions answered.
-- from: sheets_returned
select kind, id, village, day, subject, number, sampling, correct, asked
from sheets_returned
where asked > 0 and 100 * answered >= 80 * asked
