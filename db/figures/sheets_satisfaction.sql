-- Answer sheets that say how satisfied the person is; each row's number is 1 for 满意 and 基本满意, 0 otherwise.
-- from: sheets_returned
select kind, id, village, day, subject, satisfaction in ('satisfied', 'mostly') as number
from sheets_returned
where satisfaction is not null
